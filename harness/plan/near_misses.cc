#include "plan/near_misses.h"

#include <algorithm>

#include "base/glob.h"
#include "base/units.h"
#include "base/url.h"
#include "contract/operations.h"

namespace jobrig::plan {
namespace {

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string_view operation_name(const std::optional<model::Operation>& operation) {
  return operation ? contract::row_of(*operation).name : std::string_view("no operation");
}

void weigh_name(std::string_view what, const std::optional<std::string>& glob, std::string_view name,
                std::vector<std::string>& reasons) {
  if (!glob || (name.data() != nullptr && base::glob_matches(*glob, name))) {
    return;
  }
  reasons.push_back(name.data() == nullptr
                        ? "the request names no " + std::string(what) + ", and it wants " + quoted(*glob)
                        : "the " + std::string(what) + " " + quoted(name) + " does not match " + quoted(*glob));
}

void weigh_number(const model::Match& when, const model::Call& call, std::vector<std::string>& reasons) {
  if (!when.execution_number || when.execution_number == call.arguments.execution_number) {
    return;
  }
  const std::string wanted = std::to_string(*when.execution_number);
  reasons.push_back(call.arguments.execution_number
                        ? "the execution number is " + std::to_string(*call.arguments.execution_number) +
                              ", and it wants " + wanted
                        : "the request names no execution number, and it wants " + wanted);
}

void weigh_document(const model::Match& when, const model::Call& call, std::vector<std::string>& reasons) {
  if (!when.include_job_document || when.include_job_document == call.arguments.include_job_document) {
    return;
  }
  const std::string wanted = *when.include_job_document ? "true" : "false";
  reasons.push_back(call.arguments.include_job_document
                        ? "include-job-document is " +
                              std::string(*call.arguments.include_job_document ? "true" : "false") + ", and it wants " +
                              wanted
                        : "the operation has no include-job-document, and it wants " + wanted);
}

void weigh_headers(const model::Match& when, const model::CallContext& context, std::vector<std::string>& reasons) {
  for (const model::FieldMatch& match : when.headers) {
    if (!header_holds(match, context)) {
      const std::string_view value = context.http == nullptr ? std::string_view() : context.http->header(match.name);
      reasons.push_back(value.data() == nullptr ? "there is no header " + match.name
                                                : "the header " + match.name + " is " + quoted(value) +
                                                      ", which does not match " + quoted(match.value_glob));
    }
  }
}

void weigh_query(const model::Match& when, const model::CallContext& context, std::vector<std::string>& reasons) {
  for (const model::FieldMatch& match : when.query) {
    if (!query_holds(match, context)) {
      const std::optional<std::string> value = base::query_value(query_of(context), match.name);
      reasons.push_back(value ? "the query parameter " + match.name + " is " + quoted(*value) +
                                    ", which does not match " + quoted(match.value_glob)
                              : "there is no query parameter " + match.name);
    }
  }
}

void weigh_window(const model::Match& when, base::Duration elapsed, std::vector<std::string>& reasons) {
  if (!when.during || window_holds(*when.during, elapsed)) {
    return;
  }
  reasons.push_back("it is " + base::format_duration(elapsed) + " since the start, and it wants " +
                    base::format_duration(when.during->from) + ".." +
                    (when.during->to ? base::format_duration(*when.during->to) : ""));
}

void weigh_flapping(const model::Match& when, base::Duration elapsed, std::vector<std::string>& reasons) {
  const base::Duration since = when.during ? when.during->from : base::Duration::zero();
  if (!when.flapping || flapping_holds(*when.flapping, since, elapsed)) {
    return;
  }
  reasons.push_back("it is " + base::format_duration(elapsed) + " since the start, and it flaps, " +
                    base::format_duration(when.flapping->on) + " on and " + base::format_duration(when.flapping->off) +
                    " off");
}

}  // namespace

RuleVerdict weigh_rule(const model::Rule& rule, const Subject& subject, const Circumstances& circumstances,
                       bool used_up) {
  RuleVerdict verdict{&rule, false, {}};
  if (rule.when.operation && rule.when.operation != subject.operation) {
    verdict.reasons.push_back("the request is " + std::string(operation_name(subject.operation)) + ", and it wants " +
                              std::string(operation_name(rule.when.operation)));
  }
  weigh_name("thing", rule.when.thing_glob, subject.thing, verdict.reasons);
  weigh_name("job", rule.when.job_glob, subject.job, verdict.reasons);
  weigh_number(rule.when, circumstances.call, verdict.reasons);
  weigh_document(rule.when, circumstances.call, verdict.reasons);
  weigh_headers(rule.when, circumstances.call.context, verdict.reasons);
  weigh_query(rule.when, circumstances.call.context, verdict.reasons);
  weigh_window(rule.when, circumstances.elapsed, verdict.reasons);
  weigh_flapping(rule.when, circumstances.elapsed, verdict.reasons);
  if (is_for_connections_only(rule)) {
    verdict.reasons.emplace_back("its faults strike connections when they are accepted, and no requests");
  }
  if (used_up) {
    verdict.reasons.emplace_back("its answers are used up for this thing and job");
  }
  verdict.matches = verdict.reasons.empty();
  return verdict;
}

std::vector<RuleVerdict> nearest_misses(const std::vector<RuleVerdict>& verdicts, std::size_t most) {
  std::vector<RuleVerdict> misses;
  std::copy_if(verdicts.begin(), verdicts.end(), std::back_inserter(misses),
               [](const RuleVerdict& verdict) { return !verdict.matches; });
  std::stable_sort(misses.begin(), misses.end(),
                   [](const RuleVerdict& a, const RuleVerdict& b) { return a.reasons.size() < b.reasons.size(); });
  misses.resize(std::min(misses.size(), most));
  return misses;
}

}  // namespace jobrig::plan
