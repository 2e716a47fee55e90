#include "expectations/reader.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/fields.h"
#include "base/glob.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "judge/catalogue.h"
#include "model/conformance_words.h"

namespace jobrig::expectations {
namespace {

using model::Verdict;

/// The verdicts that can be expected. Errors of the runner are not among them.
constexpr std::string_view kUsual = "failed";

struct ExpectationReading {
  const KnownCases& known;
  std::vector<std::string_view> check_names;
  base::Diagnostics& diagnostics;
  std::vector<model::Expectation> all{};                      // in the order of the file
  std::map<std::string, std::vector<std::size_t>> by_case{};  // indices of the expectations of a case
};

/// The nodes of a word or of a list of words.
std::vector<const base::Node*> word_nodes(base::Fields& fields, std::string_view key, base::Diagnostics& diagnostics) {
  const base::Node* const node = fields.node(key);
  std::vector<const base::Node*> words;
  if (node == nullptr) {
    return words;
  }
  if (node->is_list()) {
    std::transform(node->items.begin(), node->items.end(), std::back_inserter(words),
                   [](const base::Node& item) { return &item; });
  } else {
    words.push_back(node);
  }
  if (words.empty()) {
    diagnostics.add(node->location, base::quoted(key) + " is an empty list; omit it or add an entry");
  }
  return words;
}

std::vector<std::string> read_check_names(base::Fields& fields, const ExpectationReading& reading) {
  std::vector<std::string> checks;
  for (const base::Node* const node : word_nodes(fields, "check", reading.diagnostics)) {
    auto word = base::read_text(*node, "\"check\"", reading.diagnostics);
    if (!word) {
      continue;
    }
    if (std::find(reading.check_names.begin(), reading.check_names.end(), *word) == reading.check_names.end()) {
      reading.diagnostics.add(node->location,
                              "unknown check " + base::quoted(*word) + base::did_you_mean(*word, reading.check_names));
    }
    checks.push_back(std::move(*word));
  }
  return checks;
}

/// The cases that match a name or glob. Reports an error if there are none.
std::set<std::string> cases_named(const base::Node& node, const ExpectationReading& reading) {
  std::set<std::string> found;
  const auto text = base::read_text(node, "\"case\"", reading.diagnostics);
  if (!text) {
    return found;
  }
  std::vector<std::string_view> names;
  for (const auto& [name, unused] : reading.known) {
    names.emplace_back(name);
    if (base::glob_matches(*text, name)) {
      found.insert(name);
    }
  }
  if (found.empty()) {
    reading.diagnostics.add(node.location, base::is_literal(*text) ? "unknown case " + base::quoted(*text) +
                                                                         base::did_you_mean(*text, names)
                                                                   : base::quoted(*text) + " matches no case");
  }
  return found;
}

std::string listed(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

/// Reports cases, listed by name, that lack one of the listed checks.
void refuse_checks_they_lack(const base::Node& node, const std::set<std::string>& cases,
                             const std::vector<std::string>& checks, const ExpectationReading& reading) {
  for (const std::string& name : cases) {
    const std::set<std::string>& own = reading.known.find(name)->second;
    for (const std::string& check : checks) {
      if (check != model::kCrash && !own.contains(check)) {
        reading.diagnostics.add(node.location, "the case " + base::quoted(name) + " has no check " +
                                                   base::quoted(check) + "; it has " + listed(own));
        return;
      }
    }
  }
}

std::set<std::string> cases_with(const std::vector<std::string>& checks, const KnownCases& known) {
  std::set<std::string> found;
  for (const auto& one : known) {
    if (std::any_of(checks.begin(), checks.end(),
                    [&](const std::string& check) { return one.second.contains(check); })) {
      found.insert(one.first);
    }
  }
  return found;
}

void read_cases(base::Fields& fields, const ExpectationReading& reading, model::Expectation& one) {
  std::set<std::string> all;
  const std::vector<const base::Node*> words = word_nodes(fields, "case", reading.diagnostics);
  for (const base::Node* const node : words) {
    const std::set<std::string> found = cases_named(*node, reading);
    refuse_checks_they_lack(*node, found, one.checks, reading);
    all.insert(found.begin(), found.end());
  }
  if (words.empty() && fields.node("case") == nullptr) {
    if (one.flaky) {
      fields.report("case", "a flaky case needs \"case\", its name");
    } else if (one.checks.empty() && fields.node("check") == nullptr) {
      fields.report("case", "a known failure needs \"case\", or \"check\" for every case that has it");
    }
    all = one.flaky ? all : cases_with(one.checks, reading.known);
    if (all.empty() && !one.checks.empty() && !one.flaky) {
      fields.report("check", "no case has that check");
    }
  }
  one.cases.assign(all.begin(), all.end());
}

void read_verdict(base::Fields& fields, model::Expectation& one, base::Diagnostics& diagnostics) {
  const base::Node* const node = fields.node("verdict");
  if (node != nullptr && node->is_scalar() && node->text == row_of(Verdict::kHarnessError).word) {
    diagnostics.add(node->location,
                    "a harness error cannot be a known failure; it is an error of jobrig or of the machine");
    return;
  }
  std::vector<std::string_view> words;
  for (const Verdict verdict : {Verdict::kFailed, Verdict::kNonStrict, Verdict::kTimedOut, Verdict::kNotCalled}) {
    words.push_back(row_of(verdict).word);
  }
  const auto word = fields.word("verdict", words);
  one.verdict = model::verdict_named(word.value_or(std::string(kUsual))).value_or(Verdict::kFailed);
  const bool by_check = std::any_of(one.checks.begin(), one.checks.end(),
                                    [](const std::string& check) { return check != model::kCrash; });
  if (by_check && (one.verdict == Verdict::kTimedOut || one.verdict == Verdict::kNotCalled)) {
    fields.report("check", "no check makes a case " + base::quoted(row_of(one.verdict).word) + "; leave it out");
  }
}

bool overlap(const model::Expectation& one, const model::Expectation& other) {
  return one.flaky || other.flaky || one.verdict != other.verdict || one.checks.empty() || other.checks.empty() ||
         std::any_of(one.checks.begin(), one.checks.end(), [&](const std::string& check) {
           return std::find(other.checks.begin(), other.checks.end(), check) != other.checks.end();
         });
}

/// Reports a second expectation for the same case, or for the same check of a case.
void refuse_said_twice(const model::Expectation& one, ExpectationReading& reading) {
  for (const std::string& name : one.cases) {
    for (const std::size_t before : reading.by_case[name]) {
      if (overlap(one, reading.all[before])) {
        reading.diagnostics.add(one.location, "line " + std::to_string(reading.all[before].location.line) +
                                                  " says already how " + base::quoted(name) +
                                                  (reading.all[before].flaky ? " behaves" : " fails"));
        return;
      }
    }
  }
}

void keep(model::Expectation&& one, ExpectationReading& reading) {
  refuse_said_twice(one, reading);
  for (const std::string& name : one.cases) {
    reading.by_case[name].push_back(reading.all.size());
  }
  reading.all.push_back(std::move(one));
}

/// A crash or a timeout of a flaky case is always a failure.
void read_flaky_part(base::Fields& fields, const model::Expectation& one, base::Diagnostics& diagnostics) {
  if (std::find(one.checks.begin(), one.checks.end(), model::kCrash) != one.checks.end()) {
    fields.report("check", "a crash is not flaky; a client that crashes fails the run");
  }
  if (const base::Node* const verdict = fields.node("verdict")) {
    diagnostics.add(verdict->location,
                    "a flaky case has no \"verdict\"; it may pass or fail, but not crash or time out");
  }
}

model::Expectation read_entry(const base::Node& node, const ExpectationReading& reading, bool flaky) {
  base::Fields fields(node, flaky ? "a flaky case" : "a known failure", reading.diagnostics);
  model::Expectation one;
  one.location = node.location;
  one.flaky = flaky;
  one.checks = read_check_names(fields, reading);
  read_cases(fields, reading, one);
  if (flaky) {
    read_flaky_part(fields, one, reading.diagnostics);
  } else {
    read_verdict(fields, one, reading.diagnostics);
  }
  fields.required("reason");
  one.reason = fields.text("reason").value_or("");
  if (fields.node("reason") != nullptr && one.reason.empty()) {
    fields.report("reason", "\"reason\" must say what the client does and why; it cannot be empty");
  }
  fields.required("expires");
  one.expires = fields.instant("expires").value_or(base::Instant{});
  fields.finish();
  return one;
}

/// One of the two lists of the file.
void read_list(base::Fields& fields, std::string_view key, bool flaky, ExpectationReading& reading) {
  const base::Node* const entries = fields.node(key);
  if (entries == nullptr) {
    return;
  }
  if (!entries->is_list()) {
    fields.report(key, base::quoted(key) + " must be a list, not " + std::string(base::describe(*entries)));
  }
  for (const base::Node& item : entries->items) {
    keep(read_entry(item, reading, flaky), reading);
  }
}

}  // namespace

void add_known_case(const model::ConformanceCase& one, KnownCases& known) {
  std::set<std::string>& checks = known[one.name];
  for (const model::CheckUse& use : one.checks) {
    checks.emplace(use.check->name());
  }
}

std::optional<std::vector<model::Expectation>> load_expectations(const load::Document& document,
                                                                 const KnownCases& known,
                                                                 base::Diagnostics& diagnostics) {
  const auto count = [&] { return diagnostics.list().size() + diagnostics.left_out(); };
  const std::size_t before = count();
  ExpectationReading reading{known, {}, diagnostics};
  for (const judge::CheckKind& kind : judge::catalogue()) {
    reading.check_names.push_back(kind.name);
  }
  reading.check_names.push_back(model::kCrash);
  base::Fields fields(document.root, "an expectations file", diagnostics);
  fields.required("summary");
  fields.text("summary");
  if (fields.node("known-flaky") == nullptr) {
    fields.required("known-failures");
  }
  read_list(fields, "known-failures", false, reading);
  read_list(fields, "known-flaky", true, reading);
  fields.finish();
  return count() == before ? std::optional(std::move(reading.all)) : std::nullopt;
}

}  // namespace jobrig::expectations
