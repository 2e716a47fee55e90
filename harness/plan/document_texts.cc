#include "plan/document_texts.h"

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <string_view>

#include "base/json_string.h"
#include "base/random.h"
#include "base/units.h"

namespace jobrig::plan {
namespace {

constexpr std::string_view kBegin = "${";
constexpr std::string_view kCount = "count";
// AWS IoT Developer Guide, "Presigned URLs": ${aws:iot:s3-presigned-url:https://s3.region.amazonaws.com/bucket/key}
constexpr std::string_view kPresigned = "aws:iot:s3-presigned-url:";
constexpr std::string_view kPresigned2 = "aws:iot:s3-presigned-url-v2:";

void append_hex(std::string& text, std::uint64_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) {
    text += kDigits[(value >> static_cast<unsigned>(shift)) & 15U];
  }
}

// The parameters of a presigned URL of S3 (Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters").
// The signature is none: it is derived from the address and the number of reads, so that runs can be compared.
void append_presigned(std::string& text, std::string_view address, std::uint32_t reads, base::Instant now) {
  text += address;
  text += address.find('?') == std::string_view::npos ? '?' : '&';
  text += "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=";
  for (const char c : base::format_instant(std::chrono::floor<std::chrono::seconds>(now))) {
    text += c == '-' || c == ':' ? std::string_view() : std::string_view(&c, 1);
  }
  text += "&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=";
  base::Random random(base::random_stream(0, address, "presigned"), reads);
  for (int word = 0; word < 4; ++word) {
    append_hex(text, random());
  }
}

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

// Appends the value of a placeholder. Returns false if it is not one of jobrig.
bool append_value(std::string& text, std::string_view name, std::uint32_t reads, base::Instant now) {
  if (name == kCount) {
    text += std::to_string(reads);
    return true;
  }
  for (const std::string_view prefix : {kPresigned, kPresigned2}) {
    if (name.starts_with(prefix)) {
      append_presigned(text, name.substr(prefix.size()), reads, now);
      return true;
    }
  }
  return false;
}

}  // namespace

DocumentTexts::DocumentTexts(const model::Scenario& scenario) : id_(next_id()) {
  for (const model::Thing& thing : scenario.things) {
    for (const model::Job& job : thing.jobs) {
      for (const model::Execution& execution : job.executions) {
        add(execution.document);
        for (const model::Transition& step : execution.then) {
          add(step.document);
        }
      }
    }
  }
}

void DocumentTexts::add(const std::optional<std::string>& document) {
  if (document) {
    texts_[&*document] = text_of(*document);
  }
}

DocumentTexts::Text DocumentTexts::text_of(const std::string& document) {
  Text text{{}, false};
  base::append_json_string(text.json, document);
  text.has_placeholders = text.json.find(kBegin) != std::string::npos;
  return text;
}

std::size_t DocumentTexts::size_of(const std::string* document) const {
  const auto found = texts_.find(document);
  return found == texts_.end() ? 0 : found->second.json.size();
}

bool DocumentTexts::has_placeholders(const std::string* document) const {
  const auto found = texts_.find(document);
  return found != texts_.end() ? found->second.has_placeholders
                               : document != nullptr && document->find(kBegin) != std::string::npos;
}

void DocumentTexts::append(std::string& json, const std::string& document, std::uint32_t reads,
                           base::Instant now) const {
  const auto found = texts_.find(&document);
  Text own{{}, false};
  if (found == texts_.end()) {
    own = text_of(document);
  }
  const Text& text = found == texts_.end() ? own : found->second;
  if (!text.has_placeholders) {
    json += text.json;
    return;
  }
  std::string_view rest = text.json;
  for (std::size_t begin = rest.find(kBegin); begin != std::string_view::npos; begin = rest.find(kBegin)) {
    const std::size_t end = rest.find('}', begin);
    const std::size_t size = end == std::string_view::npos ? rest.size() : end - begin + 1;
    json += rest.substr(0, begin);
    const std::string_view placeholder = rest.substr(begin, size);
    if (end == std::string_view::npos || !append_value(json, placeholder.substr(2, size - 3), reads, now)) {
      json += placeholder;
    }
    rest.remove_prefix(begin + size);
  }
  json += rest;
}

}  // namespace jobrig::plan
