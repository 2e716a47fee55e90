#include "serve/header_notes.h"

#include <charconv>
#include <string>
#include <system_error>

#include "base/ascii.h"
#include "base/host_port.h"
#include "serve/http_chars.h"

namespace jobrig::serve {
namespace {

/// Returns why a header line is invalid, or nothing.
std::optional<Refusal> check_line(std::string_view line, std::size_t colon) {
  if (line.front() == ' ' || line.front() == '\t') {
    return Refusal{400, "a header line begins with a blank (folded headers are obsolete)"};
  }
  if (colon == std::string_view::npos) {
    return Refusal{400, "a header line has no colon"};
  }
  const std::string_view name = line.substr(0, colon);
  if (name.empty()) {
    return Refusal{400, "a header line has no name before its colon"};
  }
  if (!all_of_class(name, kTokenChar)) {
    return Refusal{400, name.back() == ' ' || name.back() == '\t'
                            ? "a header's name has a blank before its colon"
                            : "a header's name holds a byte that no name may have"};
  }
  if (!all_of_class(line.substr(colon + 1), kValueChar)) {
    return Refusal{400, "a header's value holds a control byte"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> HeaderNotes::note(std::string_view line) {
  ++count_;
  const std::size_t colon = line.find(':');
  if (auto refusal = check_line(line, colon)) {
    return refusal;
  }
  return note_framing(line.substr(0, colon), trim_blanks(line.substr(colon + 1)));
}

std::optional<Refusal> HeaderNotes::note_trailer(std::string_view line) {
  ++count_;
  return check_line(line, line.find(':'));
}

/// Compares sizes first, which excludes most headers without comparing characters.
std::optional<Refusal> HeaderNotes::note_framing(std::string_view name, std::string_view value) {
  switch (name.size()) {
    case 4:
      return base::equals_ignoring_case(name, "host") ? note_host(value) : std::nullopt;
    case 6:
      if (base::equals_ignoring_case(name, "expect")) {
        (base::equals_ignoring_case(value, "100-continue") ? expects_continue_ : expects_other_) = true;
      }
      return std::nullopt;
    case 10:
      if (base::equals_ignoring_case(name, "connection")) {
        note_connection(value);
      }
      return std::nullopt;
    case 14:
      return base::equals_ignoring_case(name, "content-length") ? note_content_length(value) : std::nullopt;
    case 16:
      has_content_encoding_ = has_content_encoding_ || base::equals_ignoring_case(name, "content-encoding");
      return std::nullopt;
    case 17:
      return base::equals_ignoring_case(name, "transfer-encoding") ? note_transfer_encoding(value) : std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<Refusal> HeaderNotes::note_host(std::string_view value) {
  if (has_host_) {
    return Refusal{400, "the request has more than one Host header"};
  }
  if (!base::is_authority(value)) {
    return Refusal{400, "the Host header is not a host name or address with an optional port"};
  }
  has_host_ = true;
  return std::nullopt;
}

void HeaderNotes::note_connection(std::string_view value) {
  for_each_element(value, [this](std::string_view element) {
    says_close_ = says_close_ || base::equals_ignoring_case(element, "close");
    says_keep_alive_ = says_keep_alive_ || base::equals_ignoring_case(element, "keep-alive");
  });
}

std::optional<Refusal> HeaderNotes::note_content_length(std::string_view value) {
  if (has_length_) {
    return Refusal{400, "the request has more than one Content-Length"};
  }
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), content_length_);
  if (error != std::errc() || end != value.data() + value.size()) {
    return Refusal{400, "Content-Length is not one decimal number of at most 64 bits"};
  }
  has_length_ = true;
  return std::nullopt;
}

std::optional<Refusal> HeaderNotes::note_transfer_encoding(std::string_view value) {
  if (is_chunked_ || !base::equals_ignoring_case(value, "chunked")) {
    return Refusal{400, "Transfer-Encoding may only be chunked, once"};
  }
  is_chunked_ = true;
  return std::nullopt;
}

std::optional<Refusal> HeaderNotes::check(unsigned version_minor, std::size_t most) const {
  if (!has_host_ && version_minor > 0) {
    return Refusal{400, "the request has no Host header"};
  }
  if (is_chunked_ && (has_length_ || version_minor == 0)) {
    return Refusal{400, has_length_ ? "the request has both Content-Length and Transfer-Encoding"
                                    : "HTTP/1.0 has no Transfer-Encoding"};
  }
  if (has_content_encoding_) {
    return Refusal{415, "Content-Encoding is not supported in requests"};
  }
  if (expects_other_ && version_minor > 0) {
    return Refusal{417, "the only supported expectation is 100-continue"};
  }
  if (content_length_ > most) {
    return Refusal{413, "the body is larger than " + std::to_string(most) + " bytes"};
  }
  return std::nullopt;
}

}  // namespace jobrig::serve
