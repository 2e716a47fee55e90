// Editions: the two readings of the AWS IoT API Reference (earlier pages and today's) and what they decide by
// themselves. What an edition says about one operation or member stands in the other tables and in schemas/<edition>/.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/contract_words.h"

namespace jobrig::contract {

struct EditionRow {
  model::Edition edition;
  std::string_view word;  // original: in scenarios, in --contract and as the folder in schemas/
  std::string_view summary;
  bool document_by_default;  // what an absent includeJobDocument means for DescribeJobExecution
};

std::span<const EditionRow> editions();
const EditionRow& row_of(model::Edition edition);
std::optional<model::Edition> edition_named(std::string_view word);

struct TimestampUnitRow {
  model::TimestampUnit unit;
  std::string_view word;     // seconds
  std::string_view example;  // what queuedAt looks like
};
/// The units of queuedAt, startedAt and lastUpdatedAt that a scenario may ask for.
std::span<const TimestampUnitRow> timestamp_units();

}  // namespace jobrig::contract
