// What is refused, by the position of the byte that decides:
//   414  a request line that does not end within the head's limit
//   431  a head (or trailers) beyond its limit in bytes or lines
//   505  a well-formed version other than HTTP/1.0 and HTTP/1.1
//   413  a body beyond its limit, as announced, as counted, or as chunk framing without end
//   415  any Content-Encoding (inflating is how a small request becomes a large one)
//   417  any Expect but 100-continue (HTTP/1.0 never had it: ignored there)
//   400  all else: bare LF or CR, NUL and control bytes, HTTP/0.9, an unknown method, a target with a bad percent
//   escape,
//        no colon, no name, a blank before the colon, a folded line, not exactly one Host (HTTP/1.0: none is fine),
//        Content-Length twice, odd or beyond 64 bits or beside Transfer-Encoding, any coding but `chunked`, a bad
//        chunk size, anything but CRLF behind a chunk
// RFC 9112 sections 2.2, 3.2, 5.1, 6.1, 6.3, 7.1; where it lets a server be lenient, this one is not.
#include "serve/framer.h"

#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include "serve/http_chars.h"

namespace jobrig::serve {
namespace {

// CONNECT would ask for a tunnel; what is left of the registry's well-known ones are answers for the planner to give.
constexpr std::array<std::string_view, 8> kMethods = {"GET",     "PUT",   "POST",  "HEAD",
                                                      "OPTIONS", "PATCH", "TRACE", "DELETE"};
// A chunk-size line with its extensions; nobody sends any.
constexpr std::size_t kChunkLineLimit = 256;

bool is_known_method(std::string_view method) {
  return std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
}

bool has_good_escapes(std::string_view target) {
  for (std::size_t at = target.find('%'); at != std::string_view::npos; at = target.find('%', at + 3)) {
    if (at + 2 >= target.size() || hex_value(target[at + 1]) < 0 || hex_value(target[at + 2]) < 0 ||
        (target[at + 1] == '0' && target[at + 2] == '0')) {
      return false;
    }
  }
  return true;
}

/// Cuts `http://authority` off an absolute-form target (RFC 9112 section 3.2.2), as a client behind a proxy setting
/// sends it.
std::string_view origin_form(std::string_view target) {
  for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
    if (target.size() >= scheme.size() && equals_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      const std::size_t path = target.find('/', scheme.size());
      return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    }
  }
  return target;
}

struct RequestLine {
  std::string_view method;
  std::string_view target;
  std::string_view version;
};

/// Splits at the first two blanks; what is missing is empty.
RequestLine split_request_line(std::string_view line) {
  RequestLine parts;
  const std::size_t first = line.find(' ');
  parts.method = line.substr(0, first);
  if (first == std::string_view::npos) {
    return parts;
  }
  line.remove_prefix(first + 1);
  const std::size_t second = line.find(' ');
  parts.target = line.substr(0, second);
  if (second != std::string_view::npos) {
    parts.version = line.substr(second + 1);
  }
  return parts;
}

}  // namespace

Framer::Progress Framer::refuse(int status, std::string reason) {
  stage_ = Stage::kRefused;
  refusal_ = {status, std::move(reason)};
  return Progress::kRefused;
}

void Framer::restart() { *this = Framer(*limits_); }

/// Takes the line that begins at position_, if its LF lies before `end`; refuses one that ends in a bare LF.
Framer::Taken Framer::take_line(std::string_view bytes, std::size_t end, std::string_view& line) {
  const std::size_t searchable = std::min(bytes.size(), end);
  const void* found =
      scanned_ < searchable ? std::memchr(bytes.data() + scanned_, '\n', searchable - scanned_) : nullptr;
  if (found == nullptr) {
    scanned_ = std::max(scanned_, searchable);
    return bytes.size() >= end ? Taken::kTooLong : Taken::kNeedMore;
  }
  const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
  if (at == position_ || bytes[at - 1] != '\r') {
    refuse(400, "a line ends in a bare line feed; HTTP ends lines with CR LF");
    return Taken::kRefused;
  }
  line = bytes.substr(position_, at - 1 - position_);
  position_ = scanned_ = at + 1;
  return Taken::kLine;
}

