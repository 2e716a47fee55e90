// The YAML reader and the loader under libFuzzer: `clang++ -fsanitize=fuzzer,address -DJOBRIG_LIBFUZZER` over this file
// and the libraries of load/. The same entry runs in every test build over seeded mutations (yaml_fuzz_test.cc).
#include "fuzz/yaml_fuzz.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "load/scenario_loader.h"
#include "load/yaml_reader.h"

namespace jobrig::test {
namespace {

void promise(bool kept) {
  if (!kept) {
    std::abort();
  }
}

// Limits small enough for a fuzzer to reach.
load::YamlLimits small_limits() {
  load::YamlLimits limits;
  limits.bytes = 2048;
  limits.depth = 8;
  limits.nodes = 64;
  limits.lines = 64;
  limits.marks = 64;
  limits.copied = 256;
  return limits;
}

/// Counts values and keys, and holds every map and place to what the reader promises.
std::size_t count_nodes(const base::Node& node, std::size_t depth, std::size_t lines) {
  promise(depth <= small_limits().depth + 1);
  promise(node.location.line >= 1 && node.location.line <= lines + 1 && node.location.column >= 1);
  promise(node.items.empty() || node.is_list());
  promise(node.entries.empty() || node.is_map());
  std::size_t count = 1;
  std::set<std::string_view> keys;
  for (const base::Node& item : node.items) {
    count += count_nodes(item, depth + 1, lines);
  }
  for (const base::Entry& entry : node.entries) {
    promise(keys.insert(entry.key).second && entry.key.find('\0') == std::string::npos);
    count += 1 + count_nodes(entry.value, depth + 1, lines);
  }
  return count;
}

void read_it(const std::string& text, std::size_t lines) {
  base::Diagnostics diagnostics;
  const auto node = load::read_yaml(text, "fuzz.yaml", small_limits(), diagnostics);
  promise(diagnostics.list().size() == (node ? 0U : 1U));
  if (node) {
    promise(text.size() <= small_limits().bytes + 3);  // a byte order mark does not count
    promise(count_nodes(*node, 1, lines) <= small_limits().nodes);
    return;
  }
  promise(diagnostics.list().front().location.line <= lines + 1);
  promise(!diagnostics.list().front().message.empty());
}

void load_it(const std::string& text, std::size_t lines) {
  base::Diagnostics diagnostics;
  const auto scenario = load::load_scenario({"fuzz", "fuzz.yaml", text, {}}, diagnostics);
  promise(scenario.has_value() == diagnostics.empty());
  for (const base::Diagnostic& one : diagnostics.list()) {
    promise(one.location.line <= lines + 1 && !one.message.empty());
  }
}

}  // namespace

int fuzz_yaml(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  read_it(text, lines);
  load_it(text, lines);
  return 0;
}

}  // namespace jobrig::test

#ifdef JOBRIG_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return jobrig::test::fuzz_yaml(data, size);
}
#endif
