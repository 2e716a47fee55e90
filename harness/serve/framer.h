// Framer: finds where one HTTP/1.x request ends and whether it is one at all. Strict and pure: it is fed bytes, knows
// no socket and no clock, decodes nothing but chunk framing, and decides by the position of the bytes alone, so that
// their segmentation never changes the result. What it refuses and why: the table in framer.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/request.h"
#include "serve/header_notes.h"
#include "serve/refusal.h"

namespace jobrig::serve {

/// What a request may cost (RFC 9112 section 3 and RFC 9110 section 5.4 leave the limits to the server).
struct FramerLimits {
  std::size_t head = std::size_t{64} * 1024;    // bytes of request line and headers (and trailers) in all
  std::size_t headers = 100;                    // lines
  std::size_t body = std::size_t{1024} * 1024;  // bytes, after chunks are joined
};

/// One request after another: `advance` until it is whole or refused, then `restart` for the next. The bytes stay the
/// caller's; between calls the framer holds offsets only (and the decoded chunks), so that an idle one is small.
class Framer {
 public:
  enum class Progress : std::uint8_t {
    kNeedMore,      // call again with more bytes behind the same ones
    kSendContinue,  // the head asked for `100 Continue`: send it, then call again; told once a request
    kWhole,         // size(), keep_alive() and read() speak about the request
    kRefused,       // refusal() says why; only restart() may follow
  };

  /// Borrows the limits.
  explicit Framer(const FramerLimits& limits) : limits_(&limits) {}

  /// `bytes` begins with the first byte of the current request and holds all that came since; what was looked at
  /// before is not looked at again, wherever the buffer lies now. Bytes behind the request's end are not looked at.
  Progress advance(std::string_view bytes);

  /// How many bytes the whole request has, head and body as they came.
  [[nodiscard]] std::size_t size() const { return position_; }
  /// Whether the client wants the connection kept (HTTP/1.1 unless `close`; HTTP/1.0 only with `keep-alive`).
  [[nodiscard]] bool keep_alive() const {
    return !notes_.says_close() && (version_minor_ > 0 || notes_.says_keep_alive());
  }
  [[nodiscard]] bool is_whole() const { return state_ == State::kWhole; }
  /// Whether any byte of a request was taken since the start.
  [[nodiscard]] bool begun() const { return scanned_ > 0; }
  /// How many bytes the head has; 0 until it is whole. From then on read() tells it, the body as far as it came.
  [[nodiscard]] std::size_t head_size() const { return head_size_; }
  /// Fills `request` with views into `bytes` (and into this framer where the body was chunked).
  void read(std::string_view bytes, model::Request& request) const;
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

  /// Ready for the next request; gives memory back.
  void restart();

 private:
  enum class State : std::uint8_t {
    kRequestLine,
    kHeaders,
    kFixedBody,
    kChunkSize,
    kChunkData,
    kChunkEnd,
    kTrailers,
    kWhole,
    kRefused
  };
  struct TooLong;

  std::optional<Progress> take_line(std::string_view bytes, std::size_t end, const TooLong& too_long,
                                    std::string_view& line);
  Progress advance_request_line(std::string_view bytes);
  Progress advance_headers(std::string_view bytes);
  Progress advance_chunk_size(std::string_view bytes);
  Progress advance_chunk_data(std::string_view bytes);
  Progress advance_trailers(std::string_view bytes);
  Progress refuse(Refusal refusal);
  std::optional<Progress> check_header_count();
  Progress finish_head();

  const FramerLimits* limits_;
  std::size_t position_ = 0;  // the first byte not taken yet: a line's begin, or inside the body
  std::size_t scanned_ = 0;   // searched for a line's end up to here
  std::size_t head_size_ = 0;
  std::size_t chunk_left_ = 0;
  std::size_t trailer_begin_ = 0;
  HeaderNotes notes_;
  std::uint8_t version_minor_ = 1;
  State state_ = State::kRequestLine;
  bool skipped_empty_line_ = false;
  std::string decoded_;  // a chunked body without its framing
  Refusal refusal_;
};

}  // namespace jobrig::serve
