// Editions: the two versions of the AWS IoT API Reference (earlier pages and current pages) and their general
// differences. The differences of a single operation or member are in the other tables and in schemas/<edition>/.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/contract_words.h"

namespace jobrig::contract {

struct EditionRow {
  model::Edition edition;
  std::string_view word;  // original: in scenarios, in --contract and as a folder of schemas/
  std::string_view summary;
  bool document_by_default;  // the default of includeJobDocument in DescribeJobExecution
};

std::span<const EditionRow> editions();
const EditionRow& row_of(model::Edition edition);
std::optional<model::Edition> edition_named(std::string_view word);

struct TimestampUnitRow {
  model::TimestampUnit unit;
  std::string_view word;     // seconds
  std::string_view example;  // a queuedAt in this unit
};
/// The units of queuedAt, startedAt and lastUpdatedAt that a scenario can select.
std::span<const TimestampUnitRow> timestamp_units();

}  // namespace jobrig::contract
