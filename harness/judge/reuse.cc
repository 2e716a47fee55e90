// reuse: the client keeps its connection open and reuses it across attempts and calls.
//   reuse: {}                    one connection
//   reuse: {connections: 1..2}
#include <set>

#include "judge/make_check.h"
#include "wire/attempts.h"

namespace jobrig::judge {
namespace {

CheckPointer make_reuse(Settings& settings) {
  settings.shorthand("connections");
  const CountRange wanted = settings.count("connections", "how many connections there are", 1);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings, [wanted](const model::CaseRecord& record) -> model::Finding {
    std::vector<std::size_t> requests = wire::requests_of(record);
    std::set<std::uint64_t> connections;
    for (const std::size_t index : requests) {
      connections.insert(record.exchanges[index].connection);
    }
    const std::string actual =
        count_in_words(requests.size(), "request") + " over " + count_in_words(connections.size(), "connection");
    return {wanted.contains(static_cast<std::int64_t>(connections.size())), in_words(wanted, "connection"), actual, "",
            std::move(requests)};
  });
}

}  // namespace

void declare_reuse(std::vector<CheckKind>& kinds) {
  kinds.push_back({"reuse", "the client reuses connections", "reuse: {connections: 1..1}", make_reuse});
}

}  // namespace jobrig::judge
