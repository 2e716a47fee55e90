// Response bytes: splits a rendered response into lines and body for faults that write invalid HTTP, and joins the
// parts again with their landmarks. It keeps only the pauses before the first byte.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/script.h"

namespace jobrig::faults {

struct ResponseBytes {
  std::string informational;       // complete 1xx responses before the status line
  std::string status_line;         // without line ending
  std::vector<std::string> lines;  // header lines without line endings
  std::string_view line_end = "\r\n";
  std::string body;           // everything after the head, including chunk framing
  bool is_http = true;        // false: not HTTP; `body` contains all bytes (garbage)
  bool may_have_body = true;  // false for HEAD, 1xx, 204 and 304: bytes after the head belong to the next response
  model::CloseAction close_action = model::CloseAction::kKeepOpen;
};

/// `head_only`: the request was HEAD.
ResponseBytes split_response(const model::Script& script, bool head_only);
/// Replaces the script's bytes, landmarks and ending. Keeps pauses before the first byte and drops all others.
void join_response(const ResponseBytes& response, model::Script& script);

/// The value of the first header line with this name, or nothing (data() == nullptr). Names are case-insensitive.
std::string_view line_value(const ResponseBytes& response, std::string_view name);
/// Removes all header lines with this name.
void remove_lines(ResponseBytes& response, std::string_view name);
/// Appends `name: value`.
void append_line(ResponseBytes& response, std::string_view name, std::string_view value);
/// Replaces the first line with this name by the complete `line`. Appends it if there is none.
void replace_line(ResponseBytes& response, std::string_view name, std::string line);

/// Replaces Content-Length by Transfer-Encoding: chunked. The caller frames the body.
void announce_chunks(ResponseBytes& response);
/// One chunk: its size in hexadecimal and its data, each with a line ending.
std::string chunk_of(std::string_view data);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

/// Closes the connection after the response, unless a harsher ending is already set.
void close_after(ResponseBytes& response);

}  // namespace jobrig::faults
