#include "load/things.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_map>

#include "base/fields.h"
#include "contract/constraints.h"
#include "load/any.h"
#include "load/arrivals.h"
#include "load/executions.h"
#include "load/name_pattern.h"
#include "load/settings.h"

namespace jobrig::load {
namespace {

using Kind = model::NamePattern::Kind;

// A range is compared with every other name; more would make loading slow.
constexpr std::size_t kMaxRanges = 250;

/// Checks the first and the last name of a pattern. The last is the longest, so all names in between are valid too.
template <typename Check>
std::optional<std::string> check_names(const model::NamePattern& pattern, const model::NamePattern& numbers,
                                       const Check& check) {
  auto violation = check(name_of(pattern, numbers.first));
  return violation ? violation : check(name_of(pattern, numbers.last));
}

/// Parses the number of an execution from a key of `executions:`.
std::optional<std::int64_t> read_number_key(const base::Entry& entry, const Context& context) {
  const auto number = contract::parse_execution_number(entry.key);
  if (!number) {
    context.diagnostics.add(entry.key_location, number.error().message);
    return std::nullopt;
  }
  return *number;
}

std::vector<model::Execution> read_executions(const base::Node& node, std::vector<model::Execution>& later,
                                              const Context& context) {
  std::vector<model::Execution> executions;
  if (!node.is_map() || node.entries.empty()) {
    context.diagnostics.add(node.location, "\"executions\" must be a map of numbers to executions, not " +
                                               (node.is_map() ? "empty" : std::string(base::describe(node))));
    return executions;
  }
  for (const base::Entry& entry : node.entries) {
    const auto number = read_number_key(entry, context);
    const base::Node& written = without_short_form(entry.value, "an execution", context.diagnostics);
    const bool any = written.find("any") != nullptr;
    base::Fields fields(written, any ? "an execution with \"any\"" : "an execution", context.diagnostics);
    model::Execution execution = read_execution(fields, number.value_or(1), entry.key_location, later, context);
    if (entry.value.find("number") != nullptr) {
      fields.node("number");  // read only here; suggestions must not offer it
      fields.report("number", "the number of an execution below \"executions\" is its key");
    }
    fields.finish();
    if (number) {
      executions.push_back(std::move(execution));
    }
  }
  return executions;
}

/// Sorts the executions by number and reports equal numbers. The reader has rejected equal keys, but `1` and `01` are
/// the same number, and so can be that of a retry.
void sort_by_number(std::vector<model::Execution>& executions, base::Diagnostics& diagnostics) {
  std::stable_sort(executions.begin(), executions.end(),
                   [](const model::Execution& a, const model::Execution& b) { return a.number < b.number; });
  for (std::size_t i = 1; i < executions.size(); ++i) {
    if (executions[i - 1].number == executions[i].number) {
      diagnostics.add(executions[i].location,
                      "the execution " + std::to_string(executions[i].number) + " is duplicated");
    }
  }
}

model::Job read_job(const base::Entry& entry, model::NamePattern name, const Context& context) {
  model::Job job;
  job.name = std::move(name);
  job.location = entry.key_location;
  const base::Node& written = without_short_form(entry.value, "a job", context.diagnostics);
  const bool many = written.find("executions") != nullptr;
  const bool any = written.find("any") != nullptr;
  base::Fields fields(written,
                      many  ? "a job with \"executions\""
                      : any ? "a job with \"any\""
                            : "a job",
                      context.diagnostics);
  std::vector<model::Execution> later;
  if (many) {
    job.executions = read_executions(*fields.node("executions"), later, context);
  } else {
    job.executions.push_back(read_execution(fields, std::nullopt, entry.key_location, later, context));
  }
  std::move(later.begin(), later.end(), std::back_inserter(job.executions));
  sort_by_number(job.executions, context.diagnostics);
  job.gone_when_terminal = read_gone_when_terminal(fields).value_or(context.gone_when_terminal);
  if (!many && !any) {
    fields.node("executions");  // marks the key as known
  }
  fields.finish();
  return job;
}

std::optional<model::NamePattern> read_job_name(const base::Entry& entry, const model::NamePattern& thing,
                                                const Context& context) {
  const auto name = parse_name_pattern(entry.key);
  std::optional<std::string> mistake;
  if (!name) {
    mistake = name.error().message;
  } else if (name->kind == Kind::kRange) {
    mistake = "a job name cannot contain a range; put the range into the thing name and use {n} here";
  } else if (name->kind == Kind::kNumber && thing.kind != Kind::kRange) {
    mistake = "{n} requires a range in the name of the thing";
  } else {
    mistake = check_names(*name, thing, [&](const std::string& id) { return contract::check_job_id(id, false); });
  }
  if (mistake) {
    context.diagnostics.add(entry.key_location, *mistake);
    return std::nullopt;
  }
  return *name;
}

/// Replaces a `{n}` in the name of a job with the range of its thing.
model::NamePattern with_numbers(model::NamePattern name, const model::NamePattern& thing) {
  if (name.kind == Kind::kNumber) {
    name.kind = Kind::kRange;
    name.first = thing.first;
    name.last = thing.last;
  }
  return name;
}

std::string written_twice(std::string_view what, const model::NamePattern& name, const base::Location& first,
                          const base::Location& second) {
  const std::string shown = name.kind == Kind::kLiteral ? name.prefix : name.prefix + "{…}" + name.suffix;
  const std::string where = first.file == second.file ? "line " : first.file + ", line ";
  return std::string(what) + " " + base::quoted(shown) + " is already defined in " + where + std::to_string(first.line);
}

/// The reader has rejected equal literals, so only a name with `{n}` can conflict with another name.
void refuse_jobs_named_twice(std::span<const model::Job> jobs, const model::NamePattern& thing,
                             base::Diagnostics& diagnostics) {
  std::vector<std::pair<const model::Job*, model::NamePattern>> counted;
  for (const model::Job& job : jobs) {
    if (job.name.kind != Kind::kNumber) {
      continue;
    }
    if (counted.size() == kMaxRanges) {
      diagnostics.add(job.location, "more than " + std::to_string(kMaxRanges) + " names with {n} in one thing");
      return;
    }
    counted.emplace_back(&job, with_numbers(job.name, thing));
  }
  for (const model::Job& job : jobs) {
    const model::NamePattern name = with_numbers(job.name, thing);
    const auto other = std::find_if(counted.begin(), counted.end(), [&](const auto& one) {
      // Of two names with `{n}`, the later one is reported.
      return (job.name.kind == Kind::kLiteral || one.first < &job) && load::overlap(one.second, name);
    });
    if (other != counted.end()) {
      const auto [first, second] = std::minmax({other->first, &job});  // by value: one operand is a temporary
      diagnostics.add(second->location, written_twice("the job", second->name, first->location, second->location));
    }
  }
}

std::vector<model::Job> read_jobs(const base::Node& node, const model::NamePattern& thing, const Context& context) {
  std::vector<model::Job> jobs;
  if (!node.is_map()) {
    context.diagnostics.add(node.location, "a thing must be a map of its jobs, not " +
                                               std::string(base::describe(node)) +
                                               (node.is_null() ? "; {} is a thing without jobs" : ""));
    return jobs;
  }
  for (const base::Entry& entry : node.entries) {
    auto name = read_job_name(entry, thing, context);
    // The execution is read even if its name is invalid, to report all mistakes in one pass.
    model::Job job = read_job(entry, name.value_or(model::NamePattern{}), context);
    if (name) {
      jobs.push_back(std::move(job));
    }
  }
  refuse_jobs_named_twice(jobs, thing, context.diagnostics);
  resolve_arrivals(jobs, context.diagnostics);
  return jobs;
}

}  // namespace

std::vector<model::Thing> read_things(const base::Node& node, const Context& context) {
  std::vector<model::Thing> things;
  if (!node.is_map()) {
    context.diagnostics.add(node.location,
                            "\"things\" must be a map of things by name, not " + std::string(base::describe(node)));
    return things;
  }
  for (const base::Entry& entry : node.entries) {
    const auto name = parse_name_pattern(entry.key);
    model::Thing thing;
    thing.location = entry.key_location;
    std::optional<std::string> mistake;
    if (!name) {
      mistake = name.error().message;
      thing.name.kind = Kind::kRange;  // intended as a range, so its jobs may use {n}
    } else if (name->kind == Kind::kNumber) {
      mistake = "{n} is valid in job names only; a thing name contains a range, such as {1..100}";
    } else {
      thing.name = *name;
      mistake = check_names(*name, *name, contract::check_thing_name);
    }
    if (mistake) {
      context.diagnostics.add(entry.key_location, *mistake);
    }
    thing.jobs = read_jobs(entry.value, thing.name, context);
    if (!mistake) {
      things.push_back(std::move(thing));
    }
  }
  return things;
}

void refuse_things_named_twice(std::span<const model::Thing> things, base::Diagnostics& diagnostics) {
  std::unordered_map<std::string_view, const model::Thing*> literals;
  std::vector<const model::Thing*> ranges;
  for (const model::Thing& thing : things) {
    const model::Thing* other = nullptr;
    if (thing.name.kind == Kind::kLiteral) {
      const auto [found, added] = literals.emplace(thing.name.prefix, &thing);
      other = added ? nullptr : found->second;
    } else if (ranges.size() == kMaxRanges) {
      diagnostics.add(thing.location, "more than " + std::to_string(kMaxRanges) + " names with a range");
      return;
    } else {
      ranges.push_back(&thing);
    }
    const auto meets = [&](const model::Thing* range) { return range != &thing && overlap(range->name, thing.name); };
    const auto range = std::find_if(ranges.begin(), ranges.end(), meets);
    other = other == nullptr && range != ranges.end() ? *range : other;
    if (other == nullptr && thing.name.kind == Kind::kRange) {
      const auto literal = std::find_if(
          things.begin(), things.begin() + (&thing - things.data()),
          [&](const auto& one) { return one.name.kind == Kind::kLiteral && overlap(one.name, thing.name); });
      other = &*literal == &thing ? nullptr : &*literal;
    }
    if (other != nullptr) {
      diagnostics.add(thing.location, written_twice("the thing", thing.name, other->location, thing.location));
    }
  }
}

}  // namespace jobrig::load
