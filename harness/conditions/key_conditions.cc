// operation, thing and job: the properties of a call in its path.
// when: {operation: DescribeJobExecution, thing: sensor-*, job: $next}
#include "base/glob.h"
#include "conditions/condition.h"
#include "contract/constraints.h"
#include "contract/editions.h"
#include "contract/operations.h"

namespace jobrig::conditions {
namespace {

using model::Match;

void read_operation(base::Fields& fields, const Reading& reading, Match& match) {
  const auto name = fields.word("operation", contract::operation_names());
  match.operation = name ? contract::operation_named(*name) : std::nullopt;
  if (match.operation && !contract::has_operation(reading.edition, *match.operation)) {
    fields.report("operation", *name + " is not in the edition \"" +
                                   std::string(contract::row_of(reading.edition).word) +
                                   "\"; \"contract: current\" has it");
  }
}

std::string_view name_of(const std::optional<model::Operation>& operation) {
  return operation ? contract::row_of(*operation).name : std::string_view("not an operation");
}

std::string operation_schema() {
  std::string names;
  std::string current;
  for (const contract::OperationRow& row : contract::operations()) {
    names += (names.empty() ? "" : ",") + base::quoted(row.name);
    current += row.current_only ? (current.empty() ? "" : ", ") + std::string(row.name) : "";
  }
  return "{\"enum\":[" + names + R"(],"description":"The operation ()" + current + ": contract current only)\"}";
}

/// The shortest text that matches the glob. It breaks the rules of the contract only if every match does.
std::string shortest_match(std::string_view glob) {
  std::string name;
  for (const char c : glob) {
    if (c != '*') {
      name += c == '?' ? 'x' : c;
    }
  }
  return name.empty() && !glob.empty() ? "x" : name;
}

template <typename Check>
std::optional<std::string> read_name_glob(base::Fields& fields, std::string_view key, const Check& check) {
  auto glob = fields.text(key);
  if (glob) {
    if (const auto violation = check(shortest_match(*glob))) {
      fields.report(key, "\"" + std::string(key) + "\" can match nothing: " + *violation);
    }
  }
  return glob;
}

bool name_holds(const std::string& glob, std::string_view name) {
  return name.data() != nullptr && base::glob_matches(glob, name);
}

std::string name_reason(const std::string& what, const std::string& glob, std::string_view name) {
  return name.data() == nullptr ? "the request has no " + what + "; the rule requires " + in_quotes(glob)
                                : "the " + what + " " + in_quotes(name) + " does not match " + in_quotes(glob);
}

}  // namespace

std::vector<Condition> key_conditions() {
  return {
      {"operation",
       Scope::kKey,
       has<&Match::operation>,
       read_operation,
       [](const Match& match, const Circumstances& now) { return match.operation == now.call.operation; },
       [](const Match& match, const Circumstances& now, Reasons& reasons) {
         reasons.push_back("the request is " + std::string(name_of(now.call.operation)) + "; the rule requires " +
                           std::string(name_of(match.operation)));
       },
       {{"operation",
         "the name of the operation: DescribeJobExecution, GetPendingJobExecutions, … (`jobrig list operations`)"}},
       operation_schema()},
      {"thing",
       Scope::kKey,
       has<&Match::thing_glob>,
       [](base::Fields& fields, const Reading& /*reading*/, Match& match) {
         match.thing_glob = read_name_glob(fields, "thing", contract::check_thing_name);
       },
       [](const Match& match, const Circumstances& now) { return name_holds(*match.thing_glob, now.call.thing); },
       [](const Match& match, const Circumstances& now, Reasons& reasons) {
         reasons.push_back(name_reason("thing", *match.thing_glob, now.call.thing));
       },
       {{"thing", "a glob for the decoded thing name: `gateway:hall`, not `gateway%3Ahall`"}},
       R"({"type":"string","minLength":1,"description":"A glob for the decoded thing name"})"},
      {"job",
       Scope::kKey,
       has<&Match::job_glob>,
       [](base::Fields& fields, const Reading& /*reading*/, Match& match) {
         match.job_glob =
             read_name_glob(fields, "job", [&](const std::string& name) { return contract::check_job_id(name, true); });
       },
       [](const Match& match, const Circumstances& now) { return name_holds(*match.job_glob, now.call.job); },
       [](const Match& match, const Circumstances& now, Reasons& reasons) {
         reasons.push_back(name_reason("job", *match.job_glob, now.call.job));
       },
       {{"job", "a glob for the job name in the request: `$next` matches requests for `$next`"}},
       R"({"type":"string","minLength":1,"description":)"
       R"("A glob for the job name in the request; $next matches requests for $next"})"},
  };
}

}  // namespace jobrig::conditions
