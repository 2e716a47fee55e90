// invocation-id: when a client sends `amz-sdk-invocation-id`, it is the same in all attempts of one call and another in
// each call. Clients that send none keep it.
//   invocation-id: {stable: true}
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "judge/attempts.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/settings.h"
#include "judge/wire_request.h"

namespace jobrig::judge {
namespace {

constexpr std::string_view kHeader = "amz-sdk-invocation-id";

std::string id_of(const model::Exchange& exchange) {
  return std::string(read_wire_request(exchange.request).header(kHeader));
}

model::Finding judge(const model::CaseRecord& record) {
  model::Finding finding{true, "one invocation id per call", "no invocation id"};
  std::set<std::string> ids;
  for (const auto& indices : requests_by_call(record)) {
    const std::string id = indices.empty() ? "" : id_of(record.exchanges[indices.front()]);
    for (const std::size_t index : indices) {
      if (id_of(record.exchanges[index]) != id) {
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

}  // namespace

std::shared_ptr<const model::Check> parse_invocation_id(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "invocation-id", "stable", diagnostics);
  if (read.fields().boolean("stable") == false) {
    read.report("stable", "an invocation id can only be demanded to be stable: true");
  }
  return read.finish() ? make_check("invocation-id", {}, judge) : nullptr;
}

}  // namespace jobrig::judge
