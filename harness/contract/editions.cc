#include "contract/editions.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace jobrig::contract {
namespace {

using model::Edition;
using model::TimestampUnit;

constexpr std::array<EditionRow, 2> kEditions{{
    {Edition::kOriginal, "original", "includeJobDocument defaults to false; four operations", false},
    {Edition::kCurrent, "current",
     "includeJobDocument defaults to true; approximateSecondsBeforeTimedOut, StartCommandExecution", true},
}};

// Seconds: AWS IoT API Reference, JobExecution. Milliseconds: the documentation of this member in older AWS SDKs.
// Fractions: AWS CLI Command Reference, iot-jobs-data describe-job-execution, the example.
constexpr std::array<TimestampUnitRow, 3> kTimestampUnits{{
    {TimestampUnit::kSeconds, "seconds", "1767225600"},
    {TimestampUnit::kMilliseconds, "milliseconds", "1767225600000"},
    {TimestampUnit::kFloatSeconds, "float-seconds", "1767225600.123"},
}};

}  // namespace

std::span<const EditionRow> editions() { return kEditions; }

const EditionRow& row_of(Edition edition) {
  const auto* const row =
      std::find_if(kEditions.begin(), kEditions.end(), [&](const EditionRow& one) { return one.edition == edition; });
  assert(row != kEditions.end());
  return *row;
}

std::optional<Edition> edition_named(std::string_view word) {
  const auto* const row =
      std::find_if(kEditions.begin(), kEditions.end(), [&](const EditionRow& one) { return one.word == word; });
  return row == kEditions.end() ? std::nullopt : std::optional(row->edition);
}

std::span<const TimestampUnitRow> timestamp_units() { return kTimestampUnits; }

}  // namespace jobrig::contract
