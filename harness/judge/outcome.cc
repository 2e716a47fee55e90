// outcome: the result that the client reports. The default is the last call; `call` selects another one, or `every`.
//   outcome: success | error
//   outcome: {execution: {status: IN_PROGRESS, startedAt: absent, statusDetails: {step: "1"}}}   a success with these
//   outcome: {no-execution: true}                                         a success without an execution
//   outcome: {error: ThrottlingException | [A, B] | any, kind: service | [transport, timeout], status: 429}
//   outcome: {not: empty-success}                                         anything but a success without an execution
//   outcome: {body: {executionState: {status: FAILED}}}                   a success whose whole response has these
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/glob.h"
#include "base/suggest.h"
#include "contract/errors.h"
#include "judge/error_evidence.h"
#include "judge/expected_value.h"
#include "judge/make_check.h"
#include "judge/outcome_words.h"
#include "model/conformance_words.h"

namespace jobrig::judge {
namespace {

/// The expectation for one call, in exactly one of the forms.
struct OutcomeCriteria {
  enum class Form { kSuccess, kError, kExecution, kNoExecution, kBody, kNotEmptySuccess };

  Form form = Form::kSuccess;
  base::Node value;                 // kExecution, kBody
  std::vector<std::string> errors;  // kError; empty: any
  std::vector<std::string> kinds;   // kError; empty: any
  std::string message;              // kError: a glob; empty: any
  std::optional<int> status;        // kError; nothing: the status of the last response
  bool or_error = false;            // an error is accepted too
  std::string expected;
};

/// How the response differs from the expectation. Nothing when it matches.
std::optional<std::string> difference_in_success(const OutcomeCriteria& wanted, const nlohmann::json& response) {
  if (wanted.form == OutcomeCriteria::Form::kBody) {
    return first_difference(wanted.value, &response, "");
  }
  if (wanted.form == OutcomeCriteria::Form::kExecution) {
    const auto execution = response.find("execution");
    return has_execution(response) ? first_difference(wanted.value, &*execution, "") : "the execution is missing";
  }
  const bool empty = !has_execution(response);
  if (wanted.form == OutcomeCriteria::Form::kNoExecution && !empty) {
    return "unexpected execution: " + shown_value(response.at("execution"));
  }
  return std::nullopt;
}

bool is_empty_success(const model::CallRecord& call, const nlohmann::json& response) {
  return brings_execution(call.operation) ? !has_execution(response) : response.empty();
}

bool is_one_of(const std::vector<std::string>& words, std::string_view word) {
  return words.empty() || std::find(words.begin(), words.end(), word) != words.end();
}

/// A client that cannot tell kinds of failure apart is not required to report the right one. Only a response has the
/// name of an error of the service.
bool is_wanted_kind(const OutcomeCriteria& wanted, const model::ClientOutcome& outcome) {
  if (outcome.failure == model::FailureKind::kUnknown) {
    return true;
  }
  const bool of_service = contract::error_named(bare_class_name(outcome.error)) != nullptr;
  return wanted.kinds.empty() && !wanted.errors.empty() && of_service
             ? outcome.failure == model::FailureKind::kService
             : is_one_of(wanted.kinds, model::word_of(outcome.failure));
}

bool is_wanted_error(const OutcomeCriteria& wanted, const model::ClientOutcome& outcome) {
  return is_one_of(wanted.errors, bare_class_name(outcome.error)) && is_wanted_kind(wanted, outcome) &&
         (!wanted.status || !outcome.status || *wanted.status == *outcome.status) &&
         (wanted.message.empty() || base::glob_matches(wanted.message, outcome.message));
}

/// Whether the record contradicts the error, as a clause. A case that states the status or the kind knows better.
std::string contradiction_in_words(const OutcomeCriteria& wanted, const model::CaseRecord& record, std::size_t call) {
  model::ClientOutcome outcome = *record.calls[call].outcome;
  if (wanted.status) {
    outcome.status.reset();
  }
  if (!wanted.kinds.empty()) {
    outcome.failure = model::FailureKind::kUnknown;
  }
  const auto contradiction = contradiction_of_error(record, call, outcome);
  return contradiction ? ", but " + *contradiction : "";
}

/// How the exit code of the call (from 0) differs from the expectation, when nothing else is known: whether the call
/// succeeded. What it brought is not compared.
std::optional<std::string> exit_difference(const OutcomeCriteria& wanted, const model::CaseRecord& record,
                                           std::size_t index) {
  const model::CallRecord& call = record.calls[index];
  const std::string actual = exit_in_words(call, record.crashed);
  if (!call.outcome) {
    return actual;
  }
  const bool success = call.outcome->kind == model::ClientOutcome::Kind::kSuccess;
  switch (wanted.form) {
    case OutcomeCriteria::Form::kError:
      return success ? std::optional(actual) : std::nullopt;
    case OutcomeCriteria::Form::kNotEmptySuccess:
      return success && brings_execution(call.operation) && !last_response_has_execution(record, index)
                 ? std::optional(actual + " after a response without an execution")
                 : std::nullopt;
    default:
      return success || wanted.or_error ? std::nullopt : std::optional(actual);
  }
}

/// Whether the exit code alone is all that the expectation is about.
bool is_about_exit_alone(const OutcomeCriteria& wanted) {
  return wanted.form == OutcomeCriteria::Form::kSuccess ||
         (wanted.form == OutcomeCriteria::Form::kError && wanted.errors.empty() && wanted.kinds.empty() &&
          !wanted.status && wanted.message.empty());
}

/// How the outcome of the call (from 0) differs from the expectation. Nothing when it matches.
std::optional<std::string> outcome_difference(const OutcomeCriteria& wanted, const model::CaseRecord& record,
                                              std::size_t index) {
  if (record.reports == model::Reports::kExitCode) {
    return exit_difference(wanted, record, index);
  }
  const model::CallRecord& call = record.calls[index];
  const std::string actual = in_words(call, record.crashed);
  if (!call.outcome || call.outcome->kind == model::ClientOutcome::Kind::kUnable) {
    return actual;
  }
  const bool success = call.outcome->kind == model::ClientOutcome::Kind::kSuccess;
  if (wanted.form == OutcomeCriteria::Form::kError) {
    const bool fits = !success && is_wanted_error(wanted, *call.outcome);
    const std::string contradiction = fits ? contradiction_in_words(wanted, record, index) : "";
    return fits && contradiction.empty() ? std::nullopt : std::optional(actual + contradiction);
  }
  if (wanted.form == OutcomeCriteria::Form::kNotEmptySuccess) {
    const bool empty = success && is_empty_success(call, response_of(*call.outcome));
    const std::string contradiction = success ? "" : contradiction_in_words(wanted, record, index);
    return empty || !contradiction.empty() ? std::optional(actual + contradiction) : std::nullopt;
  }
  if (!success) {
    const std::string contradiction = wanted.or_error ? contradiction_in_words(wanted, record, index) : "";
    return wanted.or_error && contradiction.empty() ? std::nullopt : std::optional(actual + contradiction);
  }
  const auto inner = difference_in_success(wanted, response_of(*call.outcome));
  return inner ? std::optional(actual + ", but " + *inner) : std::nullopt;
}

model::Finding judge_outcome(const OutcomeCriteria& wanted, std::optional<std::size_t> call, bool every,
                             const model::CaseRecord& record) {
  const std::size_t last = every || call ? call.value_or(1) : record.calls.size();
  if (last == 0 || last > record.calls.size()) {
    return {false, wanted.expected, "the call was not made"};
  }
  const std::size_t end = every ? record.calls.size() : last;
  for (std::size_t i = last - 1; i < end; ++i) {
    if (auto actual = outcome_difference(wanted, record, i)) {
      return {false, wanted.expected, (every ? "call " + std::to_string(i + 1) + ": " : "") + *actual};
    }
  }
  if (record.reports != model::Reports::kExitCode) {
    return {true, wanted.expected, in_words(record.calls[end - 1], record.crashed)};
  }
  model::Finding finding{true, wanted.expected, exit_in_words(record.calls[end - 1], record.crashed)};
  finding.in_part = !is_about_exit_alone(wanted);
  return finding;
}

// Parsing of the settings.

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

std::string alternatives(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return text;
}

/// Rejects names that are similar to a documented error: they are typing errors. Other unknown names are allowed,
/// because a response of the case may contain them.
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

void read_error(const base::Node* node, const base::Node* kind, const std::string& message, OutcomeCriteria& wanted,
                base::Diagnostics& diagnostics) {
  wanted.message = message;
  wanted.form = OutcomeCriteria::Form::kError;
  if (node != nullptr) {
    wanted.errors = read_words(*node, "\"error\"", diagnostics);
    if (wanted.errors == std::vector<std::string>{"any"}) {
      wanted.errors.clear();
    }
    refuse_misspelt(wanted.errors, *node, diagnostics);
  }
  if (kind != nullptr) {
    wanted.kinds = read_words(*kind, "\"kind\"", diagnostics);
    for (const std::string& word : wanted.kinds) {
      base::Node one;
      one.kind = base::Node::Kind::kScalar;
      one.text = word;
      one.location = kind->location;
      base::read_word(one, "\"kind\"", model::stated_failure_kinds(), diagnostics);
    }
  }
  wanted.expected = wanted.errors.empty() ? "an error" : "the error " + alternatives(wanted.errors);
  wanted.expected += wanted.kinds.empty() ? "" : " of kind " + alternatives(wanted.kinds);
  wanted.expected += wanted.status ? " with the status " + std::to_string(*wanted.status) : "";
  wanted.expected += message.empty() ? "" : " with the message " + base::quoted(message);
}

void read_members(const base::Node& node, OutcomeCriteria::Form form, OutcomeCriteria& wanted,
                  base::Diagnostics& diagnostics) {
  const bool execution = form == OutcomeCriteria::Form::kExecution;
  wanted.form = form;
  wanted.value = node;
  if (!node.is_map()) {
    diagnostics.add(node.location, std::string(execution ? "\"execution\"" : "\"body\"") +
                                       " must be a map of members to their values, not " +
                                       std::string(base::describe(node)));
  }
  wanted.expected = "a success with " + std::string(execution ? "the execution " : "") +
                    shown_expectation(node, "a member", diagnostics);
}

/// The settings of the forms. Null: not given.
struct Forms {
  std::optional<std::string> is;
  const base::Node* error;
  const base::Node* kind;
  std::optional<std::int64_t> status;
  std::string message;
  std::optional<std::string> other_than;
  const base::Node* execution;
  const base::Node* body;
  std::optional<bool> no_execution;
};

Forms declare_forms(Settings& settings) {
  settings.shorthand("is");
  return {settings.word("is", "any success, or any error", {"success", "error"}),
          settings.node({"error", "the name of the error, a list of names, or any", "names"}),
          settings.node({"kind", "of an error: the kind of failure, or a list of kinds", "failure-kinds"}),
          settings.integer("status",
                           "of an error: the status, if the client reports one; that of the last response "
                           "when it is not given",
                           100, 999),
          settings.text("message", "of an error: a glob for its message").value_or(""),
          settings.word("not", "anything but a success without an execution", {"empty-success"}),
          settings.node({"execution", "a success whose execution has these members", "members"}),
          settings.node({"body", "a success whose response has these members", "members"}),
          settings.boolean("no-execution", "a success without an execution; always true")};
}

/// The number of forms given. Exactly one is allowed. `message` alone is shorthand for `error: any`.
int count_forms(const Forms& forms, const Settings& settings) {
  const bool is = settings.has("is") && forms.error == nullptr;
  const std::array stated{is,
                          forms.error != nullptr,
                          forms.execution != nullptr,
                          forms.body != nullptr,
                          settings.has("no-execution"),
                          settings.has("not")};
  const auto count = static_cast<int>(std::count(stated.begin(), stated.end(), true));
  return count == 0 && settings.has("message") ? 1 : count;
}

void read_forms(Settings& settings, OutcomeCriteria& wanted) {
  const Forms forms = declare_forms(settings);
  const bool an_error = forms.error != nullptr || forms.is == "error" || !forms.message.empty();
  if (count_forms(forms, settings) != 1 || forms.no_execution == false) {
    settings.report("is",
                    "\"outcome\" must be success, error, or a map with one of execution, no-execution: true, error, "
                    "body and not");
  }
  if (forms.kind != nullptr && !an_error) {
    settings.report("kind", "only an error has a kind; write {error: any, kind: …}");
  }
  if (forms.status) {
    wanted.status = static_cast<int>(*forms.status);
    if (!an_error) {
      settings.report("status", "only an error has a status; write {error: any, status: …}");
    }
  }
  wanted.expected = "a success";
  if (an_error) {
    read_error(forms.error, forms.kind, forms.message, wanted, settings.diagnostics());
  } else if (forms.execution != nullptr) {
    read_members(*forms.execution, OutcomeCriteria::Form::kExecution, wanted, settings.diagnostics());
  } else if (forms.body != nullptr) {
    read_members(*forms.body, OutcomeCriteria::Form::kBody, wanted, settings.diagnostics());
  } else if (settings.has("no-execution")) {
    wanted.form = OutcomeCriteria::Form::kNoExecution;
    wanted.expected = "a success without an execution";
  } else if (forms.other_than) {
    wanted.form = OutcomeCriteria::Form::kNotEmptySuccess;
    wanted.expected = "anything but an empty success";
  }
}

/// Reads `or: error`, which may accompany a success.
void read_alternative(Settings& settings, OutcomeCriteria& wanted) {
  wanted.or_error = settings.word("or", "an error is as good as the success", {"error"}).has_value();
  if (wanted.or_error &&
      (wanted.form == OutcomeCriteria::Form::kError || wanted.form == OutcomeCriteria::Form::kNotEmptySuccess)) {
    settings.report("or", "\"or: error\" requires a success: execution, no-execution, body");
  }
  wanted.expected += wanted.or_error ? ", or an error" : "";
}

CheckPointer make_outcome(Settings& settings) {
  constexpr std::int64_t kMaxCall = 1000;
  OutcomeCriteria wanted;
  read_forms(settings, wanted);
  read_alternative(settings, wanted);
  const base::Node* const which = settings.node({"call",
                                                 "the call, or every; the last when it is not given",
                                                 "integer",
                                                 Need::kOptional,
                                                 {},
                                                 {"every"},
                                                 1,
                                                 kMaxCall});
  const bool every = which != nullptr && which->is_scalar() && which->text == "every";
  std::optional<std::size_t> call;
  if (which != nullptr && !every) {
    const auto number = base::read_integer(*which, "\"call\"", 1, kMaxCall, settings.diagnostics());
    call = number ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings, [wanted = std::move(wanted), call, every](const model::CaseRecord& record) {
    return judge_outcome(wanted, call, every, record);
  });
}

}  // namespace

void declare_outcome(std::vector<CheckKind>& kinds) {
  kinds.push_back({"outcome", "the result that the client reports", "outcome: {execution: {status: IN_PROGRESS}}",
                   make_outcome, model::Reports::kExitCode, false, Transport::kAny});
}

}  // namespace jobrig::judge
