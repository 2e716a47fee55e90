#include "load/scenario_loader.h"

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.h"
#include "load/scenario_contents.h"
#include "load/settings.h"
#include "load/things.h"

namespace jobrig::load {
namespace {

/// A file and its settings.
struct ReadFile {
  const Document* document;
  Settings settings;
  std::string summary;
};

/// Reads the top-level keys of a file. `things` and `rules` are read later, because they depend on the settings of all
/// files.
std::optional<ReadFile> read_file(const Document& document, base::Diagnostics& diagnostics) {
  if (document.root.is_null()) {
    diagnostics.add({document.file, 1, 1},
                    "the file is empty; a scenario is a map with \"things\", \"rules\" and more");
    return std::nullopt;
  }
  if (const base::Node* const expect = document.root.find("expect")) {
    diagnostics.add(expect->location,
                    "a file with \"expect\" is a conformance case, not a scenario; run it with "
                    "jobrig conform");
    return std::nullopt;
  }
  ReadFile file{&document, {}, {}};
  base::Fields fields(document.root, "a scenario", diagnostics);
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

std::size_t count(const base::Diagnostics& diagnostics) { return diagnostics.list().size() + diagnostics.left_out(); }

/// The files read so far, and their merged settings.
struct ScenarioReading {
  std::size_t before;  // number of mistakes before the first file
  Settings settings{};
  std::vector<ReadFile> files{};
};

void read(const Document& document, ScenarioReading& reading, base::Diagnostics& diagnostics) {
  if (auto file = read_file(document, diagnostics)) {
    join_settings(reading.settings, file->settings, diagnostics);
    reading.files.push_back(std::move(*file));
  }
}

std::optional<model::Scenario> joined(const ScenarioReading& reading, model::Edition when_unstated,
                                      base::Diagnostics& diagnostics) {
  model::Scenario scenario;
  apply_settings(reading.settings, when_unstated, scenario);
  for (const ReadFile& file : reading.files) {
    append(scenario.name, " + ", file.document->name);
    append(scenario.summary, " ", file.summary);
    append_contents(file.document->root, file.document->read_beside, reading.settings, scenario, diagnostics);
  }
  refuse_things_named_twice(scenario.things, diagnostics);
  return count(diagnostics) == reading.before ? std::optional(std::move(scenario)) : std::nullopt;
}

}  // namespace

std::optional<model::Scenario> load_scenario(const Source& source, base::Diagnostics& diagnostics,
                                             model::Edition when_unstated) {
  return load_scenarios({&source, 1}, diagnostics, when_unstated);
}

std::optional<model::Scenario> load_scenario(const Document& document, base::Diagnostics& diagnostics,
                                             model::Edition when_unstated) {
  ScenarioReading reading{count(diagnostics)};
  read(document, reading, diagnostics);
  return joined(reading, when_unstated, diagnostics);
}

std::optional<model::Scenario> load_scenarios(std::span<const Source> sources, base::Diagnostics& diagnostics,
                                              model::Edition when_unstated) {
  ScenarioReading reading{count(diagnostics)};
  std::vector<Document> documents;
  documents.reserve(sources.size());  // later data points into this vector
  for (const Source& source : sources) {
    if (auto document = parse(source, diagnostics)) {
      read(documents.emplace_back(std::move(*document)), reading, diagnostics);
    }
  }
  return joined(reading, when_unstated, diagnostics);
}

}  // namespace jobrig::load
