// Rejected requests, by the position of the first byte that decides:
//   414  a request line that does not end within the limit of the head
//   431  a head (or trailers) beyond the limit in bytes or lines
//   505  a well-formed version from HTTP/2.0 on
//   413  a body beyond its limit: as announced, as counted, or because of endless chunk framing
//   415  any Content-Encoding (decompression can turn a small request into a large one)
//   417  any Expect except 100-continue (not defined in HTTP/1.0: ignored there)
//   400  everything else: bare LF or CR, NUL and control bytes, HTTP/0.9, an unknown method, a target with an invalid
//        percent escape or an invalid host, no colon, no name, whitespace before the colon, a folded line, not exactly
//        one Host (HTTP/1.0: Host may be missing) with a valid value, a Content-Length that is repeated, malformed,
//        beyond 64 bits or combined with Transfer-Encoding, any coding except `chunked`, an invalid chunk size,
//        anything except CRLF after a chunk
// See RFC 9112 sections 2.2, 3.2, 5.1, 6.1, 6.3 and 7.1. Where the RFC allows a server to be lenient, this one is
// strict.
#include "serve/framer.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <system_error>
#include <utility>

#include "base/url.h"
#include "serve/http_chars.h"
#include "serve/request_line.h"

namespace jobrig::serve {
namespace {

// Limit of a chunk-size line with its extensions. Clients do not send extensions in practice.
constexpr std::size_t kChunkLineLimit = 256;

}  // namespace

/// The refusal of a line that is longer than its limit.
struct Framer::TooLong {
  int status;
  std::string_view what;  // the sentence up to the number
  std::size_t limit;
};

Framer::Progress Framer::refuse(Refusal refusal) {
  state_ = State::kRefused;
  refusal_ = std::move(refusal);
  return Progress::kRefused;
}

void Framer::restart() {
  if (begun() || state_ == State::kRefused) {  // a request can be refused at its first byte
    *this = Framer(*limits_);
  }
}

/// Reads the line that starts at position_ if its LF is before `end`; otherwise returns the resulting progress. Rejects
/// a line that ends in a bare LF.
std::optional<Framer::Progress> Framer::take_line(std::string_view bytes, std::size_t end, const TooLong& too_long,
                                                  std::string_view& line) {
  const std::size_t searchable = std::min(bytes.size(), end);
  const void* found =
      scanned_ < searchable ? std::memchr(bytes.data() + scanned_, '\n', searchable - scanned_) : nullptr;
  if (found == nullptr) {
    scanned_ = std::max(scanned_, searchable);
    if (bytes.size() < end) {
      return Progress::kNeedMore;
    }
    return refuse({too_long.status, std::string(too_long.what) + std::to_string(too_long.limit) + " bytes"});
  }
  const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
  if (at == position_ || bytes[at - 1] != '\r') {
    return refuse({400, "a line ends in a bare line feed; HTTP ends lines with CR LF"});
  }
  line = bytes.substr(position_, at - 1 - position_);
  position_ = scanned_ = at + 1;
  return std::nullopt;
}

Framer::Progress Framer::advance(std::string_view bytes) {
  for (;;) {
    Progress progress = Progress::kNeedMore;
    const State before = state_;
    switch (state_) {
      case State::kRequestLine:
        progress = advance_request_line(bytes);
        break;
      case State::kHeaders:
        progress = advance_headers(bytes);
        break;
      case State::kFixedBody:
        if (bytes.size() - head_size_ >= notes_.content_length()) {
          position_ = head_size_ + notes_.content_length();
          state_ = State::kWhole;
        }
        break;
      case State::kChunkSize:
        progress = advance_chunk_size(bytes);
        break;
      case State::kChunkData:
      case State::kChunkEnd:
        progress = advance_chunk_data(bytes);
        break;
      case State::kTrailers:
        progress = advance_trailers(bytes);
        break;
      case State::kWhole:
        return Progress::kWhole;
      case State::kRefused:
        return Progress::kRefused;
    }
    if (progress != Progress::kNeedMore || state_ == before) {
      return progress;
    }
  }
}

Framer::Progress Framer::advance_request_line(std::string_view bytes) {
  // Detected from the first byte: for a TLS ClientHello or other binary data, the end of the line might never arrive.
  if (position_ < bytes.size() && scanned_ == position_ && bytes[position_] != '\r' && bytes[position_] != '\n' &&
      (bytes[position_] < 'A' || bytes[position_] > 'Z')) {
    scanned_ = position_ + 1;
    return refuse({400, "this is not an HTTP request: it does not begin with a method"});
  }
  std::string_view line;
  const TooLong too_long{414, "the request line is longer than ", limits_->head};
  if (const auto stopped = take_line(bytes, limits_->head, too_long, line)) {
    return *stopped;
  }
  if (line.empty() && !skipped_empty_line_) {  // RFC 9112 section 2.2: one empty line is ignored
    skipped_empty_line_ = true;
    return advance_request_line(bytes);
  }
  if (auto refusal = check_request_line(line, version_minor_)) {
    return refuse(std::move(*refusal));
  }
  state_ = State::kHeaders;
  return Progress::kNeedMore;
}

Framer::Progress Framer::advance_headers(std::string_view bytes) {
  const TooLong too_long{431, "the head is larger than ", limits_->head};
  for (;;) {
    std::string_view line;
    if (const auto stopped = take_line(bytes, limits_->head, too_long, line)) {
      return *stopped;
    }
    if (line.empty()) {
      head_size_ = position_;
      return finish_head();
    }
    if (const auto stopped = check_header_count()) {
      return *stopped;
    }
    if (auto refusal = notes_.note(line)) {
      return refuse(std::move(*refusal));
    }
  }
}

/// Must be called before another line is read.
std::optional<Framer::Progress> Framer::check_header_count() {
  if (notes_.count() < limits_->headers) {
    return std::nullopt;
  }
  return refuse({431, "the request has more than " + std::to_string(limits_->headers) + " headers"});
}

Framer::Progress Framer::finish_head() {
  if (auto refusal = notes_.check(version_minor_, limits_->body)) {
    return refuse(std::move(*refusal));
  }
  state_ = notes_.is_chunked() ? State::kChunkSize : State::kFixedBody;
  const bool asks = notes_.expects_continue() && version_minor_ > 0 && notes_.has_body();
  return asks ? Progress::kSendContinue : Progress::kNeedMore;
}

Framer::Progress Framer::advance_chunk_size(std::string_view bytes) {
  std::string_view line;
  const TooLong too_long{400, "a chunk-size line is longer than ", kChunkLineLimit};
  if (const auto stopped = take_line(bytes, position_ + kChunkLineLimit, too_long, line)) {
    return *stopped;
  }
  const std::string_view digits = line.substr(0, line.find(';'));
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
  if (error != std::errc() || end != digits.data() + digits.size() || !all_of_class(line, kValueChar)) {
    return refuse({400, "a chunk size is not one hexadecimal number"});
  }
  // One-byte chunks take six bytes each. The total size of the framing is limited in addition to that of the body.
  const std::size_t framing = position_ - head_size_ - joined_size_;
  if (size > limits_->body - joined_size_ || framing > limits_->body + limits_->head) {
    return refuse({413, "the chunked body is larger than " + std::to_string(limits_->body) + " bytes"});
  }
  chunk_left_ = size;
  trailer_begin_ = position_;
  state_ = size == 0 ? State::kTrailers : State::kChunkData;
  return Progress::kNeedMore;
}

Framer::Progress Framer::advance_chunk_data(std::string_view bytes) {
  if (state_ == State::kChunkData) {
    const std::size_t taken = std::min(chunk_left_, bytes.size() - position_);
    joined_size_ += taken;
    chunk_left_ -= taken;
    position_ += taken;
    scanned_ = position_;
    if (chunk_left_ > 0) {
      return Progress::kNeedMore;
    }
    state_ = State::kChunkEnd;
  }
  const std::string_view rest = bytes.substr(position_, 2);
  if (rest != std::string_view("\r\n").substr(0, rest.size())) {
    return refuse({400, "a chunk is not followed by CR LF"});
  }
  if (rest.size() == 2) {
    position_ += 2;
    scanned_ = position_;
    state_ = State::kChunkSize;
  }
  return Progress::kNeedMore;
}

Framer::Progress Framer::advance_trailers(std::string_view bytes) {
  const TooLong too_long{431, "head and trailers are larger than ", limits_->head};
  for (;;) {
    std::string_view line;
    if (const auto stopped = take_line(bytes, trailer_begin_ + limits_->head - head_size_, too_long, line)) {
      return *stopped;
    }
    if (line.empty()) {
      state_ = State::kWhole;
      return Progress::kNeedMore;
    }
    if (const auto stopped = check_header_count()) {
      return *stopped;
    }
    if (auto refusal = notes_.note_trailer(line)) {
      return refuse(std::move(*refusal));
    }
  }
}

/// Returns the body of a complete chunked request.
std::string Framer::join_chunks(std::string_view bytes) const {
  std::string joined;
  joined.reserve(joined_size_);
  for (std::size_t at = head_size_; joined.size() < joined_size_;) {
    const std::size_t begin = bytes.find('\n', at) + 1;
    std::size_t size = 0;
    std::from_chars(bytes.data() + at, bytes.data() + begin, size, 16);
    joined.append(bytes.substr(begin, size));
    at = begin + size + std::string_view("\r\n").size();
  }
  return joined;
}

// Parses the head a second time. A framer that waits for the rest of a request therefore stores no list of headers.
void Framer::read(std::string_view bytes, model::Request& request) const {
  request.raw = bytes.substr(0, position_);
  if (notes_.is_chunked() && is_whole()) {
    joined_ = join_chunks(bytes);
  }
  request.body = notes_.is_chunked() ? std::string_view(joined_) : bytes.substr(head_size_, notes_.content_length());
  request.version_minor = version_minor_;
  request.headers.clear();
  std::string_view head = bytes.substr(0, head_size_);
  const auto next_line = [&head] {
    const std::size_t end = head.find('\n');
    const std::string_view line = head.substr(0, end - 1);
    head.remove_prefix(end + 1);
    return line;
  };
  if (skipped_empty_line_) {
    next_line();
  }
  const RequestLine parts = split_request_line(next_line());
  request.method = parts.method;
  request.target = base::split_target(parts.target).path_and_query;
  for (std::string_view line = next_line(); !line.empty(); line = next_line()) {
    const std::size_t colon = line.find(':');
    request.headers.push_back({line.substr(0, colon), trim_blanks(line.substr(colon + 1))});
  }
}

}  // namespace jobrig::serve
