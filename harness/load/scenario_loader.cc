#include "load/scenario_loader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/fields.h"
#include "load/scenario_contents.h"
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
  if (const base::Node* const expect = root->find("expect")) {
    diagnostics.add(expect->location,
                    "a file that expects something of a client is a conformance case, no scenario to "
                    "serve; jobrig conform runs it");
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
  apply_settings(settings, when_unstated, scenario);
  for (const ReadFile& file : files) {
    append(scenario.name, " + ", file.source->name);
    append(scenario.summary, " ", file.summary);
    append_contents(file.root, file.source->read_beside, settings, scenario, diagnostics);
  }
  refuse_things_named_twice(scenario.things, diagnostics);
  return count() == before ? std::optional(std::move(scenario)) : std::nullopt;
}

}  // namespace jobrig::load
