#include "load/scenario_loader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/fields.h"
#include "load/context.h"
#include "load/rules.h"
#include "load/settings.h"
#include "load/things.h"
#include "load/yaml_reader.h"

namespace jobrig::load {
namespace {

/// A file whose YAML could be read, with what it states once.
struct ReadFile {
  const Source* source;
  base::Node root;
  Settings settings;
  std::string summary;
};

std::string read_summary(base::Fields& fields) {
  std::string summary = fields.text("summary").value_or("");
  if (summary.find('\n') != std::string::npos) {
    fields.report("summary", "\"summary\" must be one line");
  }
  return summary;
}

/// The keys of the file itself; what stands in `things` and `rules` is read once all settings are known.
std::optional<ReadFile> read_file(const Source& source, base::Diagnostics& diagnostics) {
  auto root = read_yaml(source.text, source.file, diagnostics);
  if (!root) {
    return std::nullopt;
  }
  if (root->is_null()) {
    diagnostics.add({source.file, 1, 1}, "the file is empty; a scenario is a map with \"things\", \"rules\" and more");
    return std::nullopt;
  }
  ReadFile file{&source, std::move(*root), {}, {}};
  base::Fields fields(file.root, "a scenario", diagnostics);
  file.summary = read_summary(fields);
  file.settings = read_settings(fields, diagnostics);
  fields.node("things");
  fields.node("rules");
  fields.finish();
  return file;
}

void append(std::string& text, std::string_view separator, std::string_view more) {
  text += text.empty() || more.empty() ? "" : separator;
  text += more;
}

void read_contents(const ReadFile& file, const Settings& settings, model::Scenario& scenario,
                   base::Diagnostics& diagnostics) {
  const Context context{scenario.edition, settings.gone_when_terminal && settings.gone_when_terminal->value,
                        scenario.clock.start, file.source->read_beside, diagnostics};
  if (const base::Node* const things = file.root.find("things")) {
    std::vector<model::Thing> more = read_things(*things, context);
    std::move(more.begin(), more.end(), std::back_inserter(scenario.things));
  }
  if (const base::Node* const rules = file.root.find("rules")) {
    append_rules(*rules, scenario.rules, context);
  }
}

}  // namespace

std::optional<model::Scenario> load_scenario(const Source& source, base::Diagnostics& diagnostics,
                                             model::Edition when_unstated) {
  return load_scenarios({&source, 1}, diagnostics, when_unstated);
}

std::optional<model::Scenario> load_scenarios(std::span<const Source> sources, base::Diagnostics& diagnostics,
                                              model::Edition when_unstated) {
  const auto count = [&] { return diagnostics.list().size() + diagnostics.left_out(); };
  const std::size_t before = count();
  std::vector<ReadFile> files;
  Settings settings;
  for (const Source& source : sources) {
    if (auto file = read_file(source, diagnostics)) {
      join_settings(settings, file->settings, diagnostics);
      files.push_back(std::move(*file));
    }
  }
  model::Scenario scenario;
  scenario.edition = settings.contract ? settings.contract->value : when_unstated;
  scenario.seed = settings.seed ? std::optional(settings.seed->value) : std::nullopt;
  scenario.clock = settings.clock ? settings.clock->value : scenario.clock;
  scenario.timestamps = settings.timestamps ? settings.timestamps->value : scenario.timestamps;
  scenario.signatures = settings.signatures ? settings.signatures->value : scenario.signatures;
  scenario.tls = settings.tls ? settings.tls->value : scenario.tls;
  for (const ReadFile& file : files) {
    append(scenario.name, " + ", file.source->name);
    append(scenario.summary, " ", file.summary);
    read_contents(file, settings, scenario, diagnostics);
  }
  refuse_things_named_twice(scenario.things, diagnostics);
  return count() == before ? std::optional(std::move(scenario)) : std::nullopt;
}

}  // namespace jobrig::load