Framer::Progress Framer::advance(std::string_view bytes) {
  for (;;) {
    Progress progress = Progress::kNeedMore;
    const Stage before = stage_;
    switch (stage_) {
      case Stage::kRequestLine:
        progress = advance_request_line(bytes);
        break;
      case Stage::kHeaders:
        progress = advance_headers(bytes);
        break;
      case Stage::kFixedBody:
        if (bytes.size() - head_size_ >= content_length_) {
          position_ = head_size_ + content_length_;
          stage_ = Stage::kWhole;
        }
        break;
      case Stage::kChunkSize:
        progress = advance_chunk_size(bytes);
        break;
      case Stage::kChunkData:
      case Stage::kChunkEnd:
        progress = advance_chunk_data(bytes);
        break;
      case Stage::kTrailers:
        progress = advance_trailers(bytes);
        break;
      case Stage::kWhole:
        return Progress::kWhole;
      case Stage::kRefused:
        return Progress::kRefused;
    }
    if (progress != Progress::kNeedMore || stage_ == before) {
      return progress;
    }
  }
}

Framer::Progress Framer::advance_request_line(std::string_view bytes) {
  // Told from the first byte: a TLS or other binary hello would otherwise wait for a line end that never comes.
  if (position_ < bytes.size() && scanned_ == position_ && bytes[position_] != '\r' && bytes[position_] != '\n' &&
      (bytes[position_] < 'A' || bytes[position_] > 'Z')) {
    scanned_ = position_ + 1;
    return refuse(400, "this is no HTTP request: it does not begin with a method");
  }
  std::string_view line;
  switch (take_line(bytes, limits_->head, line)) {
    case Taken::kNeedMore:
      return Progress::kNeedMore;
    case Taken::kRefused:
      return Progress::kRefused;
    case Taken::kTooLong:
      return refuse(414, "the request line is longer than " + std::to_string(limits_->head) + " bytes");
    case Taken::kLine:
      break;
  }
  if (line.empty() && !skipped_empty_line_) {  // RFC 9112 section 2.2: one is ignored
    skipped_empty_line_ = true;
    return advance_request_line(bytes);
  }
  if (!read_request_line(line)) {
    return Progress::kRefused;
  }
  stage_ = Stage::kHeaders;
  return Progress::kNeedMore;
}

bool Framer::read_request_line(std::string_view line) {
  const RequestLine parts = split_request_line(line);
  if (!is_known_method(parts.method)) {
    refuse(400, "the method is unknown; known are GET, PUT, POST, HEAD, OPTIONS, PATCH, TRACE and DELETE");
    return false;
  }
  if (!read_target(parts.target, parts.method)) {
    return false;
  }
  if (parts.version == "HTTP/1.1" || parts.version == "HTTP/1.0") {
    version_minor_ = parts.version.back() == '1' ? 1 : 0;
    return true;
  }
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (parts.version.empty()) {
    refuse(400, "the request line has no version; HTTP/0.9 is not spoken here");
  } else if (parts.version.size() == 8 && parts.version.starts_with("HTTP/") && parts.version[6] == '.' &&
             is_digit(parts.version[5]) && is_digit(parts.version[7]) && parts.version[5] != '0') {
    refuse(505, "the version is neither HTTP/1.1 nor HTTP/1.0");
  } else {
    refuse(400, "the request line must be a method, a target and HTTP/1.1 or HTTP/1.0, with one blank between each");
  }
  return false;
}

bool Framer::read_target(std::string_view target, std::string_view method) {
  const std::string_view path = origin_form(target);
  if (path.empty() || (path.front() != '/' && !(path == "*" && method == "OPTIONS"))) {
    refuse(400, "the request target does not begin with a slash");
    return false;
  }
  if (!all_of_class(target, kTargetChar)) {
    refuse(400, "the request target holds a byte that must be percent-encoded");
    return false;
  }
  if (!has_good_escapes(target)) {
    refuse(400, "the request target holds a percent sign without two hexadecimal digits, or %00");
    return false;
  }
  return true;
}

