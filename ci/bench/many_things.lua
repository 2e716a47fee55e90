-- For wrk: describes of a thousand things in turn, which avoids a single cached response. The requests are built once;
-- each then costs wrk one table lookup.
local requests = {}
local last = 0

function init()
  for i = 1, 1000 do
    requests[i] = wrk.format("GET", "/things/sensor-" .. i .. "/jobs/firmware-7?includeJobDocument=true")
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end
