// Wire request: the raw bytes of a request, taken apart for checks. It is lenient: bytes that are no HTTP give what
// could be read of them, as what is wrong with a request is for checks to say.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/request.h"

namespace jobrig::judge {

/// Views point into the exchange's bytes.
struct WireRequest {
  std::string_view method;
  std::string_view target;   // raw
  std::string_view path;     // raw, without scheme, host and query
  std::string_view query;    // raw, without the `?`
  std::string_view version;  // `1.1`; empty when it is none
  std::vector<model::HeaderView> headers;
  std::string body;  // chunks joined

  /// How many header lines have that name (case ignored).
  [[nodiscard]] std::size_t count_header(std::string_view name) const;
  /// The first such line's value, or nothing (data() == nullptr).
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

WireRequest read_wire_request(std::string_view raw);

/// The bytes of an answer without the informational ones (1xx) that came before it.
std::string_view without_informational(std::string_view answer);
/// What stands behind the head of the answer; nothing (data() == nullptr) when its head does not end.
std::string_view body_of_answer(std::string_view answer);

/// Percent-decoded; what is no `%XX` stays as it is.
std::string decoded(std::string_view text);

/// The path's segments between its slashes, each decoded: `/things/a%3Ab` is `things`, `a:b`.
std::vector<std::string> path_segments(std::string_view path);

/// Names and values of a query, decoded (`+` stays), in order.
std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view query);

}  // namespace jobrig::judge
