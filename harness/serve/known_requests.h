// Known requests: what depends on the bytes of a request alone, kept for clients that send the same request again. Most
// devices poll with the same bytes every time. Framing and parsing them takes a third of the work for a request. It
// does not answer them.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "model/kept_call.h"
#include "model/request.h"
#include "serve/framer.h"

namespace jobrig::serve {

/// A complete request. Its views point into `raw`.
struct KnownRequest {
  std::string raw;
  model::Request request;
  model::KeptCall call;  // of the request
  bool keep_alive = false;
  bool ready = false;
};

/// Used by the thread of its worker. Has a place for each of a few request lines. A request is kept when its place
/// gets the same line twice in a row. A scan of a fleet therefore leaves nothing behind.
class KnownRequests {
 public:
  /// The request that `bytes` begins with, or null. It is valid until the next call of keep().
  [[nodiscard]] KnownRequest* find(std::string_view bytes);
  /// Call it after find() found nothing. Keeps the complete request at the beginning of the same bytes and returns it;
  /// null: it is the first with this line, it is too large, or its body arrived in chunks.
  KnownRequest* keep(const Framer& framer, std::string_view bytes);

  static constexpr std::size_t kPlaces = 256;
  static constexpr std::size_t kMaxSize = 1024;

 private:
  struct Place {
    std::size_t line = 0;  // hash of the newest request line that was not found here
    std::unique_ptr<KnownRequest> request;
  };
  [[nodiscard]] Place& place() { return places_[line_ % kPlaces]; }

  std::size_t line_ = 0;  // hash of the request line that find() was called with
  std::array<Place, kPlaces> places_;
};

}  // namespace jobrig::serve
