// ends: the status in which executions are at the end.
//   ends: SUCCEEDED                          every execution
//   ends: {job: firmware-7, status: CANCELED}
#include <algorithm>
#include <string>

#include "contract/statuses.h"
#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

struct WantedEnd {
  std::string job;  // empty: every job
  model::Status status{};
};

std::string wanted_end_in_words(const WantedEnd& wanted) {
  return (wanted.job.empty() ? "every execution" : wanted.job) + " in " + std::string(contract::word_of(wanted.status));
}

std::optional<model::Finding> judge_ends(const WantedEnd& wanted, const AgentRecord& record) {
  const std::string expected = wanted_end_in_words(wanted);
  std::size_t seen = 0;
  for (const LastState& state : record.states) {
    if (!wanted.job.empty() && state.execution.job != wanted.job) {
      continue;
    }
    ++seen;
    if (state.status != wanted.status) {
      return model::Finding{false, expected,
                            in_words(record, state.agent, state.execution) + " in " +
                                std::string(contract::word_of(state.status)) +
                                (record.in_time ? "" : " when the time was over")};
    }
  }
  return model::Finding{seen > 0, expected, seen > 0 ? expected : "no execution"};
}

Judge make_ends(base::Settings& settings) {
  std::vector<std::string_view> words;
  for (const contract::StatusRow& row : contract::statuses()) {
    words.push_back(row.word);
  }
  settings.shorthand("status");
  WantedEnd wanted;
  const auto status = settings.word("status", "the status at the end", words, base::Need::kRequired);
  wanted.job = settings.text("job", "only the executions of this job (default: all jobs)", "");
  if (!settings.finish()) {
    return {};
  }
  wanted.status = contract::status_named(*status).value_or(model::Status::kSucceeded);
  return [wanted](const AgentRecord& record) { return judge_ends(wanted, record); };
}

}  // namespace

void declare_ends(std::vector<CheckKind>& kinds) {
  kinds.push_back({"ends", "the status of executions at the end: no job is lost",
                   "A device carries out every job that is pending for it, and reports its result.",
                   "AWS IoT Developer Guide, Programming devices to work with jobs", "ends: SUCCEEDED", make_ends});
}

}  // namespace jobrig::life_cycles
