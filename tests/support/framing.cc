#include "support/framing.h"

#include <algorithm>
#include <utility>

#include "base/random.h"

namespace jobrig::test {
namespace {

Framed::Request copy_of(const model::Request& request, bool keep_alive) {
  Framed::Request copy;
  copy.raw = request.raw;
  copy.method = request.method;
  copy.target = request.target;
  copy.body = request.body;
  for (const model::HeaderView& header : request.headers) {
    copy.headers.push_back(std::string(header.name) + "=" + std::string(header.value));
  }
  copy.version_minor = request.version_minor;
  copy.keep_alive = keep_alive;
  return copy;
}

}  // namespace

Framed frame(std::string_view bytes, const serve::FramerLimits& limits,
             const std::function<std::size_t(std::size_t)>& next_cut) {
  Framed framed;
  serve::Framer framer(limits);
  std::size_t begin = 0;
  std::size_t fed = 0;
  bool asked = false;
  while (fed < bytes.size()) {
    fed = next_cut(fed);
    for (bool going = true; going && begin < fed;) {
      // Copies the bytes each time: the framer must not keep pointers to earlier input.
      const std::string received(bytes.substr(begin, fed - begin));
      switch (framer.advance(received)) {
        case serve::Framer::Progress::kNeedMore:
          going = false;
          break;
        case serve::Framer::Progress::kSendContinue:
          asked = true;
          break;
        case serve::Framer::Progress::kWhole: {
          model::Request request;
          framer.read(received, request);
          framed.requests.push_back(copy_of(request, framer.keep_alive()));
          framed.requests.back().asked_to_continue = std::exchange(asked, false);
          begin += framer.size();
          framer.restart();
          break;
        }
        case serve::Framer::Progress::kRefused:
          framed.refused = framer.refusal().status;
          framed.reason = framer.refusal().reason;
          return framed;
      }
    }
  }
  return framed;
}

Framed frame_whole(std::string_view bytes, const serve::FramerLimits& limits) {
  return frame(bytes, limits, [&](std::size_t) { return bytes.size(); });
}

Framed frame_bytewise(std::string_view bytes, const serve::FramerLimits& limits) {
  return frame(bytes, limits, [](std::size_t fed) { return fed + 1; });
}

Framed frame_in_pieces(std::string_view bytes, std::uint64_t seed, const serve::FramerLimits& limits) {
  base::Random random(seed, 0);
  return frame(bytes, limits, [&](std::size_t fed) {
    const std::size_t most = random() % 4 == 0 ? bytes.size() : 24;
    return std::min(bytes.size(), fed + 1 + random() % most);
  });
}

}  // namespace jobrig::test
