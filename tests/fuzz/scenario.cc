// The loaders: the YAML reader, scenarios, cases, known failures and client profiles.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "drive/placeholders.h"
#include "expectations/reader.h"
#include "fuzz/targets.h"
#include "load/case_loader.h"
#include "load/client_profile.h"
#include "load/scenario_loader.h"
#include "yaml/reader.h"

namespace jobrig::fuzz {
namespace {

// Small enough for a fuzzer to reach.
yaml::YamlLimits small_limits() {
  yaml::YamlLimits limits;
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
  promise(depth <= small_limits().depth + 1, "a node is too deep");
  promise(node.location.line >= 1 && node.location.line <= lines + 1 && node.location.column >= 1,
          "a node is outside of the text");
  promise((node.items.empty() || node.is_list()) && (node.entries.empty() || node.is_map()), "a node has a wrong kind");
  std::size_t count = 1;
  std::set<std::string_view> keys;
  for (const base::Node& item : node.items) {
    count += count_nodes(item, depth + 1, lines);
  }
  for (const base::Entry& entry : node.entries) {
    promise(keys.insert(entry.key).second && entry.key.find('\0') == std::string::npos, "a key is there twice");
    count += 1 + count_nodes(entry.value, depth + 1, lines);
  }
  return count;
}

void check_mistakes(const base::Diagnostics& diagnostics, std::size_t lines, bool loaded) {
  promise(loaded == diagnostics.empty(), "mistakes do not fit the result");
  for (const base::Diagnostic& one : diagnostics.list()) {
    promise(one.location.line <= lines + 1 && !one.message.empty(), "a mistake has no place or message");
  }
}

void read_tree(const std::string& text, std::size_t lines) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(text, "fuzz.yaml", small_limits(), diagnostics);
  check_mistakes(diagnostics, lines, node.has_value());
  if (node) {
    promise(text.size() <= small_limits().bytes + 3, "the text is too long");  // a byte order mark does not count
    promise(count_nodes(*node, 1, lines) <= small_limits().nodes, "the tree is too large");
  } else {
    promise(diagnostics.list().size() == 1, "there is more than one mistake in the YAML");
  }
}

/// As which kind of file a user wrote it, it may be read as any.
void load_all(const std::string& text, std::size_t lines) {
  base::Diagnostics parsing;
  const auto document = load::parse({"fuzz", "fuzz.yaml", text, {}}, parsing);
  check_mistakes(parsing, lines, document.has_value());
  if (!document) {
    return;
  }
  base::Diagnostics of_scenario;
  check_mistakes(of_scenario, lines, load::load_scenario(*document, of_scenario).has_value());
  base::Diagnostics of_case;
  check_mistakes(of_case, lines, load::load_case(*document, model::case_names("fuzz", 1), of_case).has_value());
  base::Diagnostics of_failures;
  check_mistakes(of_failures, lines, expectations::load_expectations(*document, {}, of_failures).has_value());
  base::Diagnostics of_profile;
  const auto placeholders = drive::placeholder_names();
  check_mistakes(of_profile, lines,
                 load::read_client_profile("fuzz", "fuzz.yaml", text, placeholders, {}, of_profile).has_value());
}

}  // namespace

void fuzz_scenario(std::string_view bytes) {
  const std::string text(bytes);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  read_tree(text, lines);
  load_all(text, lines);
}

}  // namespace jobrig::fuzz
