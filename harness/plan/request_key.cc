#include "plan/request_key.h"

#include <cstddef>

namespace jobrig::plan {
namespace {

// DescribeJobExecution allows job IDs of any length, which no job of a scenario has.
constexpr std::size_t kMaxName = 128;

}  // namespace

bool names_key(const model::Call& call) { return call.thing_valid && call.job_valid && call.job.size() <= kMaxName; }

std::string_view thing_of_key(const model::Call& call) { return call.thing_valid ? call.thing : std::string_view(); }

std::string_view job_of_key(const model::Call& call) { return names_key(call) ? call.job : std::string_view(); }

}  // namespace jobrig::plan