Framer::Progress Framer::advance_headers(std::string_view bytes) {
  for (;;) {
    std::string_view line;
    switch (take_line(bytes, limits_->head, line)) {
      case Taken::kNeedMore:
        return Progress::kNeedMore;
      case Taken::kRefused:
        return Progress::kRefused;
      case Taken::kTooLong:
        return refuse(431, "the head is larger than " + std::to_string(limits_->head) + " bytes");
      case Taken::kLine:
        break;
    }
    if (line.empty()) {
      head_size_ = position_;
      return finish_head();
    }
    if (!read_header(line, false)) {
      return Progress::kRefused;
    }
  }
}

bool Framer::read_header(std::string_view line, bool trailer) {
  if (++header_count_ > limits_->headers) {
    refuse(431, "the request has more than " + std::to_string(limits_->headers) + " headers");
    return false;
  }
  if (line.front() == ' ' || line.front() == '\t') {
    refuse(400, "a header line begins with a blank (folded headers are obsolete)");
    return false;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    refuse(400, "a header line has no colon");
    return false;
  }
  const std::string_view name = line.substr(0, colon);
  if (name.empty()) {
    refuse(400, "a header line has no name before its colon");
    return false;
  }
  if (!all_of_class(name, kTokenChar)) {
    refuse(400, name.back() == ' ' || name.back() == '\t' ? "a header's name has a blank before its colon"
                                                          : "a header's name holds a byte that no name may have");
    return false;
  }
  const std::string_view value = line.substr(colon + 1);
  if (!all_of_class(value, kValueChar)) {
    refuse(400, "a header's value holds a control byte");
    return false;
  }
  // Trailers come too late to say anything about framing: RFC 9110 section 6.5.1.
  return trailer || note_header(name, trim_blanks(value));
}

/// Takes notice of the few headers that framing depends on; false when one is refused.
bool Framer::note_header(std::string_view name, std::string_view value) {
  switch (name.size()) {
    case 4:
      if (equals_ignoring_case(name, "host")) {
        if (++host_count_ > 1) {
          refuse(400, "the request has more than one Host header");
          return false;
        }
        if (value.empty() || !all_of_class(value, kHostChar)) {
          refuse(400, "the Host header is empty or holds a byte that no host may have");
          return false;
        }
      }
      return true;
    case 6:
      if (equals_ignoring_case(name, "expect")) {
        (equals_ignoring_case(value, "100-continue") ? expects_continue_ : expects_other_) = true;
      }
      return true;
    case 10:
      if (equals_ignoring_case(name, "connection")) {
        for_each_element(value, [this](std::string_view element) {
          says_close_ = says_close_ || equals_ignoring_case(element, "close");
          says_keep_alive_ = says_keep_alive_ || equals_ignoring_case(element, "keep-alive");
        });
      }
      return true;
    case 14:
      return !equals_ignoring_case(name, "content-length") || note_content_length(value);
    case 16:
      has_content_encoding_ = has_content_encoding_ || equals_ignoring_case(name, "content-encoding");
      return true;
    case 17:
      if (equals_ignoring_case(name, "transfer-encoding")) {
        if (is_chunked_ || !equals_ignoring_case(value, "chunked")) {
          refuse(400, "Transfer-Encoding may only be chunked, once");
          return false;
        }
        is_chunked_ = true;
      }
      return true;
    default:
      return true;
  }
}

bool Framer::note_content_length(std::string_view value) {
  if (has_length_) {
    refuse(400, "the request has more than one Content-Length");
    return false;
  }
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
  if (error != std::errc() || end != value.data() + value.size()) {
    refuse(400, "Content-Length is not one decimal number of at most 64 bits");
    return false;
  }
  has_length_ = true;
  content_length_ = length;
  return true;
}

