#include "journal/line.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstring>

#include "base/ascii.h"
#include "base/base64.h"

namespace jobrig::journal {
namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);

constexpr std::uint64_t in_every_byte(std::uint64_t byte) { return byte * 0x0101010101010101U; }

/// The high bit of each of eight bytes that needs escaping or a look at UTF-8. It may mark too many, never too few:
/// borrows of a subtraction can mark a byte beside a marked one.
std::uint64_t marks_of(std::uint64_t word) {
  const auto marks_equal = [word](unsigned char byte) {
    const std::uint64_t difference = word ^ in_every_byte(byte);
    return (difference - in_every_byte(1)) & ~difference;
  };
  return (word | ((word - in_every_byte(0x20)) & ~word) | marks_equal('"') | marks_equal('\\')) & in_every_byte(0x80);
}

/// What stands behind the backslash for a byte below 0x80; zero: it stands for itself.
constexpr std::array<char, 0x80> make_escapes() {
  std::array<char, 0x80> escapes{};
  std::fill_n(escapes.begin(), 0x20, 'u');
  escapes['\r'] = 'r';
  escapes['\n'] = 'n';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}
constexpr std::array<char, 0x80> kEscapes = make_escapes();
constexpr std::size_t kMaxEscape = 6;

/// Writes a byte below 0x80, escaped if need be, and returns where it ends.
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
    *to++ = base::kHexDigits[value / 16];
    *to++ = base::kHexDigits[value % 16];
  }
  return to;
}

/// How many bytes the well-formed UTF-8 sequence at the front has (Unicode, table 3-7), or 0 when it is none.
std::size_t sequence_size(std::string_view text) {
  const auto at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = at(0);
  const std::size_t size = first < 0xc2 ? 0U : first < 0xe0 ? 2U : first < 0xf0 ? 3U : first < 0xf5 ? 4U : 0U;
  if (size == 0 || text.size() < size) {
    return 0;
  }
  const unsigned least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const unsigned most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (at(1) < least || at(1) > most) {
    return 0;
  }
  for (std::size_t i = 2; i < size; ++i) {
    if (at(i) < 0x80 || at(i) > 0xbf) {
      return 0;
    }
  }
  return size;
}

/// Where a step of append_text has come to.
struct Steps {
  const char* from;
  char* to;
};

/// Takes eight ASCII bytes of sixteen that can be read; fewer when one is not ASCII.
Steps write_word(Steps at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at.from, kWord);
  std::memcpy(at.to, &word, kWord);
  std::uint64_t marks = marks_of(word);
  if constexpr (std::endian::native != std::endian::little) {
    marks = marks == 0 ? 0 : in_every_byte(0x80);  // byte by byte
  }
  std::size_t done = 0;
  for (; marks != 0; marks &= marks - 1) {
    const std::size_t marked = static_cast<std::size_t>(std::countr_zero(marks)) / 8;
    std::memcpy(at.to, at.from + done, kWord);
    at.to += marked - done;
    const char c = at.from[marked];
    if (static_cast<unsigned char>(c) >= 0x80) {
      return {at.from + marked, at.to};
    }
    at.to = write_ascii(c, at.to);
    done = marked + 1;
  }
  std::memcpy(at.to, at.from + done, kWord);
  return {at.from + kWord, at.to + (kWord - done)};
}

/// Appends the inside of a JSON string; stops at the first byte that is not UTF-8 and says how much it took. Most of
/// what a journal costs is this loop, therefore eight bytes at a time, in blocks that fit a buffer nobody has to clear.
std::size_t append_text(std::string_view text, std::string& out) {
  constexpr std::size_t kBlock = 256;
  std::array<char, kMaxEscape*(kBlock + kWord) + kWord> buffer;  // NOLINT: filled before it is read
  const char* const end = text.data() + text.size();
  Steps at{text.data(), nullptr};
  while (at.from < end) {
    const char* const block_end = at.from + std::min<std::size_t>(kBlock, static_cast<std::size_t>(end - at.from));
    bool stopped = false;
    at.to = buffer.data();
    while (at.from < block_end && !stopped) {
      if (end - at.from >= static_cast<std::ptrdiff_t>(2 * kWord)) {
        at = write_word(at);
        if (static_cast<unsigned char>(*at.from) < 0x80) {
          continue;
        }
      }
      if (static_cast<unsigned char>(*at.from) < 0x80) {
        at.to = write_ascii(*at.from++, at.to);
        continue;
      }
      const std::size_t size = sequence_size(std::string_view(at.from, static_cast<std::size_t>(end - at.from)));
      at.to = std::copy_n(at.from, size, at.to);
      at.from += size;
      stopped = size == 0;
    }
    out.append(buffer.data(), at.to);
    if (stopped) {
      break;
    }
  }
  return static_cast<std::size_t>(at.from - text.data());
}

