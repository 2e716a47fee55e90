// Layout of a delta: the size of the bytes, then in turns the size of a text and the text, and the place and the size
// of a copy, until the bytes are complete. Numbers have seven bits per byte, the lowest first.
#include "base/byte_delta.h"

#include <algorithm>
#include <cstring>

namespace jobrig::base {
namespace {

void put_number(std::string& to, std::size_t number) {
  for (; number >= 0x80; number >>= 7U) {
    to += static_cast<char>(0x80U | (number & 0x7fU));
  }
  to += static_cast<char>(number);
}

std::size_t take_number(const char*& from) {
  std::size_t number = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*from++);
    number |= std::size_t{byte & 0x7fU} << shift;
    if (byte < 0x80) {
      return number;
    }
  }
}

}  // namespace

std::size_t DeltaBase::hash_of(const char* four_bytes) {
  std::uint32_t word = 0;
  std::memcpy(&word, four_bytes, sizeof word);
  return (word * 2654435761U) >> (32 - kHashBits);  // multiplicative hashing: the golden ratio
}

DeltaBase::DeltaBase(std::string_view bytes) : bytes_(bytes.substr(0, kMaxSize)) {
  for (std::size_t at = bytes_.size() < 4 ? 0 : bytes_.size() - 3; at > 0; --at) {
    places_[hash_of(bytes_.data() + at - 1)] = static_cast<std::uint16_t>(at);
  }
}

/// How many of the bytes are the same as those at a place of the base.
std::size_t DeltaBase::match_at(std::size_t at, std::string_view bytes) const {
  if (at >= bytes_.size()) {
    return 0;
  }
  const std::string_view here = std::string_view(bytes_).substr(at, bytes.size());
  return static_cast<std::size_t>(std::mismatch(here.begin(), here.end(), bytes.begin()).first - here.begin());
}

/// Two places are tried: where the bytes would be if they differed from the base only in single letters since the last
/// copy, and the first place that has the next four bytes.
void DeltaBase::encode(std::string_view bytes, std::string& delta) const {
  delta.clear();
  put_number(delta, bytes.size());
  std::size_t text = 0;      // where the text that cannot be copied starts
  std::size_t expected = 0;  // the place in the base of the byte at `text`
  for (std::size_t at = 0; at + kMinMatch <= bytes.size();) {
    const std::string_view rest = bytes.substr(at);
    std::size_t from = expected + (at - text);
    std::size_t size = match_at(from, rest);
    if (const std::size_t place = places_[hash_of(rest.data())]; size < kMinMatch && place > 0) {
      from = place - 1;
      size = match_at(from, rest);
    }
    if (size < kMinMatch) {
      ++at;
      continue;
    }
    put_number(delta, at - text);
    delta.append(bytes, text, at - text);
    put_number(delta, from);
    put_number(delta, size);
    at += size;
    text = at;
    expected = from + size;
  }
  if (text < bytes.size()) {
    put_number(delta, bytes.size() - text);
    delta.append(bytes.substr(text));
  }
}

std::string DeltaBase::decode(const char* delta) const {
  const std::size_t size = take_number(delta);
  std::string bytes;
  bytes.reserve(size);
  while (bytes.size() < size) {
    const std::size_t text = take_number(delta);
    bytes.append(delta, text);
    delta += text;
    if (bytes.size() < size) {
      const std::size_t from = take_number(delta);
      bytes.append(bytes_, from, take_number(delta));
    }
  }
  return bytes;
}

}  // namespace jobrig::base
