// HeaderNotes: collects what the headers of one request say about its end and about keeping the connection, and which
// headers are rejected. Its input is one line at a time; it stores no headers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "serve/refusal.h"

namespace jobrig::serve {

class HeaderNotes {
 public:
  /// Adds one line, without its end. Returns why it is rejected, or nothing.
  std::optional<Refusal> note(std::string_view line);
  /// The same for a line after a chunked body. Trailers cannot change the framing (RFC 9110 section 6.5.1) and are only
  /// validated.
  std::optional<Refusal> note_trailer(std::string_view line);
  /// Returns why the head as a whole is rejected, or nothing. `most`: limit of the body in bytes.
  [[nodiscard]] std::optional<Refusal> check(unsigned version_minor, std::size_t most) const;

  /// The number of lines added, including trailers.
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] bool is_chunked() const { return is_chunked_; }
  [[nodiscard]] std::uint64_t content_length() const { return content_length_; }
  [[nodiscard]] bool has_body() const { return is_chunked_ || content_length_ > 0; }
  [[nodiscard]] bool expects_continue() const { return expects_continue_; }
  [[nodiscard]] bool says_close() const { return says_close_; }
  [[nodiscard]] bool says_keep_alive() const { return says_keep_alive_; }

 private:
  std::optional<Refusal> note_framing(std::string_view name, std::string_view value);
  std::optional<Refusal> note_host(std::string_view value);
  std::optional<Refusal> note_content_length(std::string_view value);
  std::optional<Refusal> note_transfer_encoding(std::string_view value);
  void note_connection(std::string_view value);

  std::uint64_t content_length_ = 0;
  std::uint32_t count_ = 0;
  bool has_host_ = false;
  bool has_length_ = false;
  bool is_chunked_ = false;
  bool has_content_encoding_ = false;
  bool expects_continue_ = false;
  bool expects_other_ = false;
  bool says_close_ = false;
  bool says_keep_alive_ = false;
};

}  // namespace jobrig::serve
