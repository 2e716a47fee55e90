#include "serve/known_requests.h"

#include <functional>
#include <utility>

namespace jobrig::serve {

KnownRequest* KnownRequests::find(std::string_view bytes) {
  line_ = std::hash<std::string_view>()(bytes.substr(0, bytes.find('\n')));
  KnownRequest* const known = place().request.get();
  // What begins with the bytes of a complete request is that request: they say where it ends.
  return known != nullptr && known->ready && bytes.starts_with(known->raw) ? known : nullptr;
}

KnownRequest* KnownRequests::keep(const Framer& framer, std::string_view bytes) {
  Place& place = this->place();
  const std::string_view raw = bytes.substr(0, framer.size());
  const bool is_second = std::exchange(place.line, line_) == line_;
  if (!is_second || raw.size() > kMaxSize || framer.joins_body()) {
    return nullptr;
  }
  if (!place.request) {
    place.request = std::make_unique<KnownRequest>();
    place.request->request.kept_call = &place.request->call;
  }
  KnownRequest& known = *place.request;
  known.ready = false;  // until all steps have succeeded
  known.call.call.reset();
  known.raw.assign(raw);
  framer.read(known.raw, known.request);
  known.keep_alive = framer.keep_alive();
  known.ready = true;
  return &known;
}

}  // namespace jobrig::serve
