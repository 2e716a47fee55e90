#include "contract/statuses.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace jobrig::contract {
namespace {

using model::Status;

// AWS IoT API Reference, JobExecution, status (the enumeration) and UpdateJobExecution, status (what a device may set);
// AWS IoT Developer Guide, "Jobs and job execution states" (which are terminal).
constexpr std::array<StatusRow, 8> kStatuses{{
    {Status::kQueued, "QUEUED", false, false},
    {Status::kInProgress, "IN_PROGRESS", false, true},
    {Status::kSucceeded, "SUCCEEDED", true, true},
    {Status::kFailed, "FAILED", true, true},
    {Status::kTimedOut, "TIMED_OUT", true, false},
    {Status::kRejected, "REJECTED", true, true},
    {Status::kRemoved, "REMOVED", true, false},
    {Status::kCanceled, "CANCELED", true, false},
}};

const StatusRow& row_of(Status status) {
  const auto* const row =
      std::find_if(kStatuses.begin(), kStatuses.end(), [&](const StatusRow& one) { return one.status == status; });
  assert(row != kStatuses.end());
  return *row;
}

}  // namespace

std::span<const StatusRow> statuses() { return kStatuses; }

std::string_view word_of(Status status) { return row_of(status).word; }

std::optional<Status> status_named(std::string_view word) {
  const auto* const row =
      std::find_if(kStatuses.begin(), kStatuses.end(), [&](const StatusRow& one) { return one.word == word; });
  return row == kStatuses.end() ? std::nullopt : std::optional(row->status);
}

bool is_terminal(Status status) { return row_of(status).terminal; }

bool may_become(Status from, Status to) {
  // AWS IoT Developer Guide, "Jobs and job execution states": a terminal status is final, and nothing returns to
  // QUEUED. QUEUED may change directly to a terminal status.
  return !is_terminal(from) && to != Status::kQueued;
}

}  // namespace jobrig::contract
