// outcome: the result that the client reports, the last one unless `call` names another or `every`.
//   outcome: success | error
//   outcome: {execution: {status: IN_PROGRESS, startedAt: absent, statusDetails: {step: "1"}}}   a success that has
//   these outcome: {no-execution: true}                          a success without an execution outcome: {error:
//   ThrottlingException | [A, B] | any, kind: service | [transport, timeout]} outcome: {not: empty-success} anything
//   but a success without an execution outcome: {body: {executionState: {status: FAILED}}}    a success whose whole
//   response has these
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/glob.h"
#include "base/suggest.h"
#include "contract/errors.h"
#include "judge/expected_value.h"
#include "judge/make_check.h"
#include "judge/outcome_words.h"
#include "judge/parsers.h"
#include "judge/settings.h"
#include "model/conformance_words.h"

namespace jobrig::judge {
namespace {

using Kind = model::ClientOutcome::Kind;

/// What is demanded of one call. Exactly one of the forms.
struct Demand {
  enum class Form { kSuccess, kError, kExecution, kNoExecution, kBody, kNotEmptySuccess };

  Form form = Form::kSuccess;
  base::Node value;                 // kExecution, kBody
  std::vector<std::string> errors;  // kError; empty: any
  std::vector<std::string> kinds;   // kError; empty: any
  std::string message;              // kError: a glob; empty: any
  bool or_error = false;            // a failure is as good
  std::string expected;
};

/// Nothing when the response is as demanded, else what is not.
std::optional<std::string> difference_in_success(const Demand& demand, const nlohmann::json& response) {
  if (demand.form == Demand::Form::kBody) {
    return first_difference(demand.value, &response, "");
  }
  if (demand.form == Demand::Form::kExecution) {
    const auto execution = response.find("execution");
    return has_execution(response) ? first_difference(demand.value, &*execution, "") : "the execution is missing";
  }
  const bool empty = !has_execution(response);
  if (demand.form == Demand::Form::kNoExecution && !empty) {
    return "unexpected execution: " + shown_value(response.at("execution"));
  }
  return std::nullopt;
}

bool is_empty_success(const model::CallRecord& call, const nlohmann::json& response) {
  return brings_execution(call.operation) ? !has_execution(response) : response.empty();
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return words.empty() || std::find(words.begin(), words.end(), word) != words.end();
}

/// A client that cannot tell what kind of failure it saw is not held to one.
bool is_demanded_error(const Demand& demand, const model::ClientOutcome& outcome) {
  return contains(demand.errors, bare_error_name(outcome.error)) &&
         (outcome.failure == model::FailureKind::kUnknown || contains(demand.kinds, word_of(outcome.failure))) &&
         (demand.message.empty() || base::glob_matches(demand.message, outcome.message));
}

/// Nothing when the call came out as demanded, else how it did.
std::optional<std::string> difference(const Demand& demand, const model::CallRecord& call, bool crashed) {
  const std::string actual = in_words(call, crashed);
  if (!call.outcome || call.outcome->kind == Kind::kUnable) {
    return actual;
  }
  const bool success = call.outcome->kind == Kind::kSuccess;
  if (demand.form == Demand::Form::kError) {
    return !success && is_demanded_error(demand, *call.outcome) ? std::nullopt : std::optional(actual);
  }
  if (demand.form == Demand::Form::kNotEmptySuccess) {
    const bool empty = success && is_empty_success(call, response_of(*call.outcome));
    return empty ? std::optional(actual) : std::nullopt;
  }
  if (!success) {
    return demand.or_error ? std::nullopt : std::optional(actual);
  }
  const auto inner = difference_in_success(demand, response_of(*call.outcome));
  return inner ? std::optional(actual + ", but " + *inner) : std::nullopt;
}

model::Finding judge(const Demand& demand, std::optional<std::size_t> call, bool every,
                     const model::CaseRecord& record) {
  const std::size_t last = every || call ? call.value_or(1) : record.calls.size();
  if (last == 0 || last > record.calls.size()) {
    return {false, demand.expected, "the call was not made"};
  }
  const std::size_t end = every ? record.calls.size() : last;
  for (std::size_t i = last - 1; i < end; ++i) {
    if (auto actual = difference(demand, record.calls[i], record.crashed)) {
      return {false, demand.expected, (every ? "call " + std::to_string(i + 1) + ": " : "") + *actual};
    }
  }
  return {true, demand.expected, in_words(record.calls[end - 1], record.crashed)};
}

// Reading of the settings.

std::vector<std::string> read_words(const base::Node& node, std::string_view what, base::Diagnostics& diagnostics) {
  std::vector<std::string> words;
  if (!node.is_list()) {
    words.push_back(base::read_text(node, what, diagnostics).value_or(""));
  }
  for (const base::Node& item : node.items) {
    words.push_back(base::read_text(item, what, diagnostics).value_or(""));
  }
  if (words.empty()) {
    diagnostics.add(node.location, std::string(what) + " must name at least one");
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return text;
}

/// A name that is nearly a documented one is a mistake of writing; others may be what the case's answer says.
void refuse_misspelt(const std::vector<std::string>& errors, const base::Node& node, base::Diagnostics& diagnostics) {
  std::vector<std::string_view> known;
  for (const contract::ErrorRow& row : contract::errors()) {
    known.push_back(row.name);
  }
  for (const std::string& error : errors) {
    const auto near = base::nearest(error, known);
    if (near && *near != error && base::edit_distance(error, *near) <= 2) {
      diagnostics.add(node.location, "unknown error " + base::quoted(error) + base::did_you_mean(error, known));
    }
  }
}

void read_error(const base::Node* node, const base::Node* kind, const std::string& message, Demand& demand,
                base::Diagnostics& diagnostics) {
  demand.message = message;
  demand.form = Demand::Form::kError;
  if (node != nullptr) {
    demand.errors = read_words(*node, "\"error\"", diagnostics);
    if (demand.errors == std::vector<std::string>{"any"}) {
      demand.errors.clear();
    }
    refuse_misspelt(demand.errors, *node, diagnostics);
  }
  if (kind != nullptr) {
    demand.kinds = read_words(*kind, "\"kind\"", diagnostics);
    for (const std::string& word : demand.kinds) {
      base::Node one;
      one.kind = base::Node::Kind::kScalar;
      one.text = word;
      one.location = kind->location;
      base::read_word(one, "\"kind\"", model::stated_failure_kinds(), diagnostics);
    }
  }
  demand.expected = demand.errors.empty() ? "an error" : "the error " + joined(demand.errors);
  demand.expected += demand.kinds.empty() ? "" : " of kind " + joined(demand.kinds);
  demand.expected += message.empty() ? "" : " with the message " + base::quoted(message);
}

void read_members(const base::Node& node, Demand::Form form, Demand& demand, base::Diagnostics& diagnostics) {
  const bool execution = form == Demand::Form::kExecution;
  demand.form = form;
  demand.value = node;
  if (!node.is_map()) {
    diagnostics.add(node.location, std::string(execution ? "\"execution\"" : "\"body\"") +
                                       " must be a map of members to their values, not " +
                                       std::string(base::describe(node)));
  }
  demand.expected = "a success with " + std::string(execution ? "the execution " : "") +
                    shown_expectation(node, "a member", diagnostics);
}

/// How many of the forms are stated: one must be.
int count_forms(base::Fields& fields) {
  int forms = fields.node("is") != nullptr && fields.node("error") == nullptr ? 1 : 0;
  for (const std::string_view key : {"error", "execution", "body", "no-execution", "not"}) {
    forms += fields.node(key) != nullptr ? 1 : 0;
  }
  const bool alone = fields.node("message") != nullptr && forms == 0;  // `{message: …}` is short for `error: any`
  return alone ? 1 : forms;
}

void read_demand(Settings& read, Demand& demand) {
  base::Fields& fields = read.fields();
  const auto is = fields.word("is", {"success", "error"});
  const base::Node* const error = fields.node("error");
  const base::Node* const kind = fields.node("kind");
  const std::string message = fields.text("message").value_or("");
  const auto other_than = fields.word("not", {"empty-success"});
  const bool an_error = error != nullptr || is == "error" || !message.empty();
  if (count_forms(fields) != 1 || fields.boolean("no-execution") == false) {
    read.report("is",
                "\"outcome\" must be success, error, or a map with one of execution, no-execution: true, error, "
                "body and not");
  }
  if (kind != nullptr && !an_error) {
    read.report("kind", "only an error has a kind; write {error: any, kind: …}");
  }
  demand.expected = "a success";
  if (an_error) {
    read_error(error, kind, message, demand, read.diagnostics());
  } else if (const base::Node* const execution = fields.node("execution")) {
    read_members(*execution, Demand::Form::kExecution, demand, read.diagnostics());
  } else if (const base::Node* const body = fields.node("body")) {
    read_members(*body, Demand::Form::kBody, demand, read.diagnostics());
  } else if (fields.node("no-execution") != nullptr) {
    demand.form = Demand::Form::kNoExecution;
    demand.expected = "a success without an execution";
  } else if (other_than) {
    demand.form = Demand::Form::kNotEmptySuccess;
    demand.expected = "anything but an empty success";
  }
}

/// `or: error` beside a success.
void read_alternative(Settings& read, Demand& demand) {
  demand.or_error = read.fields().word("or", {"error"}).has_value();
  if (demand.or_error && (demand.form == Demand::Form::kError || demand.form == Demand::Form::kNotEmptySuccess)) {
    read.report("or", "\"or: error\" requires a success: execution, no-execution, body");
  }
  demand.expected += demand.or_error ? ", or an error" : "";
}

}  // namespace

std::shared_ptr<const model::Check> parse_outcome(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "outcome", "is", diagnostics);
  Demand demand;
  read_demand(read, demand);
  read_alternative(read, demand);
  const base::Node* const which = read.fields().node("call");
  const bool every = which != nullptr && which->is_scalar() && which->text == "every";
  const auto call = every ? std::nullopt : read.call();
  if (!read.finish()) {
    return nullptr;
  }
  return make_check("outcome", {.needs_report = true},
                    [demand = std::move(demand), call, every](const model::CaseRecord& record) {
                      return judge(demand, call, every, record);
                    });
}

}  // namespace jobrig::judge
