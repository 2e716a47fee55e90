// rereads-version: after an update was rejected because of its expectedVersion, the agent does not send the same
// version again.
//   rereads-version: true
#include <map>
#include <string>
#include <utility>

#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

/// Over HTTP, InvalidStateTransitionException is also the error of a wrong version (AWS IoT Jobs Data Plane API
/// Reference, UpdateJobExecution).
bool is_version_error(const std::string& error) {
  return error == "VersionMismatch" || error == "InvalidStateTransitionException";
}

std::optional<model::Finding> judge_rereads_version(const AgentRecord& record) {
  constexpr std::string_view kExpected = "no version again that was rejected";
  std::map<std::pair<std::size_t, ExecutionName>, std::int64_t> rejected;
  std::size_t count = 0;
  for (const RequestRecord& request : record.requests) {
    if (request.operation != "UpdateJobExecution" || !request.execution || !request.expected_version) {
      continue;
    }
    const auto key = std::pair(request.agent, *request.execution);
    const auto before = rejected.find(key);
    if (before != rejected.end() && before->second == *request.expected_version) {
      return model::Finding{false, std::string(kExpected),
                            "expectedVersion " + std::to_string(*request.expected_version) + " for " +
                                in_words(record, request.agent, *request.execution) + " again"};
    }
    if (is_version_error(request.error)) {
      rejected[key] = *request.expected_version;
      ++count;
    }
  }
  return model::Finding{true, std::string(kExpected), count_in_words(count, "rejected version")};
}

Judge make_rereads_version(base::Settings& settings) { return plain(settings, judge_rereads_version); }

}  // namespace

void declare_rereads_version(std::vector<CheckKind>& kinds) {
  kinds.push_back({"rereads-version", "a rejected expectedVersion is not sent again",
                   "An update whose expectedVersion does not match is rejected; the device reads the present version "
                   "before it updates again.",
                   "AWS IoT Developer Guide, UpdateJobExecution", "rereads-version: true", make_rereads_version});
}

}  // namespace jobrig::life_cycles
