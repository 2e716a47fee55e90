// leaks: memory and descriptors of the client do not grow with the number of its calls.
//   leaks: {memory: 32, descriptors: 8}
// The growth is the difference of two medians: of the second tenth of the calls, when caches and pools are filled, and
// of the last tenth. A program that is started for each call cannot leak.
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "judge/make_check.h"

namespace jobrig::judge {
namespace {

constexpr std::int64_t kMebibyte = std::int64_t{1} << 20U;
constexpr std::int64_t kMost = 100'000;
constexpr std::int64_t kDefaultMemory = 32;      // MiB: more than collectors of garbage let a small heap vary
constexpr std::int64_t kDefaultDescriptors = 8;  // more than a pool of connections has
constexpr std::size_t kTenths = 10;
constexpr std::size_t kFewest = 20;  // measured calls; of fewer a tenth has no median

std::int64_t median(std::vector<std::int64_t> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::int64_t growth_of(const std::vector<std::int64_t>& values) {
  const auto tenth = static_cast<std::ptrdiff_t>(values.size() / kTenths);
  return median({values.end() - tenth, values.end()}) - median({values.begin() + tenth, values.begin() + 2 * tenth});
}

model::Finding judge_leaks(std::int64_t memory, std::int64_t descriptors, const model::CaseRecord& record) {
  std::vector<std::int64_t> bytes;
  std::vector<std::int64_t> open;
  for (const model::CallRecord& call : record.calls) {
    if (call.usage) {
      bytes.push_back(static_cast<std::int64_t>(call.usage->memory));
      open.push_back(static_cast<std::int64_t>(call.usage->descriptors));
    }
  }
  model::Finding finding;
  finding.expected = "at most " + std::to_string(memory) + " MiB and " +
                     count_in_words(static_cast<std::size_t>(descriptors), "descriptor") + " more";
  if (bytes.size() < kFewest) {
    finding.holds = bytes.empty();
    finding.actual = bytes.empty() ? "no process that outlives a call" : "too few calls to tell";
    return finding;
  }
  const std::int64_t grown = growth_of(bytes) / kMebibyte;
  const std::int64_t opened = growth_of(open);
  finding.holds = grown <= memory && opened <= descriptors;
  finding.actual = std::to_string(grown) + " MiB and " + std::to_string(opened) + " descriptors more after " +
                   count_in_words(bytes.size(), "call");
  return finding;
}

CheckPointer make_leaks(Settings& settings) {
  const std::int64_t memory = settings.integer("memory", "how much memory may grow, in MiB", 0, kMost, kDefaultMemory);
  const std::int64_t descriptors =
      settings.integer("descriptors", "how many descriptors more may be open", 0, kMost, kDefaultDescriptors);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(
      settings,
      [memory, descriptors](const model::CaseRecord& record) { return judge_leaks(memory, descriptors, record); },
      Silence::kFails, Usage::kNeeded);
}

}  // namespace

void declare_leaks(std::vector<CheckKind>& kinds) {
  kinds.push_back({"leaks", "memory and descriptors of the client do not grow with its calls",
                   "leaks: {memory: 32, descriptors: 8}", make_leaks, model::Reports::kNothing, false,
                   Transport::kAny});
}

}  // namespace jobrig::judge
