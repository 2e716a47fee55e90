// Statuses: the status names and the allowed transitions between them (AWS IoT Developer Guide, "Jobs and job execution
// states"). It does not store executions.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/contract_words.h"

namespace jobrig::contract {

struct StatusRow {
  model::Status status;
  std::string_view word;  // IN_PROGRESS
  bool terminal;
  bool device_may_set;  // by UpdateJobExecution
};

std::span<const StatusRow> statuses();
std::string_view word_of(model::Status status);
std::optional<model::Status> status_named(std::string_view word);
bool is_terminal(model::Status status);
/// True if the lifecycle allows the transition. Only IN_PROGRESS may stay the same (new details).
bool may_become(model::Status from, model::Status to);

}  // namespace jobrig::contract
