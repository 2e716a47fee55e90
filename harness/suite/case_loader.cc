#include "suite/case_loader.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "base/fields.h"
#include "base/suggest.h"
#include "judge/features.h"
#include "load/scenario_contents.h"
#include "load/settings.h"
#include "load/sources.h"
#include "load/things.h"
#include "suite/case_calls.h"
#include "suite/case_checks.h"
#include "suite/case_table.h"
#include "suite/name_substitution.h"
#include "suite/requirements.h"

namespace jobrig::suite {
namespace {

constexpr base::Duration kMaxDeadline = std::chrono::minutes(10);

std::string required_text(base::Fields& fields, std::string_view key) {
  fields.required(key);
  return fields.text(key).value_or("");
}

/// A requirement of the registry, or one that the file states by itself, with its level and source.
void read_requirement(base::Fields& fields, model::LevelProfile profile, model::ConformanceCase& one) {
  one.requirement = required_text(fields, "requirement");
  if (const model::Requirement* const known = requirement_named(one.requirement)) {
    one.requirement_id = known->id;
    one.requirement = known->id + ": " + known->text;
    one.level = known->level(profile);
    one.source = source_text(*known);
    for (const std::string_view key : {"level", "source"}) {
      if (fields.node(key) != nullptr) {
        fields.report(key, "the " + std::string(key) + " of " + known->id + " is in the registry; remove it here");
      }
    }
    return;
  }
  if (is_requirement_id(one.requirement)) {
    std::vector<std::string_view> ids;
    for (const model::Requirement& requirement : requirements()) {
      ids.emplace_back(requirement.id);
    }
    fields.report("requirement", "unknown requirement " + base::quoted(one.requirement) +
                                     base::did_you_mean(one.requirement, ids) + "; see jobrig list requirements");
  }
  fields.required("level");
  one.level = read_level(fields).value_or(model::Level::kMust);
  one.source = required_text(fields, "source");
}

void read_deadline(base::Fields& fields, model::ConformanceCase& one) {
  const auto given = fields.duration("deadline");
  one.deadline = given.value_or(base::Duration::zero());
  if (given && (*given <= base::Duration::zero() || *given > kMaxDeadline)) {
    fields.report("deadline", "\"deadline\" must be longer than 0s and at most 10m");
  }
}

/// `needs: [tls, signed]`
void read_needs(base::Fields& fields, model::ConformanceCase& one, base::Diagnostics& diagnostics) {
  const base::Node* const node = fields.node("needs");
  if (node == nullptr) {
    return;
  }
  std::vector<std::string_view> words;
  for (const judge::FeatureRow& row : judge::features()) {
    words.push_back(row.name);
  }
  if (!node->is_list()) {
    fields.report("needs",
                  "\"needs\" must be a list of features, such as [tls], not " + std::string(base::describe(*node)));
  }
  for (const base::Node& item : node->items) {
    if (auto word = base::read_word(item, "a feature", words, diagnostics)) {
      one.features.push_back(std::move(*word));
    }
  }
}

/// `mqtt: true` or `mqtt: {keep-alive: 2s}`
std::optional<model::MqttServing> read_mqtt(const base::Node& node, base::Diagnostics& diagnostics) {
  constexpr std::chrono::seconds kLongestKeepAlive{65535};  // it has two bytes (MQTT 3.1.1, section 3.1.2.10)
  if (node.is_scalar()) {
    const auto given = base::read_boolean(node, "\"mqtt\"", diagnostics);
    return given == true ? std::optional(model::MqttServing{}) : std::nullopt;
  }
  base::Fields fields(node, "\"mqtt\"", diagnostics);
  model::MqttServing serving;
  if (const auto given = fields.duration("keep-alive")) {
    serving.keep_alive = std::chrono::duration_cast<std::chrono::seconds>(*given);
    if (serving.keep_alive != *given || *given <= base::Duration::zero() || serving.keep_alive > kLongestKeepAlive) {
      fields.report("keep-alive", "\"keep-alive\" must be a whole number of seconds from 1s to 65535s");
    }
  }
  fields.finish();
  return serving;
}

/// `serve: {tls: true, identity: good}`
void read_serving(base::Fields& fields, model::ConformanceCase& one, base::Diagnostics& diagnostics) {
  const base::Node* const node = fields.node("serve");
  if (node != nullptr) {
    base::Fields serving(*node, "\"serve\"", diagnostics);
    one.tls = serving.boolean("tls").value_or(false);
    if (const base::Node* const mqtt = serving.node("mqtt")) {
      one.mqtt = read_mqtt(*mqtt, diagnostics);
    }
    const auto identity = serving.word("identity", {"none", "good"});
    one.identity = identity == "good" ? model::ClientIdentity::kGood : model::ClientIdentity::kNone;
    serving.finish();
    if (!one.tls && one.identity != model::ClientIdentity::kNone) {
      serving.report("identity", "only a case over TLS has a client certificate; add \"tls: true\"");
    }
  }
  if (!one.tls && !one.scenario.tls.empty()) {
    fields.report("tls", "\"tls\" needs a case that is served over TLS; add \"serve: {tls: true}\"");
  }
}

/// Cases run in parallel and are distinguished by the names of their things.
void refuse_foreign_things(const model::ConformanceCase& one, base::Diagnostics& diagnostics) {
  for (const model::Thing& thing : one.scenario.things) {
    if (!thing.name.prefix.starts_with(one.thing)) {
      diagnostics.add(
          thing.location,
          "the names of a case's things must begin with \"{thing}\", such as \"{thing}-2\": cases run side by side");
    }
  }
}

/// The server sees a client certificate only if it asks for one.
void refuse_unasked_certificate(const model::ConformanceCase& one, base::Diagnostics& diagnostics) {
  const bool asked = std::any_of(one.scenario.tls.begin(), one.scenario.tls.end(), [](const model::TlsStep& step) {
    return step.settings.client_certificate != model::ClientCertificateDemand::kIgnore;
  });
  for (const model::CheckUse& use : one.checks) {
    if (use.check->name() == "sent-certificate" && !asked) {
      diagnostics.add(use.location,
                      "the server does not ask for a client certificate here; add \"tls: {client-certificate: ask}\"");
    }
  }
}

void read_case(base::Fields& fields, const base::Node& root, const load::Document& document,
               const model::CaseNames& names, model::LevelProfile profile, model::ConformanceCase& one,
               base::Diagnostics& diagnostics) {
  fields.required("summary");
  one.summary = load::read_summary(fields);
  read_requirement(fields, profile, one);
  read_deadline(fields, one);
  read_needs(fields, one, diagnostics);
  const load::Settings settings = load::read_settings(fields, diagnostics);
  fields.node("things");
  fields.node("rules");
  apply_settings(settings, model::Edition::kOriginal, one.scenario);
  load::append_contents(root, document.read_beside, settings, one.scenario, diagnostics);
  one.scenario.name = document.name;
  one.scenario.summary = one.summary;
  load::refuse_things_named_twice(one.scenario.things, diagnostics);
  refuse_foreign_things(one, diagnostics);
  read_serving(fields, one, diagnostics);
  one.calls = read_calls(fields, names, one.scenario.edition, one.mqtt.has_value(), diagnostics);
  if (const base::Node* const expect = fields.required("expect")) {
    const auto transport = one.mqtt ? judge::Transport::kMqtt : judge::Transport::kHttp;
    one.checks = read_checks(*expect, one.level, transport, diagnostics);
    refuse_unasked_certificate(one, diagnostics);
  }
  fields.finish();
}

/// Adds what was found in one case of a family, unless an earlier case had the same mistake at the same place.
void add_once(const base::Diagnostics& found, const std::string& row, base::Diagnostics& diagnostics) {
  for (const base::Diagnostic& one : found.list()) {
    const std::string start = one.message + " (in the case ";
    const auto& list = diagnostics.list();
    if (std::none_of(list.begin(), list.end(), [&](const base::Diagnostic& known) {
          return known.location == one.location && known.message.starts_with(start);
        })) {
      diagnostics.add(one.location, start + row + ")");
    }
  }
  for (const base::Diagnostic& one : found.warnings()) {
    diagnostics.warn(one.location, one.message);
  }
}

}  // namespace

std::string case_name(std::string_view source_name) {
  const bool shipped = source_name.starts_with(kCaseFolder) && source_name.substr(kCaseFolder.size()).starts_with('/');
  return std::string(shipped ? source_name.substr(kCaseFolder.size() + 1) : source_name);
}

std::vector<load::Document> case_documents(const load::Document& document, base::Diagnostics& diagnostics) {
  if (!is_family(document.root)) {
    return {document};
  }
  const std::string folder = document.name.substr(0, document.name.rfind('/') + 1);
  std::vector<load::Document> documents;
  for (TableCase& one : expand_family(document.root, diagnostics)) {
    documents.push_back({folder + one.id, document.file, document.read_beside, std::move(one.root), one.id});
  }
  return documents;
}

std::optional<model::ConformanceCase> load_case(const load::Document& document, const model::CaseNames& names,
                                                base::Diagnostics& diagnostics, model::LevelProfile profile) {
  if (!document.row.empty()) {
    load::Document alone = document;
    alone.row.clear();
    base::Diagnostics found;
    auto one = load_case(alone, names, found, profile);
    add_once(found, document.row, diagnostics);
    return one;
  }
  const auto count = [&] { return diagnostics.list().size() + diagnostics.left_out(); };
  const std::size_t before = count();
  if (document.root.is_null()) {
    diagnostics.add({document.file, 1, 1}, "the file is empty; a case is a scenario with \"call\" and \"expect\"");
    return std::nullopt;
  }
  base::Node root = document.root;
  model::ConformanceCase one;
  refuse_misspelt_names(root, diagnostics);
  one.uses_elsewhere = substitute_names(root, names);
  one.name = case_name(document.name);
  one.thing = names.thing;
  one.location = root.location;
  base::Fields fields(root, "a case", diagnostics);
  read_case(fields, root, document, names, profile, one, diagnostics);
  return count() == before ? std::optional(std::move(one)) : std::nullopt;
}

std::optional<model::ConformanceCase> load_case(const load::Source& source, const model::CaseNames& names,
                                                base::Diagnostics& diagnostics) {
  const auto document = load::parse(source, diagnostics);
  return document ? load_case(*document, names, diagnostics) : std::nullopt;
}

std::string family_of(std::string_view name) {
  if (name.find('/') == std::string_view::npos) {
    return {};  // every built-in case is in a folder
  }
  // All families are expanded once, by the first call.
  static const std::map<std::string, std::string, std::less<>> kFiles = [] {
    std::map<std::string, std::string, std::less<>> files;
    base::Diagnostics diagnostics;
    for (const load::Source& source : load::shipped_sources(kCaseFolder)) {
      const auto file = load::parse(source, diagnostics);
      for (const load::Document& one : file ? case_documents(*file, diagnostics) : std::vector<load::Document>()) {
        files.emplace(one.name, source.name);
        files.emplace(case_name(one.name), source.name);
      }
    }
    return files;
  }();
  const auto found = kFiles.find(name);
  return found == kFiles.end() ? std::string() : found->second;
}

std::vector<model::ConformanceCase> shipped_cases(std::string_view text) {
  std::vector<model::ConformanceCase> cases;
  base::Diagnostics diagnostics;
  for (const load::Source& source : load::shipped_sources(kCaseFolder)) {
    if (source.text.find(text) == std::string::npos) {
      continue;
    }
    const auto file = load::parse(source, diagnostics);
    for (const load::Document& document : file ? case_documents(*file, diagnostics) : std::vector<load::Document>()) {
      if (auto one = load_case(document, model::case_names(case_name(document.name), 1), diagnostics)) {
        cases.push_back(std::move(*one));
      }
    }
  }
  std::sort(cases.begin(), cases.end(), [](const auto& one, const auto& other) { return one.name < other.name; });
  return cases;
}

}  // namespace jobrig::suite
