// many-headers: adds header lines beyond the 100 that some clients accept (Python: http.client._MAXHEADERS).
//   many-headers | many-headers: {count: 1000}
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_many_headers(Settings& settings) {
  settings.shorthand("count");
  const auto count = static_cast<std::size_t>(settings.integer("count", "header lines in all", 1, 100'000, 101));
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [count](ResponseBytes& response, model::FaultContext& /*context*/) {
    for (std::size_t number = 1; response.lines.size() < count; ++number) {
      append_line(response, "x-header-" + std::to_string(number), "x");
    }
  });
}

}  // namespace

void declare_many_headers(std::vector<FaultKind>& kinds) {
  kinds.push_back({"many-headers", Group::kBytes, "sends more than 100 header lines", "many-headers: {count: 101}",
                   make_many_headers});
}

}  // namespace jobrig::faults
