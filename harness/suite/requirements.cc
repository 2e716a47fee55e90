#include "suite/requirements.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/fields.h"
#include "contract/embedded_files.h"
#include "model/conformance_words.h"
#include "yaml/reader.h"

namespace jobrig::suite {
namespace {

std::string required_text_of(base::Fields& fields, std::string_view key) {
  fields.required(key);
  return fields.text(key).value_or("");
}

std::optional<model::Level> read_level_word(base::Fields& fields, std::string_view key) {
  fields.required(key);
  const auto word = fields.word(key, model::level_words());
  return word ? model::level_named(*word) : std::nullopt;
}

/// `level: MUST` or `level: {sdk: SHOULD, device-agent: MUST}`
void read_levels(base::Fields& fields, model::Requirement& one, base::Diagnostics& diagnostics) {
  const base::Node* const node = fields.required("level");
  if (node == nullptr) {
    return;
  }
  if (!node->is_map()) {
    one.sdk = read_level_word(fields, "level").value_or(model::Level::kMust);
    one.device_agent = one.sdk;
    return;
  }
  base::Fields levels(*node, "\"level\"", diagnostics);
  one.sdk = read_level_word(levels, "sdk").value_or(model::Level::kMust);
  one.device_agent = read_level_word(levels, "device-agent").value_or(model::Level::kMust);
  levels.finish();
}

void read_source(const base::Node& node, model::Requirement& one, base::Diagnostics& diagnostics) {
  base::Fields fields(node, "a source", diagnostics);
  model::RequirementSource source;
  source.document = required_text_of(fields, "document");
  source.section = required_text_of(fields, "section");
  source.address = required_text_of(fields, "address");
  if (!source.address.empty() && !source.address.starts_with("https://")) {
    fields.report("address", "\"address\" must begin with https://");
  }
  fields.finish();
  one.sources.push_back(std::move(source));
}

/// One source, or a list of them.
void read_sources(base::Fields& fields, model::Requirement& one, base::Diagnostics& diagnostics) {
  const base::Node* const node = fields.required("source");
  if (node == nullptr) {
    return;
  }
  if (!node->is_list()) {
    read_source(*node, one, diagnostics);
    return;
  }
  for (const base::Node& item : node->items) {
    read_source(item, one, diagnostics);
  }
  if (node->items.empty()) {
    fields.report("source", "\"source\" is an empty list; a requirement has at least one source");
  }
}

model::Requirement read_requirement(const base::Node& node, base::Diagnostics& diagnostics) {
  base::Fields fields(node, "a requirement", diagnostics);
  model::Requirement one;
  one.location = node.location;
  one.id = required_text_of(fields, "id");
  if (!one.id.empty() && !is_requirement_id(one.id)) {
    fields.report("id", "\"id\" must be capital letters, a hyphen and a number, such as ERR-3");
  }
  read_levels(fields, one, diagnostics);
  one.text = required_text_of(fields, "text");
  read_sources(fields, one, diagnostics);
  one.since = required_text_of(fields, "since");
  fields.finish();
  return one;
}

std::vector<model::Requirement> read_registry() {
  const contract::EmbeddedFile& file = contract::embedded_requirements().front();
  base::Diagnostics diagnostics;
  const auto root = yaml::read_yaml(file.text, std::string(file.path), diagnostics);
  return root ? load_requirements(*root, diagnostics) : std::vector<model::Requirement>();
}

}  // namespace

std::vector<model::Requirement> load_requirements(const base::Node& root, base::Diagnostics& diagnostics) {
  std::vector<model::Requirement> all;
  base::Fields fields(root, "a registry of requirements", diagnostics);
  fields.required("edition");
  fields.text("edition");
  const base::Node* const list = fields.required("requirements");
  if (list != nullptr && !list->is_list()) {
    fields.report("requirements", "\"requirements\" must be a list, not " + std::string(base::describe(*list)));
  } else if (list != nullptr) {
    std::set<std::string> ids;
    for (const base::Node& item : list->items) {
      model::Requirement one = read_requirement(item, diagnostics);
      if (!one.id.empty() && !ids.insert(one.id).second) {
        diagnostics.add(item.location, "two requirements are numbered " + one.id);
      }
      all.push_back(std::move(one));
    }
  }
  fields.finish();
  return all;
}

std::span<const model::Requirement> requirements() {
  static const std::vector<model::Requirement> kAll = read_registry();
  return kAll;
}

const model::Requirement* requirement_named(std::string_view id) {
  const auto all = requirements();
  const auto found = std::find_if(all.begin(), all.end(), [&](const model::Requirement& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

bool is_requirement_id(std::string_view text) {
  const std::size_t hyphen = text.find('-');
  const auto all_of = [](std::string_view part, bool (*is)(char)) {
    return !part.empty() && std::all_of(part.begin(), part.end(), is);
  };
  return hyphen != std::string_view::npos &&
         all_of(text.substr(0, hyphen), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
         all_of(text.substr(hyphen + 1), [](char c) { return c >= '0' && c <= '9'; });
}

std::string source_text(const model::Requirement& requirement) {
  std::string text;
  for (const model::RequirementSource& source : requirement.sources) {
    text += (text.empty() ? "" : "; ") + source.document + ", " + source.section;
  }
  return text;
}

}  // namespace jobrig::suite
