// timestamps-as: sends queuedAt, startedAt and lastUpdatedAt, wherever they occur, in a format other than the
// scenario's.
//   timestamps-as: iso          "2026-01-01T00:00:00Z" in quotes
//   timestamps-as: seconds | milliseconds | float-seconds
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/json_string.h"
#include "base/units.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"
#include "faults/member_choice.h"

namespace jobrig::faults {
namespace {

constexpr std::array<std::string_view, 3> kTimestamps{"queuedAt", "startedAt", "lastUpdatedAt"};
// In seconds this is the year 5138, in milliseconds 1973. Larger values are milliseconds.
constexpr double kMaxSeconds = 1e11;

// Milliseconds since the epoch, for a value in any unit.
std::optional<std::int64_t> millis_of(std::string_view value) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || std::abs(number) > kMaxSeconds * 1000) {
    return std::nullopt;
  }
  return std::llround(std::abs(number) > kMaxSeconds ? number : number * 1000);
}

std::string written_as(std::int64_t millis, std::string_view form) {
  if (form == "milliseconds") {
    return std::to_string(millis);
  }
  if (form == "iso") {
    return base::json_string(base::format_instant(base::Instant(std::chrono::milliseconds(millis))));
  }
  const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(millis)).count();
  if (form == "seconds") {
    return std::to_string(seconds);
  }
  std::array<char, 48> text{};
  const int size = std::snprintf(text.data(), text.size(), "%.3f", static_cast<double>(millis) / 1000);
  return {text.data(), static_cast<std::size_t>(size)};
}

bool is_timestamp(const JsonMember& member) {
  const std::string_view path = member.path;
  const std::string_view name = path.substr(path.rfind('.') + 1);
  return std::find(kTimestamps.begin(), kTimestamps.end(), name) != kTimestamps.end();
}

// Edits from the end of the text, which keeps the remaining offsets valid.
void rewrite_timestamps(std::string& json, std::string_view form) {
  const JsonOutline all = outline(json);
  for (std::size_t left = all.members.size(); left > 0; --left) {
    const JsonMember& member = all.members[left - 1];
    const auto millis = is_timestamp(member) ? millis_of(value_of(json, member)) : std::nullopt;
    if (millis) {
      replace_value(json, member, written_as(*millis, form));
    }
  }
}

FaultPointer make_timestamps_as(Settings& settings) {
  settings.shorthand("form");
  const auto form =
      settings.word("form", "the format", {"seconds", "milliseconds", "float-seconds", "iso"}, Need::kRequired);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [form = *form](model::Reply& reply, model::FaultContext& /*context*/) {
    rewrite_timestamps(reply.body, form);
  });
}

}  // namespace

void declare_timestamps_as(std::vector<FaultKind>& kinds) {
  kinds.push_back({"timestamps-as", Group::kMeaning, "changes the format of the timestamps", "timestamps-as: iso",
                   make_timestamps_as});
}

}  // namespace jobrig::faults
