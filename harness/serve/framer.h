// Framer: finds the end of an HTTP/1.x request and validates its framing. It is strict and has no side effects: its
// input is bytes, it uses no socket and no clock, and it decodes nothing except chunk framing. Decisions depend only on
// the position of the bytes; the segmentation never changes the result. framer.cc lists what is rejected and why.
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

/// Limits of a request (RFC 9112 section 3 and RFC 9110 section 5.4 leave them to the server).
struct FramerLimits {
  std::size_t head = std::size_t{64} * 1024;    // bytes of request line and headers (and trailers) in total
  std::size_t headers = 100;                    // lines
  std::size_t body = std::size_t{1024} * 1024;  // bytes, after the chunks are joined
};

/// Handles one request after another: call `advance` until the request is complete or rejected, then `restart` for the
/// next one. The caller owns the bytes. Between calls the framer stores only offsets, which keeps waiting framers
/// small.
class Framer {
 public:
  enum class Progress : std::uint8_t {
    kNeedMore,      // call again with more bytes appended
    kSendContinue,  // the head contains `Expect: 100-continue`: send `100 Continue`, then call again; returned once per
                    // request
    kWhole,         // size(), keep_alive() and read() describe the request
    kRefused,       // refusal() says why; only restart() may follow
  };

  /// Borrows the limits.
  explicit Framer(const FramerLimits& limits) : limits_(&limits) {}

  /// `bytes` starts with the first byte of the current request and contains everything received since. Bytes that were
  /// already scanned are not scanned again, even if the buffer has moved. Bytes after the end of the request are not
  /// read.
  Progress advance(std::string_view bytes);

  /// Size of the complete request in bytes, head and body as received.
  [[nodiscard]] std::size_t size() const { return position_; }
  /// Whether the client wants to keep the connection (HTTP/1.1: unless `close`; HTTP/1.0: only with `keep-alive`).
  [[nodiscard]] bool keep_alive() const {
    return !notes_.says_close() && (version_minor_ > 0 || notes_.says_keep_alive());
  }
  [[nodiscard]] bool is_whole() const { return state_ == State::kWhole; }
  /// Whether read() returns a body of its own instead of a view into the bytes.
  [[nodiscard]] bool joins_body() const { return notes_.is_chunked(); }
  /// Whether any byte of the current request was scanned.
  [[nodiscard]] bool begun() const { return scanned_ > 0; }
  /// Size of the head in bytes; 0 until it is complete. Once it is complete, read() returns the head and the body
  /// received so far.
  [[nodiscard]] std::size_t head_size() const { return head_size_; }
  /// Fills `request` with views into `bytes` (into this framer for a chunked body, which is joined when the request is
  /// complete).
  void read(std::string_view bytes, model::Request& request) const;
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

  /// Prepares for the next request and frees memory.
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
  [[nodiscard]] std::string join_chunks(std::string_view bytes) const;

  const FramerLimits* limits_;
  std::size_t position_ = 0;  // the first byte not consumed yet: the start of a line, or inside the body
  std::size_t scanned_ = 0;   // searched for the end of the line up to here
  std::size_t head_size_ = 0;
  std::size_t chunk_left_ = 0;
  std::size_t trailer_begin_ = 0;
  HeaderNotes notes_;
  std::uint8_t version_minor_ = 1;
  State state_ = State::kRequestLine;
  bool skipped_empty_line_ = false;
  std::size_t joined_size_ = 0;  // total size of the chunks so far
  mutable std::string joined_;   // a chunked body without its framing, after read()
  Refusal refusal_;
};

}  // namespace jobrig::serve
