#include "serve/known_requests.h"

#include <functional>

namespace jobrig::serve {
namespace {

/// The place of requests with this request line.
std::size_t place_of(std::string_view bytes) {
  return std::hash<std::string_view>()(bytes.substr(0, bytes.find('\n'))) % KnownRequests::kPlaces;
}

}  // namespace

KnownRequest* KnownRequests::find(std::string_view bytes) const {
  KnownRequest* const known = places_[place_of(bytes)].get();
  // What begins with the bytes of a complete request is that request: they say where it ends.
  return known != nullptr && known->ready && bytes.starts_with(known->raw) ? known : nullptr;
}

KnownRequest* KnownRequests::keep(const Framer& framer, std::string_view bytes) {
  const std::string_view raw = bytes.substr(0, framer.size());
  if (raw.size() > kMaxSize || framer.joins_body()) {
    return nullptr;
  }
  std::unique_ptr<KnownRequest>& place = places_[place_of(raw)];
  if (!place) {
    place = std::make_unique<KnownRequest>();
    place->request.kept_call = &place->call;
  }
  KnownRequest& known = *place;
  known.ready = false;  // until all steps have succeeded
  known.call.call.reset();
  known.raw.assign(raw);
  framer.read(known.raw, known.request);
  known.keep_alive = framer.keep_alive();
  known.ready = true;
  return &known;
}

}  // namespace jobrig::serve
