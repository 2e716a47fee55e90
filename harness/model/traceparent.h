// Traceparent: the header by which a client names the trace of its request (W3C Trace Context, section 3.2). It does
// not make traces.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace jobrig::model {

/// The fields of a valid header.
struct Traceparent {
  std::string_view trace_id;   // 32 lowercase hexadecimal digits, not all zero
  std::string_view parent_id;  // 16, likewise
  std::uint8_t flags = 0;
};

/// Nothing if the value is not valid. Later versions of the format may append fields, which are ignored.
std::optional<Traceparent> parse_traceparent(std::string_view value);

/// The value of the header in the raw bytes of a request, unchanged. Empty if there is none, if it is not valid, or if
/// there are several.
std::string_view traceparent_in(std::string_view raw_request);

}  // namespace jobrig::model
