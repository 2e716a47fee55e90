#include "load/client_profile.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/fields.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "base/unknown_placeholder.h"
#include "contract/operations.h"
#include "model/conformance_words.h"
#include "model/mqtt_notices.h"
#include "model/transports.h"
#include "yaml/reader.h"

namespace jobrig::load {
namespace {

using model::ClientOutcome;

constexpr int kLastExit = 255;
constexpr std::int64_t kMaxAttempts = 1000;

struct Reading {
  std::vector<std::string_view> placeholders;
  std::vector<std::string_view> features;
  base::Diagnostics& diagnostics;
};

std::vector<std::string> read_words(const base::Node& node, std::string_view what, base::Diagnostics& diagnostics) {
  std::vector<std::string> words;
  if (!node.is_list()) {
    diagnostics.add(node.location,
                    std::string(what) + " must be a list of words, not " + std::string(base::describe(node)));
  }
  for (const base::Node& item : node.items) {
    if (!item.is_scalar()) {
      diagnostics.add(item.location, "a word must be text, not " + std::string(base::describe(item)));
      continue;
    }
    words.push_back(item.text);  // all words of a command line are text, including 5
  }
  return words;
}

std::vector<std::string> words_of(base::Fields& fields, std::string_view key, base::Diagnostics& diagnostics) {
  const base::Node* const node = fields.node(key);
  return node == nullptr ? std::vector<std::string>() : read_words(*node, base::quoted(key), diagnostics);
}

void refuse_unknown(const base::Node& word, const std::vector<std::string_view>& known, const Reading& reading) {
  if (auto unknown = base::unknown_placeholder(word.text, known)) {
    reading.diagnostics.add(word.location, std::move(*unknown));
  }
}

/// `{when: argument, is: value, words: […]}`
model::ProfilePart read_choice(const base::Node& node, const Reading& reading) {
  base::Fields fields(node, "an optional part of a call", reading.diagnostics);
  model::ProfilePart part;
  fields.required("when");
  part.when = fields.word("when", reading.placeholders).value_or("");
  if (const base::Node* const is = fields.node("is")) {
    part.is = is->text;
    if (!is->is_scalar()) {
      fields.report("is", "\"is\" must be one value");
    }
  }
  fields.required("words");
  part.words = words_of(fields, "words", reading.diagnostics);
  if (const base::Node* const words = fields.node("words")) {
    for (const base::Node& word : words->items) {
      refuse_unknown(word, reading.placeholders, reading);
    }
  }
  fields.finish();
  return part;
}

model::ProfileCall read_call(const base::Entry& entry, const Reading& reading) {
  model::ProfileCall call{entry.key, {}};
  std::vector<std::string_view> operations = contract::operation_names();
  for (const model::MqttNotice& notice : model::kMqttNotices) {
    operations.push_back(notice.name);
  }
  if (std::find(operations.begin(), operations.end(), entry.key) == operations.end()) {
    reading.diagnostics.add(entry.key_location,
                            "unknown operation " + base::quoted(entry.key) + base::did_you_mean(entry.key, operations));
  }
  if (!entry.value.is_list()) {
    reading.diagnostics.add(entry.value.location, "a call must be a list of words and of parts with \"when\"");
  }
  for (const base::Node& item : entry.value.items) {
    if (item.is_map()) {
      call.parts.push_back(read_choice(item, reading));
    } else if (item.is_scalar()) {
      refuse_unknown(item, reading.placeholders, reading);
      call.parts.push_back({{item.text}, ""});
    } else {
      reading.diagnostics.add(item.location, "a word must be text, not " + std::string(base::describe(item)));
    }
  }
  return call;
}

/// `254` or `1..99`.
void read_exit(base::Fields& fields, model::OutcomeRule& rule) {
  const base::Node* const node = fields.node("exit");
  if (node == nullptr) {
    return;
  }
  const std::string& text = node->text;
  const std::size_t dots = text.find("..");
  const auto number = [&](std::string_view digits) {
    int value = -1;
    const auto [stop, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return problem == std::errc() && stop == digits.data() + digits.size() ? value : -1;
  };
  rule.least_exit = number(std::string_view(text).substr(0, dots));
  rule.most_exit = dots == std::string::npos ? rule.least_exit : number(std::string_view(text).substr(dots + 2));
  if (!node->is_scalar() || rule.least_exit < 0 || rule.most_exit > kLastExit || rule.most_exit < rule.least_exit) {
    fields.report("exit", "\"exit\" must be an exit code or a range of them: 254 or 1..99");
  }
}

/// The text of a scalar in any form, because patterns and templates may look like numbers.
std::string plain(base::Fields& fields, std::string_view key) {
  const base::Node* const node = fields.node(key);
  if (node != nullptr && !node->is_scalar()) {
    fields.report(key, base::quoted(key) + " must be text, not " + std::string(base::describe(*node)));
  }
  return node == nullptr ? "" : node->text;
}

model::OutcomeRule read_outcome(const base::Node& node, const Reading& reading) {
  base::Fields fields(node, "an outcome", reading.diagnostics);
  model::OutcomeRule rule;
  read_exit(fields, rule);
  rule.out = plain(fields, "stdout");
  rule.err = plain(fields, "stderr");
  fields.required("is");
  const std::string is = fields.word("is", {"success", "error", "unable"}).value_or("error");
  rule.kind = is == "success"  ? ClientOutcome::Kind::kSuccess
              : is == "unable" ? ClientOutcome::Kind::kUnable
                               : ClientOutcome::Kind::kError;
  if (const auto kind = fields.word("kind", model::stated_failure_kinds())) {
    rule.failure = model::failure_kind_named(*kind).value_or(model::FailureKind::kUnknown);
  }
  rule.error = plain(fields, "error");
  rule.message = plain(fields, "message");
  rule.status = plain(fields, "status");
  rule.response = plain(fields, "response");
  std::vector<std::string_view> captures{"stdout", "stderr"};
  for (const std::string* const pattern : {&rule.out, &rule.err}) {
    const auto names = base::names_in_braces(*pattern);
    captures.insert(captures.end(), names.begin(), names.end());
  }
  for (const std::string_view key : {"error", "message", "status", "response"}) {
    if (const base::Node* const text = fields.node(key)) {
      refuse_unknown(*text, captures, reading);
    }
  }
  fields.finish();
  return rule;
}

std::vector<std::pair<std::string, std::string>> read_environment(const base::Node& node, const Reading& reading) {
  std::vector<std::pair<std::string, std::string>> environment;
  if (!node.is_map()) {
    reading.diagnostics.add(node.location, "\"environment\" must be a map of variables");
  }
  for (const base::Entry& entry : node.entries) {
    if (!entry.value.is_scalar()) {
      reading.diagnostics.add(entry.value.location,
                              "a variable must be text; a number or boolean is taken as it is written");
    }
    environment.emplace_back(entry.key, entry.value.text);
  }
  return environment;
}

/// Each item is one of the known words. Without the key, `words` stays as it is.
void read_known_words(base::Fields& fields, std::string_view key, std::string_view what,
                      const std::vector<std::string_view>& known, const Reading& reading,
                      std::vector<std::string>& words) {
  const base::Node* const node = fields.node(key);
  if (node == nullptr) {
    return;
  }
  if (!node->is_list()) {
    fields.report(key, base::quoted(key) + " must be a list");
  }
  words.clear();
  for (const base::Node& item : node->items) {
    if (auto word = base::read_word(item, what, known, reading.diagnostics)) {
      words.push_back(std::move(*word));
    }
  }
}

void read_transports(base::Fields& fields, const Reading& reading, model::ClientProfile& profile) {
  read_known_words(fields, "transports", "a transport", {model::kTransports.begin(), model::kTransports.end()}, reading,
                   profile.transports);
  if (const base::Node* const node = fields.node("transports");
      node != nullptr && node->is_list() && node->items.empty()) {
    fields.report("transports", "\"transports\" needs at least one word; leave it out for a client that speaks HTTP");
  }
}

/// `{attempts: 5, attempt-timeout: 10s, total-timeout: 1m}`
void read_limits(base::Fields& fields, const Reading& reading, model::ClientLimits& limits) {
  const base::Node* const node = fields.node("limits");
  if (node == nullptr) {
    return;
  }
  base::Fields inside(*node, "\"limits\"", reading.diagnostics);
  limits.attempts = inside.integer("attempts", 1, kMaxAttempts);
  limits.attempt = inside.duration("attempt-timeout");
  limits.total = inside.duration("total-timeout");
  inside.finish();
}

void read_lists(base::Fields& fields, const Reading& reading, model::ClientProfile& profile) {
  if (const base::Node* const calls = fields.required("calls")) {
    if (!calls->is_map()) {
      fields.report("calls", "\"calls\" must be a map from operations to words");
    }
    for (const base::Entry& entry : calls->entries) {
      profile.calls.push_back(read_call(entry, reading));
    }
  }
  if (const base::Node* const outcomes = fields.required("outcome")) {
    if (!outcomes->is_list()) {
      fields.report("outcome", "\"outcome\" must be a list of rules");
    }
    for (const base::Node& item : outcomes->items) {
      profile.outcomes.push_back(read_outcome(item, reading));
    }
  }
}

}  // namespace

std::optional<model::ClientProfile> read_client_profile(const std::string& name, const base::Node& root,
                                                        std::span<const std::string_view> placeholders,
                                                        std::span<const std::string_view> features,
                                                        base::Diagnostics& diagnostics) {
  const auto count = [&] { return diagnostics.list().size() + diagnostics.left_out(); };
  const std::size_t before = count();
  const Reading reading{{placeholders.begin(), placeholders.end()}, {features.begin(), features.end()}, diagnostics};
  base::Fields fields(root, "a profile", diagnostics);
  model::ClientProfile profile;
  profile.name = name;
  fields.required("summary");
  profile.summary = fields.text("summary").value_or("");
  fields.required("program");
  profile.program = words_of(fields, "program", diagnostics);
  if (profile.program.empty() && fields.node("program") != nullptr) {
    fields.report("program", "\"program\" needs at least one word: the program");
  }
  profile.version = words_of(fields, "version", diagnostics);
  read_lists(fields, reading, profile);
  if (const base::Node* const environment = fields.node("environment")) {
    profile.environment = read_environment(*environment, reading);
  }
  read_known_words(fields, "features", "a feature", reading.features, reading, profile.features);
  read_transports(fields, reading, profile);
  read_limits(fields, reading, profile.limits);
  fields.finish();
  return count() == before ? std::optional(std::move(profile)) : std::nullopt;
}

std::optional<model::ClientProfile> read_client_profile(const std::string& name, const std::string& file,
                                                        std::string_view text,
                                                        std::span<const std::string_view> placeholders,
                                                        std::span<const std::string_view> features,
                                                        base::Diagnostics& diagnostics) {
  const auto root = yaml::read_yaml(text, file, diagnostics);
  return root ? read_client_profile(name, *root, placeholders, features, diagnostics) : std::nullopt;
}

}  // namespace jobrig::load
