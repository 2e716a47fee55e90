#include "base/host_port.h"

#include <charconv>

namespace jobrig::base {
namespace {

bool holds_colon(std::string_view text) { return text.find(':') != std::string_view::npos; }

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  return error == std::errc() && stop == end ? std::optional(port) : std::nullopt;
}

}  // namespace

std::string HostPort::text() const {
  return (holds_colon(host) ? "[" + host + "]" : host) + (port ? ":" + std::to_string(*port) : "");
}

std::optional<HostPort> parse_host_port(std::string_view text) {
  const bool bracketed = text.starts_with('[');
  const std::size_t end = bracketed ? text.find(']') : text.find(':');
  const std::string_view host = text.substr(bracketed ? 1 : 0, bracketed ? end - 1 : end);
  std::string_view rest = end == std::string_view::npos ? "" : text.substr(bracketed ? end + 1 : end);
  if (host.empty() || (bracketed && (end == std::string_view::npos || !holds_colon(host))) ||
      host.find_first_of("[]") != std::string_view::npos) {
    return std::nullopt;
  }
  HostPort parsed{std::string(host), std::nullopt};
  if (rest.empty()) {
    return parsed;
  }
  if (!rest.starts_with(':')) {
    return std::nullopt;
  }
  rest.remove_prefix(1);
  parsed.port = parse_port(rest);
  return parsed.port ? std::optional(parsed) : std::nullopt;
}

}  // namespace jobrig::base
