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

/// Used by the thread of its worker. Has a place for each of a few request lines, which the newest request takes: a
/// scan of a fleet or signatures that change cost one more copy of the request, and leave no more than kPlaces behind.
class KnownRequests {
 public:
  /// The request that `bytes` begins with, or null. It is valid until the next call of keep().
  [[nodiscard]] KnownRequest* find(std::string_view bytes) const;
  /// Keeps the complete request at the beginning of `bytes` and returns it; null: it is too large, or its body arrived
  /// in chunks.
  KnownRequest* keep(const Framer& framer, std::string_view bytes);

  static constexpr std::size_t kPlaces = 256;
  static constexpr std::size_t kMaxSize = 1024;

 private:
  std::array<std::unique_ptr<KnownRequest>, kPlaces> places_;
};

}  // namespace jobrig::serve
