#include "report/redaction.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "report/secret_forms.h"

namespace jobrig::report {
namespace {

/// Applies `change` to every text of the run that came from outside.
template <typename Change>
void change_texts(model::RunResult& run, const Change& change) {
  change(run.client.name);
  change(run.client.version);
  change(run.client.command);
  for (model::CaseResult& result : run.results) {
    change(result.reason);
    if (result.earlier) {
      change(result.earlier->reason);
    }
    change(result.replay);
    for (model::CheckResult& check : result.checks) {
      change(check.finding.expected);
      change(check.finding.actual);
      change(check.finding.observed);
    }
    for (model::CallRecord& call : result.record.calls) {
      change(call.arguments);
      change(call.last_errors);
      if (call.outcome) {
        for (std::string* text : {&call.outcome->response, &call.outcome->responses, &call.outcome->message,
                                  &call.outcome->error, &call.outcome->out, &call.outcome->err}) {
          change(*text);
        }
      }
    }
    for (auto* const exchanges : {&result.record.exchanges, &result.record.elsewhere}) {
      for (model::Exchange& exchange : *exchanges) {
        for (std::string* text :
             {&exchange.request, &exchange.answer, &exchange.decision.key.thing, &exchange.decision.key.job,
              &exchange.decision.authentication, &exchange.refusal, &exchange.handshake}) {
          change(*text);
        }
      }
    }
    for (model::PacketRecord& packet : result.record.packets) {
      for (std::string* text : {&packet.client_id, &packet.topic, &packet.payload, &packet.bytes, &packet.detail}) {
        change(*text);
      }
    }
    change(result.record.harness_problem);
    std::for_each(result.record.violations.begin(), result.record.violations.end(), change);
    std::for_each(result.record.notes.begin(), result.record.notes.end(), change);
  }
  for (model::RunProblem& problem : run.problems) {
    change(problem.where);
    change(problem.detail);
  }
}

}  // namespace

std::string redact(std::string_view text) {
  std::string clean;
  std::size_t done = 0;
  for (const SecretRange& range : secrets_in(text)) {
    clean.append(text.substr(done, range.begin - done)).append(base::kRedacted);
    done = range.end;
  }
  return clean.append(text.substr(done));
}

model::RunResult redacted(model::RunResult run, const base::Redaction& given) {
  // Each request has another signature: looking for thousands of them in all texts would take quadratic time.
  constexpr std::size_t kMaxSearched = 64;
  constexpr std::size_t kSignature = 64;
  std::set<std::string> carried;
  const auto carry = [&](std::string_view text, bool words_too) {
    for (const SecretRange& range : secrets_in(text)) {
      for (std::string& value : values_in(text.substr(range.begin, range.end - range.begin), words_too)) {
        if (value.size() != kSignature && carried.size() < kMaxSearched) {
          carried.insert(std::move(value));
        }
      }
    }
  };
  for (const model::CaseResult& result : run.results) {
    for (const auto* const exchanges : {&result.record.exchanges, &result.record.elsewhere}) {
      for (const model::Exchange& exchange : *exchanges) {
        carry(exchange.request, true);
      }
    }
  }
  change_texts(run, [&](std::string& text) {
    text = given.clean(text);
    carry(text, false);
    text = redact(text);
  });
  if (!carried.empty()) {
    const base::Redaction everywhere({carried.begin(), carried.end()});
    change_texts(run, [&](std::string& text) { text = everywhere.clean(text); });
  }
  return run;
}

}  // namespace jobrig::report
