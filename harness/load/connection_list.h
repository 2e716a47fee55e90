// Connection list: reads what `tls:` and `connections:` have in common: a map for all connections, or a list of entries
// with `during` and `times`. It knows no entry.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/quote.h"
#include "base/settings.h"
#include "conditions/window.h"

namespace jobrig::load {

/// A word of a table whose first row is the default.
template <typename Table>
auto read_table_word(base::Settings& settings, std::string_view key, std::string_view summary, const Table& table) {
  base::Setting setting{key, summary, "word", base::Need::kOptional, std::string(table.front().word)};
  for (const auto& row : table) {
    setting.words.push_back(row.word);
    setting.meanings.push_back(row.meaning);
  }
  settings.node(setting);
  const std::optional<std::string> word = settings.fields().word(key, setting.words);
  const auto row = std::find_if(table.begin(), table.end(), [&](const auto& one) { return word == one.word; });
  return row == table.end() ? table.front().value : row->value;
}

/// Reads `during` and `times`, if the entry is in a list, and finishes.
template <typename Step>
void read_use(base::Settings& settings, bool in_list, Step& step) {
  constexpr std::int64_t kMaxConnections = 1'000'000'000;
  if (in_list) {
    settings.node({"during", "in a list: a window of scenario time, as in `when`; default: always", "window"});
    step.during = conditions::read_window(settings.fields());
    step.times =
        settings.integer("times", "in a list: the number of connections; default: unlimited", 1, kMaxConnections)
            .value_or(0);
  }
  settings.finish();
}

/// `read`: reads one entry. `otherwise`: the effect of omitting the key.
template <typename Step>
std::vector<Step> read_connection_list(const base::Node& node, std::string_view key, std::string_view otherwise,
                                       Step (*read)(base::Settings&, bool in_list), base::Diagnostics& diagnostics) {
  const std::string name = base::quoted(key);
  if (!node.is_list()) {
    base::Settings settings(node, name, "", diagnostics);
    return {read(settings, false)};
  }
  std::vector<Step> steps;
  for (const base::Node& item : node.items) {
    const std::size_t mistakes = diagnostics.list().size();
    if (!steps.empty() && !steps.back().during && steps.back().times == 0) {
      diagnostics.add(item.location,
                      "this entry is never used: the previous entry has neither \"times\" nor \"during\" and "
                      "applies to all connections");
    }
    base::Settings settings(item, "an entry of " + name, "", diagnostics);
    steps.push_back(read(settings, true));
    if (diagnostics.list().size() != mistakes) {
      steps.back().times = 1;  // an invalid value must not cause errors for later entries
    }
  }
  if (steps.empty()) {
    diagnostics.add(node.location, name + " is an empty list; omit it for " + std::string(otherwise));
  }
  return steps;
}

}  // namespace jobrig::load
