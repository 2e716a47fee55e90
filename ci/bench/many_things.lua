-- For wrk: describes of a thousand things in turn, so that no server lives off one hot answer. Built once: a request
-- costs wrk one look into a table.
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
