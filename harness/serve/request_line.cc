#include "serve/request_line.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/host_port.h"
#include "base/url.h"
#include "serve/http_chars.h"

namespace jobrig::serve {
namespace {

// CONNECT would request a tunnel. The planner answers the other well-known methods of the registry.
constexpr std::array<std::string_view, 8> kMethods = {"GET",     "PUT",   "POST",  "HEAD",
                                                      "OPTIONS", "PATCH", "TRACE", "DELETE"};

bool has_good_escapes(std::string_view target) {
  for (std::size_t at = target.find('%'); at != std::string_view::npos; at = target.find('%', at + 3)) {
    if (at + 2 >= target.size() || base::hex_value(target[at + 1]) < 0 || base::hex_value(target[at + 2]) < 0 ||
        (target[at + 1] == '0' && target[at + 2] == '0')) {
      return false;
    }
  }
  return true;
}

std::optional<Refusal> check_target(std::string_view target, std::string_view method) {
  const base::TargetParts parts = base::split_target(target);
  if (parts.authority && !base::is_authority(*parts.authority)) {
    return Refusal{400, "the host in the request target is not a host name or address with an optional port"};
  }
  if (!parts.authority && !target.starts_with('/') && !(target == "*" && method == "OPTIONS")) {
    return Refusal{400, "the request target does not begin with a slash"};
  }
  if (!all_of_class(target, kTargetChar)) {
    return Refusal{400, "the request target holds a byte that must be percent-encoded"};
  }
  if (!has_good_escapes(target)) {
    return Refusal{400, "the request target holds a percent sign without two hexadecimal digits, or %00"};
  }
  return std::nullopt;
}

std::optional<Refusal> check_version(std::string_view version) {
  if (version.empty()) {
    return Refusal{400, "the request line has no version; HTTP/0.9 is not supported"};
  }
  if (version.size() != 8 || !version.starts_with("HTTP/") || version[6] != '.' || !base::is_digit(version[5]) ||
      !base::is_digit(version[7]) || version[5] == '0') {
    return Refusal{400,
                   "the request line must be a method, a target and HTTP/1.1 or HTTP/1.0, with one blank between each"};
  }
  if (version[5] != '1') {
    return Refusal{505, "the version is neither HTTP/1.1 nor HTTP/1.0"};
  }
  return std::nullopt;
}

}  // namespace

RequestLine split_request_line(std::string_view line) {
  RequestLine parts;
  const std::size_t first = line.find(' ');
  parts.method = line.substr(0, first);
  if (first == std::string_view::npos) {
    return parts;
  }
  line.remove_prefix(first + 1);
  const std::size_t second = line.find(' ');
  parts.target = line.substr(0, second);
  if (second != std::string_view::npos) {
    parts.version = line.substr(second + 1);
  }
  return parts;
}

std::optional<Refusal> check_request_line(std::string_view line, std::uint8_t& version_minor) {
  const RequestLine parts = split_request_line(line);
  if (std::find(kMethods.begin(), kMethods.end(), parts.method) == kMethods.end()) {
    return Refusal{400, "the method is unknown; known are GET, PUT, POST, HEAD, OPTIONS, PATCH, TRACE and DELETE"};
  }
  if (auto refusal = check_target(parts.target, parts.method)) {
    return refusal;
  }
  if (auto refusal = check_version(parts.version)) {
    return refusal;
  }
  // RFC 9110 section 2.5: a higher minor version is processed as the highest known one.
  version_minor = parts.version.back() == '0' ? 0 : 1;
  return std::nullopt;
}

}  // namespace jobrig::serve
