// Kept call: what a request was parsed into, kept beside the bytes of a request that clients send again and again. It
// contains nothing that depends on time, on the connection or on the state of a thing.
#pragma once

#include <cstddef>
#include <optional>

#include "model/call.h"
#include "model/contract_words.h"

namespace jobrig::model {

/// Used by one thread at a time. The views of the call point into the request, which must outlive it.
struct KeptCall {
  std::optional<Call> call;  // absent: not parsed yet
  // What decides the result besides the bytes:
  Edition edition = Edition::kCurrent;
  std::size_t base_path = 0;
  bool checks_content_type = false;
};

}  // namespace jobrig::model
