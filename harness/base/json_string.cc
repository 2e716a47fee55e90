#include "base/json_string.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/json_buffer.h"
#include "base/json_stride.h"
#include "base/utf8.h"

namespace jobrig::base {
namespace {

/// The length in bytes of the UTF-8 sequence at the front, or 0 if it is not valid.
std::size_t sequence_size(std::string_view text) {
  std::string_view behind = text;
  return take_code_point(behind) ? text.size() - behind.size() : 0;
}

/// The same for the last bytes of a text, fewer than 2 * kStride.
Steps write_tail(Steps at, std::size_t size) {
  std::array<char, 4 * kStride> padded;  // NOLINT: filled in the next lines
  padded.fill('x');                      // needs no escape, so the surplus in the output is as long as the padding
  std::memcpy(padded.data(), at.from, size);
  const char* const end = padded.data() + size;
  Steps in{padded.data(), at.to};
  do {
    in = write_stride(in);
  } while (in.from < end && static_cast<unsigned char>(*in.from) < 0x80);
  const std::ptrdiff_t surplus = std::max<std::ptrdiff_t>(0, in.from - end);
  return {at.from + (in.from - surplus - padded.data()), in.to - surplus};
}

constexpr std::size_t kMaxPlain = 128;

/// Most texts are names that need no escape. Writes such a text, of up to kMaxPlain bytes, and returns the end of the
/// output; null if the text needs more than that. kStride bytes more must be writable.
char* write_plain(std::string_view text, char* to) {
  if (text.size() < kStride) {
    std::array<char, kStride> padded;  // NOLINT: filled in the next lines
    padded.fill('x');
    text.copy(padded.data(), text.size());
    std::memcpy(to, padded.data(), kStride);
    return marks_of(padded.data()) == 0 ? to + text.size() : nullptr;
  }
  const std::size_t last = text.size() - kStride;  // may overlap the one before
  for (std::size_t begin = 0; begin < last; begin += kStride) {
    if (marks_of(text.data() + begin) != 0) {
      return nullptr;
    }
    std::memcpy(to + begin, text.data() + begin, kStride);
  }
  std::memcpy(to + last, text.data() + last, kStride);
  return marks_of(text.data() + last) == 0 ? to + text.size() : nullptr;
}

/// Appends the text in quotes and returns true if write_plain() can; otherwise does nothing.
bool append_plain(TextBuffer& json, std::string_view text) {
  if (text.size() > kMaxPlain) {
    return false;
  }
  char* const to = json.room(kMaxPlain + kStride + 2);
  *to = '"';
  char* const end = write_plain(text, to + 1);
  if (end == nullptr) {
    return false;
  }
  *end = '"';
  json.set_end(end + 1);
  return true;
}

}  // namespace

// This loop is most of the cost of a journal line unless a similar one is remembered (json_memo.h). It therefore
// processes several bytes at a time, in blocks whose output fits the buffer.
std::size_t append_json_characters(TextBuffer& json, std::string_view text) {
  constexpr std::size_t kBlock = 256;
  constexpr std::size_t kMaxOutput = kMaxEscape * (kBlock + 3 * kStride);
  static_assert(kMaxOutput <= TextBuffer::kMaxRoom);
  const char* const end = text.data() + text.size();
  Steps at{text.data(), nullptr};
  while (at.from < end) {
    const char* const block_end = at.from + std::min<std::size_t>(kBlock, static_cast<std::size_t>(end - at.from));
    bool stopped = false;
    at.to = json.room(kMaxOutput);
    while (at.from < block_end && !stopped) {
      const auto left = static_cast<std::size_t>(end - at.from);
      at = left < 2 * kStride ? write_tail(at, left) : write_stride(at);
      if (at.from == end || static_cast<unsigned char>(*at.from) < 0x80) {
        continue;
      }
      const std::size_t size = sequence_size(std::string_view(at.from, static_cast<std::size_t>(end - at.from)));
      at.to = std::copy_n(at.from, size, at.to);
      at.from += size;
      stopped = size == 0;
    }
    json.set_end(at.to);
    if (stopped) {
      break;
    }
  }
  return static_cast<std::size_t>(at.from - text.data());
}

void append_json_string(TextBuffer& json, std::string_view text) {
  if (append_plain(json, text)) {
    return;
  }
  json.add('"');
  for (;;) {
    text.remove_prefix(append_json_characters(json, text));
    if (text.empty()) {
      break;
    }
    json.add("\xEF\xBF\xBD");
    text.remove_prefix(1);
  }
  json.add('"');
}

std::size_t append_json_characters(std::string& json, std::string_view text) {
  TextBuffer buffer(json);
  const std::size_t consumed = append_json_characters(buffer, text);
  buffer.flush();
  return consumed;
}

void append_json_string(std::string& json, std::string_view text) {
  TextBuffer buffer(json);
  append_json_string(buffer, text);
  buffer.flush();
}

std::string json_string(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

}  // namespace jobrig::base
