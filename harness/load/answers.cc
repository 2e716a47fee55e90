#include "load/answers.h"

#include <iterator>
#include <string>
#include <utility>

#include "base/fields.h"
#include "base/suggest.h"
#include "contract/errors.h"
#include "faults/catalogue.h"
#include "faults/header_changes.h"
#include "load/error_answer.h"
#include "load/fault_uses.h"
#include "load/reply_answer.h"

namespace jobrig::load {
namespace {

constexpr std::int64_t kMaxTimes = 1'000'000'000;

std::optional<model::Answer> read_word_answer(const base::Node& node, const Context& context) {
  if (node.text == "documented") {
    model::Answer answer;
    answer.location = node.location;
    return answer;
  }
  std::string hint = base::did_you_mean(node.text, {"documented"});
  if (contract::error_named(node.text) != nullptr) {
    hint = "; write {error: " + node.text + "}";
  } else if (hint.empty()) {
    hint = "; write documented, or a map such as {error: ThrottlingException}";
  }
  context.diagnostics.add(node.location, "unknown answer " + base::quoted(node.text) + hint);
  return std::nullopt;
}

void read_documented(base::Fields& fields) {
  const auto documented = fields.boolean("documented");
  if (documented && !*documented) {
    fields.report("documented",
                  "\"documented\" can only be true; an answer that is not documented is an \"error\" or "
                  "a \"reply\"");
  }
}

using HeaderChanges = std::vector<faults::HeaderChange>;

void append(HeaderChanges more, HeaderChanges& changes) {
  std::move(more.begin(), more.end(), std::back_inserter(changes));
}

/// `headers` and `add-headers` next to `documented` or `error`. Those of a `reply` are part of it.
void read_headers(base::Fields& fields, bool is_reply, HeaderChanges& changes, const Context& context) {
  for (const std::string_view key : {"headers", "add-headers"}) {
    const base::Node* const node = fields.node(key);
    if (node != nullptr && is_reply) {
      fields.report(key, "the headers of a \"reply\" belong into it: {reply: {status: 502, headers: {Vary: Origin}}}");
    } else if (node != nullptr) {
      const auto kind = key == "headers" ? faults::HeaderChange::Kind::kSet : faults::HeaderChange::Kind::kAdd;
      append(faults::read_header_changes(*node, kind, key, context.diagnostics), changes);
    }
  }
}

/// `delay:` next to an answer is an abbreviation of the fault `delay`, applied before the others.
void read_answer_faults(base::Fields& fields, HeaderChanges changes, model::Answer& answer, const Context& context) {
  if (!changes.empty()) {
    answer.faults.push_back({faults::make_header_fault(std::move(changes)), 1, answer.location});
  }
  if (const base::Node* const delay = fields.node("delay")) {
    if (auto fault = faults::kind_named("delay")->parse(*delay, context.diagnostics)) {
      answer.faults.push_back({std::move(fault), 1, delay->location});
    }
  }
  if (const base::Node* const faults = fields.node("faults")) {
    for (model::FaultUse& use : read_fault_uses(*faults, context.diagnostics)) {
      answer.faults.push_back(std::move(use));
    }
  }
}

std::optional<model::Answer> read_answer(const base::Node& node, const model::Match& when, const Context& context) {
  if (node.is_scalar()) {
    return read_word_answer(node, context);
  }
  base::Fields fields(node, "an answer", context.diagnostics);
  if (!node.is_map()) {
    return std::nullopt;
  }
  model::Answer answer;
  answer.location = node.location;
  answer.off_contract = fields.boolean("off-contract").value_or(false);
  const base::Node* const error = fields.node("error");
  const base::Node* const reply = fields.node("reply");
  const base::Node* const documented = fields.node("documented");
  const int kinds = (error != nullptr ? 1 : 0) + (reply != nullptr ? 1 : 0) + (documented != nullptr ? 1 : 0);
  if (kinds != 1) {
    context.diagnostics.add(node.location,
                            std::string("an answer needs one of \"error\", \"reply\" and \"documented: true\"") +
                                (kinds > 1 ? ", and only one" : ""));
  }
  if (error != nullptr) {
    if (auto content = read_error(fields, when, answer.off_contract, context)) {
      answer.content = std::move(*content);
    }
  } else {
    refuse_error_keys(fields);
  }
  HeaderChanges changes;
  if (reply != nullptr) {
    answer.content = read_reply(*reply, changes, context);
  }
  read_headers(fields, reply != nullptr, changes, context);
  read_documented(fields);
  answer.times = fields.integer("times", 1, kMaxTimes).value_or(0);
  read_answer_faults(fields, std::move(changes), answer, context);
  fields.finish();
  return answer;
}

}  // namespace

std::vector<model::Answer> read_answers(const base::Node& node, const model::Match& when, const Context& context) {
  std::vector<model::Answer> answers;
  if (!node.is_list() || node.items.empty()) {
    context.diagnostics.add(node.location,
                            "\"answers\" must be a list of answers, such as [{error: ThrottlingException}, "
                            "documented], not " +
                                (node.is_list() ? "empty" : std::string(base::describe(node))));
    return answers;
  }
  for (const base::Node& item : node.items) {
    if (auto answer = read_answer(item, when, context)) {
      answers.push_back(std::move(*answer));
    }
  }
  return answers;
}

}  // namespace jobrig::load
