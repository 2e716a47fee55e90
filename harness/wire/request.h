// Wire request: parses the raw bytes of a request for checks. It is lenient and returns the readable parts of invalid
// HTTP, because judging the request is up to the checks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/request.h"

namespace jobrig::wire {

/// Views point into the exchange's bytes.
struct Request {
  std::string_view method;
  std::string_view target;   // raw
  std::string_view path;     // raw, without scheme, host and query
  std::string_view query;    // raw, without the `?`
  std::string_view version;  // `1.1`; empty when invalid
  std::vector<model::HeaderView> headers;
  std::string body;  // without chunk framing

  /// The number of header lines with this name (case-insensitive).
  [[nodiscard]] std::size_t count_header(std::string_view name) const;
  /// The value of the first header line with this name, or nothing (data() == nullptr).
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

Request read_request(std::string_view raw);

/// The response without preceding informational (1xx) responses.
std::string_view without_informational(std::string_view answer);
/// The bytes after the head of the response, or nothing (data() == nullptr) when the head is incomplete.
std::string_view body_of_answer(std::string_view answer);

/// Percent-decoded. Invalid `%XX` sequences are unchanged.
std::string decoded(std::string_view text);

/// The decoded segments of the path: `/things/a%3Ab` gives `things`, `a:b`.
std::vector<std::string> path_segments(std::string_view path);

/// The decoded names and values of a query, in order. `+` is unchanged.
std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view query);

}  // namespace jobrig::wire
