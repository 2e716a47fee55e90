#include "http/signing_date.h"

#include <algorithm>
#include <array>

#include "base/units.h"

namespace jobrig::http {
namespace {

std::optional<base::Instant> parse_extended(const std::string& text) {
  const base::Result<base::Instant> instant = base::parse_instant(text);
  return instant ? std::optional(*instant) : std::nullopt;
}

/// `20260101T000000Z`
std::optional<base::Instant> parse_basic(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T') {
    return std::nullopt;
  }
  const std::string extended = std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" +
                               std::string(text.substr(6, 5)) + ":" + std::string(text.substr(11, 2)) + ":" +
                               std::string(text.substr(13));
  return parse_extended(extended);
}

/// Ignores the weekday: it is redundant.
std::optional<base::Instant> parse_http(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::size_t kZoneAt = 25;
  if (text.size() < kZoneAt || text.substr(3, 2) != ", " || text[16] != ' ') {
    return std::nullopt;
  }
  const std::string_view zone = text.substr(kZoneAt);
  if (zone != " GMT" && zone != " -0000" && zone != " +0000") {
    return std::nullopt;
  }
  const auto* const month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  if (month == kMonths.end()) {
    return std::nullopt;
  }
  const auto number = std::to_string(month - kMonths.begin() + 1);
  return parse_extended(std::string(text.substr(12, 4)) + "-" + (number.size() == 1 ? "0" : "") + number + "-" +
                        std::string(text.substr(5, 2)) + "T" + std::string(text.substr(17, 8)) + "Z");
}

}  // namespace

std::optional<base::Instant> parse_signing_date(std::string_view text) {
  const std::optional<base::Instant> basic = parse_basic(text);
  return basic ? basic : parse_http(text);
}

std::string format_signing_date(base::Instant instant) {
  std::string text = base::format_instant(std::chrono::floor<std::chrono::seconds>(instant));
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '-' || c == ':'; }), text.end());
  return text;
}

}  // namespace jobrig::http
