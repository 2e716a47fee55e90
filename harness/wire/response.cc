#include "wire/response.h"

#include <charconv>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "base/head_lines.h"
#include "model/find_header.h"
#include "wire/fields.h"
#include "wire/request.h"

namespace jobrig::wire {
namespace {

constexpr std::string_view kCutOff = "it was cut off";

template <typename Number>
std::optional<Number> number_at_start(std::string_view text, int base) {
  Number number{};
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return problem == std::errc() ? std::optional(number) : std::nullopt;
}

/// RFC 9112, section 7.1. Chunk extensions and trailers are skipped. Nothing: the last chunk is missing or a chunk is
/// damaged.
std::optional<std::string> without_chunks(std::string_view framed) {
  std::string body;
  while (!framed.empty()) {
    const auto size = number_at_start<std::size_t>(base::take_line(framed), 16);
    if (!size || *size > framed.size()) {
      return std::nullopt;
    }
    if (*size == 0) {
      return body;
    }
    body += framed.substr(0, *size);
    framed.remove_prefix(*size);
    if (!base::take_line(framed).empty()) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

/// RFC 1952 with the stored blocks of RFC 1951, section 3.2.4. Nothing: another form, or cut off.
std::optional<std::string> gunzipped(std::string_view bytes) {
  constexpr std::size_t kHead = 10;
  constexpr std::size_t kBlockHead = 5;
  std::string text;
  bytes.remove_prefix(std::min(kHead, bytes.size()));
  while (bytes.size() >= kBlockHead) {
    const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])); };
    const std::size_t kind = byte(0);
    const std::size_t size = byte(1) + 256 * byte(2);
    bytes.remove_prefix(kBlockHead);
    if (kind > 1 || size > bytes.size()) {
      return std::nullopt;
    }
    text += bytes.substr(0, size);
    bytes.remove_prefix(size);
    if (kind == 1) {
      return text;
    }
  }
  return std::nullopt;
}

/// Of `HTTP/1.1 200 OK`. 0: there is none.
int read_status(std::string_view line) {
  const std::size_t space = line.find(' ');
  return space == std::string_view::npos ? 0 : number_at_start<int>(line.substr(space + 1), 10).value_or(0);
}

/// RFC 9112, section 6.3. Nothing: the body is not complete.
std::optional<std::string> without_framing(const std::vector<model::HeaderView>& headers, std::string_view rest,
                                           model::CloseReason close_reason) {
  const std::string_view coding = model::header_value(headers, "Transfer-Encoding");
  if (base::equals_ignoring_case(coding, "chunked")) {
    return without_chunks(rest);
  }
  const auto length = number_at_start<std::size_t>(model::header_value(headers, "Content-Length"), 10);
  if (length) {
    return *length <= rest.size() ? std::optional(std::string(rest.substr(0, *length))) : std::nullopt;
  }
  return close_reason == model::CloseReason::kReset ? std::nullopt : std::optional(std::string(rest));
}

}  // namespace

Response read_response(const model::Exchange& exchange) {
  Response response;
  const std::string_view answer = without_informational(exchange.answer);
  const std::string_view body = body_of_answer(exchange.answer);
  if (body.data() == nullptr) {
    response.status = exchange.status;
    response.problem = exchange.answer.empty() ? "none was sent" : kCutOff;
    return response;
  }
  std::string_view head = answer.substr(0, answer.size() - body.size());
  response.status = read_status(base::take_line(head));
  const std::vector<model::HeaderView> headers = read_fields(head);
  constexpr int kNoContent = 204;
  constexpr int kNotModified = 304;
  if (response.status == kNoContent || response.status == kNotModified) {
    return response;
  }
  auto unframed = without_framing(headers, body, exchange.close_reason);
  if (unframed && unframed->starts_with("\x1F\x8B")) {
    unframed = gunzipped(*unframed);
  }
  if (!unframed) {
    response.problem = kCutOff;
    return response;
  }
  // RFC 8259, section 8.1 lets a receiver ignore a byte order mark.
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  response.body = unframed->starts_with(kMark) ? unframed->substr(kMark.size()) : std::move(*unframed);
  return response;
}

}  // namespace jobrig::wire
