#include "base/json_string.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/ascii.h"
#include "base/json_buffer.h"
#include "base/utf8.h"

namespace jobrig::base {
namespace {

#ifdef __SSE2__
// Every x86-64 machine has SSE2. Sixteen bytes at a time take half as many instructions as eight.
constexpr std::size_t kStride = 16;
constexpr unsigned kBitsPerByte = 1;

/// Sets the bit of each byte that needs escaping or UTF-8 decoding.
unsigned marks_of(const char* from) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));  // NOLINT: the type of the instruction
  const __m128i below_blank = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));         // signed: also the bytes from 0x80
  const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(below_blank, _mm_or_si128(quotes, backslashes))));
}
#else
constexpr std::size_t kStride = sizeof(std::uint64_t);
constexpr unsigned kBitsPerByte = 8;

constexpr std::uint64_t in_every_byte(std::uint64_t byte) { return byte * 0x0101010101010101U; }

/// Sets the high bit of each byte that needs escaping or UTF-8 decoding. False positives are possible, because the
/// borrow of a subtraction can mark a neighbouring byte; false negatives are not.
std::uint64_t marks_of(const char* from) {
  if constexpr (std::endian::native != std::endian::little) {
    return in_every_byte(0x80);  // then byte by byte
  }
  std::uint64_t word = 0;
  std::memcpy(&word, from, kStride);
  const auto marks_equal = [word](unsigned char byte) {
    const std::uint64_t difference = word ^ in_every_byte(byte);
    return (difference - in_every_byte(1)) & ~difference;
  };
  return (word | ((word - in_every_byte(0x20)) & ~word) | marks_equal('"') | marks_equal('\\')) & in_every_byte(0x80);
}
#endif

/// The character after the backslash for each byte below 0x80. Zero means that the byte needs no escape.
constexpr std::array<char, 0x80> make_escapes() {
  std::array<char, 0x80> escapes{};
  std::fill_n(escapes.begin(), 0x20, 'u');
  escapes['\b'] = 'b';
  escapes['\t'] = 't';
  escapes['\n'] = 'n';
  escapes['\f'] = 'f';
  escapes['\r'] = 'r';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}
constexpr std::array<char, 0x80> kEscapes = make_escapes();

/// The escape of each byte that becomes two characters; zero for the others.
constexpr std::array<std::array<char, 2>, 0x100> make_pairs() {
  std::array<std::array<char, 2>, 0x100> pairs{};
  for (std::size_t byte = 0; byte < kEscapes.size(); ++byte) {
    if (kEscapes[byte] != 0 && kEscapes[byte] != 'u') {
      pairs[byte] = {'\\', kEscapes[byte]};
    }
  }
  return pairs;
}
constexpr std::array<std::array<char, 2>, 0x100> kPairs = make_pairs();
constexpr std::size_t kMaxEscape = 6;

/// Writes a byte below 0x80, escaped if necessary, and returns the end of the output.
char* write_ascii(char c, char* to) {
  const auto value = static_cast<unsigned char>(c);
  const char escape = kEscapes[value];
  if (escape == 0) {
    *to++ = c;
    return to;
  }
  *to++ = '\\';
  *to++ = escape;
  if (escape == 'u') {
    *to++ = '0';
    *to++ = '0';
    *to++ = kHexDigits[value / 16];
    *to++ = kHexDigits[value % 16];
  }
  return to;
}

/// The length in bytes of the UTF-8 sequence at the front, or 0 if it is not valid.
std::size_t sequence_size(std::string_view text) {
  std::string_view behind = text;
  return take_code_point(behind) ? text.size() - behind.size() : 0;
}

/// The current position of append_json_characters in its input and output.
struct Steps {
  const char* from;
  char* to;
};

/// Copies up to kStride ASCII bytes; stops at the first byte that is not ASCII. 2 * kStride bytes must be readable.
Steps write_stride(Steps at) {
  std::memcpy(at.to, at.from, kStride);
  std::size_t done = 0;
  for (auto marks = marks_of(at.from); marks != 0; marks &= marks - 1) {
    const std::size_t marked = static_cast<std::size_t>(std::countr_zero(marks)) / kBitsPerByte;
    at.to += marked - done;
    const char c = at.from[marked];
    if (const auto& pair = kPairs[static_cast<unsigned char>(c)]; pair[0] != 0) {  // most are quotes, CR and LF
      std::memcpy(at.to, pair.data(), pair.size());
      at.to += pair.size();
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      return {at.from + marked, at.to};
    } else {
      at.to = write_ascii(c, at.to);
    }
    done = marked + 1;
    std::memcpy(at.to, at.from + done, kStride);
  }
  return {at.from + kStride, at.to + (kStride - done)};
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

/// Most texts are short names that need no escape. Appends such a text and returns true; otherwise does nothing.
bool append_short_and_plain(TextBuffer& json, std::string_view text) {
  if (text.size() > kStride) {
    return false;
  }
  std::array<char, kStride> padded;  // NOLINT: filled in the next lines
  padded.fill('x');
  text.copy(padded.data(), text.size());
  if (marks_of(padded.data()) != 0) {
    return false;
  }
  char* const to = json.room(kStride);
  std::memcpy(to, padded.data(), kStride);
  json.set_end(to + text.size());
  return true;
}

}  // namespace

// This loop is most of the cost of the journal. It therefore processes several bytes at a time, in blocks whose output
// fits the buffer.
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
  json.add('"');
  if (append_short_and_plain(json, text)) {
    json.add('"');
    return;
  }
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