// In the functions below `lead` is all that stands before the value: comma, quoted name and colon.

void append_string(std::string_view lead, std::string_view text, std::string& out) {
  out.append(lead);
  out += '"';
  for (std::size_t taken = append_text(text, out); taken < text.size(); taken = append_text(text, out)) {
    out += "\\ufffd";
    text.remove_prefix(taken + 1);
  }
  out += '"';
}

void append_integer(std::string_view lead, std::int64_t value, std::string& out) {
  out.append(lead);
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void append_count(std::string_view lead, std::uint64_t value, std::string& out) {
  append_integer(lead, static_cast<std::int64_t>(value), out);
}

/// Raw bytes: as text where they are text, else the base64 member.
void append_bytes(std::string_view name, std::string_view bytes, std::string& out) {
  const std::size_t before = out.size();
  out.append(",\"").append(name).append("\":\"");
  if (append_text(bytes, out) < bytes.size()) {
    out.resize(before);
    out.append(",\"").append(name).append("_base64\":\"");
    base::append_base64(bytes, out);
  }
  out += '"';
}

void append_digits(std::uint64_t value, unsigned count, std::string& out) {
  std::array<char, 20> digits{};
  for (unsigned i = count; i > 0; --i) {
    digits[i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits.data(), count);
}

/// Always with six decimals, so that lines sort by it. Years before 0 or after 9999 cannot come out of a scenario.
void append_instant(base::Instant instant, std::string& out) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const auto rest = static_cast<std::uint64_t>((instant - day).count());
  append_digits(static_cast<std::uint64_t>(static_cast<int>(date.year())), 4, out);
  out += '-';
  append_digits(static_cast<unsigned>(date.month()), 2, out);
  out += '-';
  append_digits(static_cast<unsigned>(date.day()), 2, out);
  out += 'T';
  append_digits(rest / 3'600'000'000U, 2, out);
  out += ':';
  append_digits(rest / 60'000'000U % 60U, 2, out);
  out += ':';
  append_digits(rest / 1'000'000U % 60U, 2, out);
  out += '.';
  append_digits(rest % 1'000'000U, 6, out);
  out += 'Z';
}

void append_since(std::string_view lead, base::Monotonic moment, base::Monotonic since, std::string& out) {
  if (moment == base::Monotonic{}) {
    out.append(lead);
    out += "null";
    return;
  }
  append_integer(lead, std::chrono::floor<std::chrono::microseconds>(moment - since).count(), out);
}

void append_decision(const model::Decision& decision, std::string& out) {
  append_string(R"(,"operation":)", decision.operation, out);
  append_string(R"(,"thing":)", decision.key.thing, out);
  append_string(R"(,"job":)", decision.key.job, out);
  append_count(R"(,"ordinal":)", decision.ordinal, out);
  append_string(R"(,"rule":)", decision.rule, out);
  append_count(R"(,"step":)", decision.step, out);
  out += R"(,"faults":[)";
  std::string_view separator;
  for (const std::string& fault : decision.faults) {
    append_string(separator, fault, out);
    separator = ",";
  }
  out += ']';
  append_string(R"(,"error":)", decision.error, out);
  if (!decision.authentication.empty()) {
    append_string(R"(,"authentication":)", decision.authentication, out);
  }
}

}  // namespace

void append_journal_line(const model::Exchange& exchange, std::string& out) {
  append_count(R"({"number":)", exchange.number, out);
  append_count(R"(,"connection":)", exchange.connection, out);
  out += R"(,"arrived":")";
  append_instant(exchange.arrived, out);
  const base::Monotonic whole = exchange.request_whole;
  append_integer(R"(","monotonic_us":)",
                 std::chrono::floor<std::chrono::microseconds>(whole.time_since_epoch()).count(), out);
  append_decision(exchange.decision, out);
  append_integer(R"(,"status":)", exchange.status, out);
  append_string(R"(,"close_reason":)", model::close_reason_word(exchange.close_reason), out);
  if (!exchange.refusal.empty()) {
    append_string(R"(,"refusal":)", exchange.refusal, out);
  }
  if (!exchange.handshake.empty()) {
    append_string(R"(,"handshake":)", exchange.handshake, out);
  }
  append_since(R"(,"first_byte_us":)", exchange.first_byte, whole, out);
  append_since(R"(,"last_byte_us":)", exchange.last_byte, whole, out);
  append_since(R"(,"ended_us":)", exchange.ended, whole, out);
  append_bytes("request", exchange.request, out);
  append_bytes("answer", exchange.answer, out);
  out += "}\n";
}

}  // namespace jobrig::journal
