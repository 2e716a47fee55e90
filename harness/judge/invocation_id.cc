// invocation-id: if the client sends `amz-sdk-invocation-id`, the id is the same in all attempts of a call and
// different for each call. The check holds for clients that do not send it.
//   invocation-id: {stable: true}
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "judge/make_check.h"
#include "wire/attempts.h"
#include "wire/request.h"

namespace jobrig::judge {
namespace {

constexpr std::string_view kInvocationHeader = "amz-sdk-invocation-id";

std::string invocation_id_of(const model::Exchange& exchange) {
  return std::string(wire::read_request(exchange.request).header(kInvocationHeader));
}

model::Finding judge_invocation_id(const model::CaseRecord& record) {
  model::Finding finding{true, "one invocation id per call", "no invocation id"};
  std::set<std::string> ids;
  for (const auto& indices : wire::requests_by_call(record)) {
    const std::string id = indices.empty() ? "" : invocation_id_of(record.exchanges[indices.front()]);
    for (const std::size_t index : indices) {
      if (invocation_id_of(record.exchanges[index]) != id) {
        return {false, finding.expected, "attempts of one call have different ids", "", {indices.front(), index}};
      }
    }
    if (!id.empty() && !ids.insert(id).second) {
      return {false, finding.expected, "two calls have the same id", "", {indices.front()}};
    }
  }
  finding.actual = ids.empty() ? finding.actual : count_in_words(ids.size(), "id");
  finding.observed = ids.empty() ? "sends no invocation id" : "sends an invocation id";
  return finding;
}

CheckPointer make_invocation_id(Settings& settings) {
  settings.shorthand("stable");
  if (settings.boolean("stable", "always true") == false) {
    settings.report("stable", "an invocation id can only be demanded to be stable: true");
  }
  return make_plain_check(settings, judge_invocation_id);
}

}  // namespace

void declare_invocation_id(std::vector<CheckKind>& kinds) {
  kinds.push_back({"invocation-id", "all attempts of a call have the same amz-sdk-invocation-id",
                   "invocation-id: {stable: true}", make_invocation_id});
}

}  // namespace jobrig::judge
