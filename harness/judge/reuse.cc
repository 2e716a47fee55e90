// reuse: the connection is kept open and used again, over attempts and calls.
//   reuse: {}                    one connection
//   reuse: {connections: 1..2}
#include <set>

#include "judge/attempts.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/settings.h"

namespace jobrig::judge {

std::shared_ptr<const model::Check> parse_reuse(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "reuse", "connections", diagnostics);
  const CountRange wanted = read.count("connections").value_or(CountRange{1, 1});
  if (!read.finish()) {
    return nullptr;
  }
  return make_check("reuse", {}, [wanted](const model::CaseRecord& record) -> model::Finding {
    std::vector<std::size_t> requests = requests_of(record);
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

}  // namespace jobrig::judge
