// JSON stride: escapes a few bytes of ASCII for a JSON string at once. Parts of json_string.cc and json_memo.cc, which
// say what happens to other bytes.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/ascii.h"

namespace jobrig::base {

#ifdef __SSE2__
// Every x86-64 machine has SSE2. Sixteen bytes at a time take half as many instructions as eight.
inline constexpr std::size_t kStride = 16;
inline constexpr unsigned kBitsPerByte = 1;

/// Sets the bit of each byte that needs escaping or UTF-8 decoding.
inline unsigned marks_of(const char* from) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));  // NOLINT: the type of the instruction
  const __m128i below_blank = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));         // signed: also the bytes from 0x80
  const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(below_blank, _mm_or_si128(quotes, backslashes))));
}

/// The bits of the bytes that are equal.
inline __m128i equal_bytes(const char* a, const char* b) {
  return _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(a)),   // NOLINT, as above
                        _mm_loadu_si128(reinterpret_cast<const __m128i*>(b)));  // NOLINT
}
inline bool is_stride_equal(const char* a, const char* b) { return _mm_movemask_epi8(equal_bytes(a, b)) == 0xFFFF; }
inline bool are_four_strides_equal(const char* a, const char* b) {
  const __m128i first = _mm_and_si128(equal_bytes(a, b), equal_bytes(a + kStride, b + kStride));
  const __m128i last =
      _mm_and_si128(equal_bytes(a + 2 * kStride, b + 2 * kStride), equal_bytes(a + 3 * kStride, b + 3 * kStride));
  return _mm_movemask_epi8(_mm_and_si128(first, last)) == 0xFFFF;
}
#else
inline constexpr std::size_t kStride = sizeof(std::uint64_t);
inline constexpr unsigned kBitsPerByte = 8;

constexpr std::uint64_t in_every_byte(std::uint64_t byte) { return byte * 0x0101010101010101U; }

/// Sets the high bit of each byte that needs escaping or UTF-8 decoding. False positives are possible, because the
/// borrow of a subtraction can mark a neighbouring byte; false negatives are not.
inline std::uint64_t marks_of(const char* from) {
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

inline bool is_stride_equal(const char* a, const char* b) { return std::memcmp(a, b, kStride) == 0; }
inline bool are_four_strides_equal(const char* a, const char* b) { return std::memcmp(a, b, 4 * kStride) == 0; }
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
inline constexpr std::array<char, 0x80> kEscapes = make_escapes();

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
inline constexpr std::array<std::array<char, 2>, 0x100> kPairs = make_pairs();
inline constexpr std::size_t kMaxEscape = 6;

/// Writes a byte below 0x80, escaped if necessary, and returns the end of the output.
inline char* write_ascii(char c, char* to) {
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

/// A position in the input and in the output.
struct Steps {
  const char* from;
  char* to;
};

/// Copies up to kStride ASCII bytes; stops at the first byte that is not ASCII. 2 * kStride bytes must be readable.
inline Steps write_stride(Steps at) {
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

}  // namespace jobrig::base