Framer::Progress Framer::finish_head() {
  if (host_count_ == 0 && version_minor_ > 0) {
    return refuse(400, "the request has no Host header");
  }
  if (is_chunked_ && (has_length_ || version_minor_ == 0)) {
    return refuse(400, has_length_ ? "the request has both Content-Length and Transfer-Encoding"
                                   : "HTTP/1.0 has no Transfer-Encoding");
  }
  if (has_content_encoding_) {
    return refuse(415, "a request with Content-Encoding is not taken");
  }
  if (expects_other_ && version_minor_ > 0) {
    return refuse(417, "the only expectation that can be met is 100-continue");
  }
  if (content_length_ > limits_->body) {
    return refuse(413, "the body is larger than " + std::to_string(limits_->body) + " bytes");
  }
  stage_ = is_chunked_ ? Stage::kChunkSize : Stage::kFixedBody;
  const bool has_body = is_chunked_ || content_length_ > 0;
  return expects_continue_ && version_minor_ > 0 && has_body ? Progress::kSendContinue : Progress::kNeedMore;
}

Framer::Progress Framer::advance_chunk_size(std::string_view bytes) {
  std::string_view line;
  switch (take_line(bytes, position_ + kChunkLineLimit, line)) {
    case Taken::kNeedMore:
      return Progress::kNeedMore;
    case Taken::kRefused:
      return Progress::kRefused;
    case Taken::kTooLong:
      return refuse(400, "a chunk-size line is longer than " + std::to_string(kChunkLineLimit) + " bytes");
    case Taken::kLine:
      break;
  }
  const std::string_view digits = line.substr(0, line.find(';'));
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
  if (error != std::errc() || end != digits.data() + digits.size() || !all_of_class(line, kValueChar)) {
    return refuse(400, "a chunk size is not one hexadecimal number");
  }
  // One-byte chunks cost six; what the framing may cost in all is bounded beside the body itself.
  const std::size_t framing = position_ - head_size_ - decoded_.size();
  if (size > limits_->body - decoded_.size() || framing > limits_->body + limits_->head) {
    return refuse(413, "the chunked body is larger than " + std::to_string(limits_->body) + " bytes");
  }
  chunk_left_ = size;
  trailer_begin_ = position_;
  stage_ = size == 0 ? Stage::kTrailers : Stage::kChunkData;
  return Progress::kNeedMore;
}

Framer::Progress Framer::advance_chunk_data(std::string_view bytes) {
  if (stage_ == Stage::kChunkData) {
    const std::size_t taken = std::min(chunk_left_, bytes.size() - position_);
    decoded_.append(bytes.substr(position_, taken));
    chunk_left_ -= taken;
    position_ += taken;
    scanned_ = position_;
    if (chunk_left_ > 0) {
      return Progress::kNeedMore;
    }
    stage_ = Stage::kChunkEnd;
  }
  const std::string_view rest = bytes.substr(position_, 2);
  if (rest != std::string_view("\r\n").substr(0, rest.size())) {
    return refuse(400, "a chunk is not followed by CR LF");
  }
  if (rest.size() == 2) {
    position_ += 2;
    scanned_ = position_;
    stage_ = Stage::kChunkSize;
  }
  return Progress::kNeedMore;
}

Framer::Progress Framer::advance_trailers(std::string_view bytes) {
  for (;;) {
    std::string_view line;
    switch (take_line(bytes, trailer_begin_ + limits_->head - head_size_, line)) {
      case Taken::kNeedMore:
        return Progress::kNeedMore;
      case Taken::kRefused:
        return Progress::kRefused;
      case Taken::kTooLong:
        return refuse(431, "head and trailers are larger than " + std::to_string(limits_->head) + " bytes");
      case Taken::kLine:
        break;
    }
    if (line.empty()) {
      stage_ = Stage::kWhole;
      return Progress::kNeedMore;
    }
    if (!read_header(line, true)) {
      return Progress::kRefused;
    }
  }
}

// A second walk over the head: a framer that waits for the rest of a request then holds no list of headers.
void Framer::read(std::string_view bytes, model::Request& request) const {
  request.raw = bytes.substr(0, position_);
  request.body = is_chunked_ ? std::string_view(decoded_) : bytes.substr(head_size_, content_length_);
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
  request.target = origin_form(parts.target);
  for (std::string_view line = next_line(); !line.empty(); line = next_line()) {
    const std::size_t colon = line.find(':');
    request.headers.push_back({line.substr(0, colon), trim_blanks(line.substr(colon + 1))});
  }
}

}  // namespace jobrig::serve
