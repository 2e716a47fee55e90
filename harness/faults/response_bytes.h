// Response bytes: a rendered response taken apart into its lines and its body, for faults that write invalid HTTP, and
// put together again with its landmarks. It knows nothing of time: of pauses only those before the first byte stay.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/script.h"

namespace jobrig::faults {

struct ResponseBytes {
  std::string informational;       // 1xx responses before the status line, whole, as they go out
  std::string status_line;         // without its line's end
  std::vector<std::string> lines;  // of the head, each without its end
  std::string_view line_end = "\r\n";
  std::string body;           // everything after the head, with the framing of chunks
  bool is_http = true;        // false: `body` is all there is (garbage)
  bool may_have_body = true;  // false: HEAD, 1xx, 204, 304: what follows the head is another response
  model::CloseAction close_action = model::CloseAction::kKeepOpen;
};

/// `head_only`: the request was HEAD.
ResponseBytes split_response(const model::Script& script, bool head_only);
/// Replaces the script's bytes, landmarks and ending. Pauses before its first byte stay there, others are dropped.
void join_response(const ResponseBytes& response, model::Script& script);

/// The value of the first line of that name, or nothing (data() == nullptr); names without case.
std::string_view line_value(const ResponseBytes& response, std::string_view name);
/// Removes every line of that name.
void remove_lines(ResponseBytes& response, std::string_view name);
/// Appends `name: value`.
void append_line(ResponseBytes& response, std::string_view name, std::string_view value);
/// Puts `line` (a whole one) where the first of that name stands, or at the end when there is none.
void replace_line(ResponseBytes& response, std::string_view name, std::string line);

/// Takes Content-Length out and says Transfer-Encoding: chunked; the body stays for the caller to frame.
void announce_chunks(ResponseBytes& response);
/// One chunk: its size in hexadecimal, the data, both with their line ends.
std::string chunk_of(std::string_view data);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

/// The connection is closed after the response, unless something worse was said already.
void close_after(ResponseBytes& response);

}  // namespace jobrig::faults
