// Short texts from outside: hosts, targets, durations, sizes and moments.
#include <string>

#include "base/base64.h"
#include "base/host_port.h"
#include "base/units.h"
#include "base/url.h"
#include "fuzz/targets.h"

namespace jobrig::fuzz {
namespace {

void check_host(std::string_view text) {
  const auto host = base::parse_host_port(text);
  if (host) {
    const auto again = base::parse_host_port(host->text());
    promise(again && again->host == host->host && again->port == host->port,
            "a host is another one when it is written");
    promise(base::is_authority(text) || text.find('%') != std::string_view::npos, "a host with a port is no authority");
  }
  promise(!base::is_loopback_host(text) || host || text.find(':') != std::string_view::npos,
          "a loopback host is not a host");
}

void check_target(std::string_view text) {
  const base::TargetParts parts = base::split_target(text);
  promise(base::path_and_query(text) == base::path_and_query(parts.path_and_query) ||
              base::split_target(parts.path_and_query).authority,
          "a target has another path without its host");
  const std::string encoded = base::percent_encode(text);
  promise(base::percent_decode(encoded) == text, "a text is another one when it is percent-encoded");
  std::string_view query = text;
  while (base::take_parameter(query)) {
  }
  promise(query.empty(), "a query is not taken to its end");
}

void check_units(std::string_view text) {
  if (const auto duration = base::parse_duration(text)) {
    const auto again = base::parse_duration(base::format_duration(*duration));
    promise(again && *again == *duration, "a duration is another one when it is written");
  }
  if (const auto instant = base::parse_instant(text)) {
    const auto again = base::parse_instant(base::format_instant(*instant));
    promise(again && *again == *instant, "a moment is another one when it is written");
  }
  static_cast<void>(base::parse_size(text));
  if (const auto share = base::parse_share(text)) {
    promise(*share >= 0 && *share <= 1, "a share is out of range");
  }
}

}  // namespace

void fuzz_text(std::string_view bytes) {
  check_host(bytes);
  check_target(bytes);
  check_units(bytes);
  if (const auto decoded = base::from_base64(bytes)) {
    std::string encoded;
    base::append_base64(*decoded, encoded);
    promise(base::from_base64(encoded) == decoded, "bytes are others when they are written in base64");
  }
}

}  // namespace jobrig::fuzz
