#include "life_cycles/loader.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/fields.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "contract/statuses.h"
#include "load/scenario_contents.h"
#include "load/settings.h"
#include "load/things.h"
#include "model/conformance_words.h"

namespace jobrig::life_cycles {
namespace {

constexpr base::Duration kUsualSettle = std::chrono::seconds(1);
constexpr base::Duration kUsualLimit = std::chrono::seconds(90);
constexpr base::Duration kMaxLimit = std::chrono::minutes(10);
constexpr std::size_t kMaxSteps = 100;

/// The words of `when:`.
std::vector<std::string_view> trigger_words() {
  std::vector<std::string_view> words{"asked"};
  for (const contract::StatusRow& row : contract::statuses()) {
    words.push_back(row.word);
  }
  return words;
}

void read_trigger(base::Fields& fields, Step& step) {
  const auto when = fields.word("when", trigger_words());
  step.asked = when == "asked";
  step.status = when && !step.asked ? contract::status_named(*when) : std::nullopt;
  step.job = fields.text("job").value_or("");
  step.after = fields.duration("after").value_or(base::Duration::zero());
}

void read_act(base::Fields& fields, Step& step) {
  std::vector<std::string_view> words;
  for (const ActRow& row : acts()) {
    words.push_back(row.word);
  }
  fields.required("do");
  const auto word = fields.word("do", words);
  const auto span = fields.duration("for");
  step.span = span.value_or(base::Duration::zero());
  if (!word) {
    return;
  }
  const auto row = std::find_if(acts().begin(), acts().end(), [&](const ActRow& one) { return one.word == *word; });
  step.act = row->act;
  if (row->needs_span && (!span || *span == base::Duration::zero())) {
    fields.report("for", base::quoted(row->word) + " needs a time longer than 0s, such as for: 2s");
  }
  if (span && !row->needs_span && step.act != Act::kKill) {
    fields.report("for", base::quoted(row->word) + " takes no time; remove \"for\"");
  }
  if (!step.job.empty() && !step.status && !row->needs_job) {
    fields.report("job", "\"job\" needs \"when\" with a status, such as {when: IN_PROGRESS, job: firmware-7}");
  }
  if (row->needs_job && step.job.empty()) {
    fields.report("job", base::quoted(row->word) + " needs the job that it concerns: job: firmware-7");
  }
}

std::vector<Step> read_course(const base::Node& node, base::Diagnostics& diagnostics) {
  std::vector<Step> course;
  if (!node.is_list() || node.items.size() > kMaxSteps) {
    diagnostics.add(node.location, "\"course\" must be a list of at most " + std::to_string(kMaxSteps) +
                                       " steps, such as {when: IN_PROGRESS, do: kill}");
    return course;
  }
  for (const base::Node& item : node.items) {
    base::Fields fields(item, "a step of \"course\"", diagnostics);
    Step step;
    step.location = item.location;
    read_trigger(fields, step);
    read_act(fields, step);
    fields.finish();
    course.push_back(std::move(step));
  }
  return course;
}

void read_expectation(const base::Entry& entry, const base::Node& settings, std::vector<Expectation>& expectations,
                      base::Diagnostics& diagnostics) {
  const CheckKind* const kind = kind_named(entry.key);
  if (kind == nullptr) {
    std::vector<std::string_view> names;
    for (const CheckKind& one : catalogue()) {
      names.push_back(one.name);
    }
    const std::string hint = base::did_you_mean(entry.key, names);
    diagnostics.add(entry.key_location, "unknown check " + base::quoted(entry.key) +
                                            (hint.empty() ? "; see jobrig list agent-checks" : hint));
    return;
  }
  if (Judge judge = kind->parse(settings, diagnostics)) {
    expectations.push_back({kind, std::move(judge), model::Level::kMust});
  }
}

std::vector<Expectation> read_expectations(const base::Node& node, base::Diagnostics& diagnostics) {
  std::vector<Expectation> expectations;
  if (!node.is_map() || node.entries.empty()) {
    diagnostics.add(node.location, "\"expect\" must be a map of at least one check, such as {ends: SUCCEEDED}");
    return expectations;
  }
  for (const base::Entry& entry : node.entries) {
    // A list holds the settings of several uses of a check; a list of scalars is the shorthand of one.
    const bool several = entry.value.is_list() && !entry.value.items.empty() && entry.value.items.front().is_map();
    if (!several) {
      read_expectation(entry, entry.value, expectations, diagnostics);
      continue;
    }
    for (const base::Node& settings : entry.value.items) {
      read_expectation(entry, settings, expectations, diagnostics);
    }
  }
  return expectations;
}

/// The names of a scenario's things: a range has as many agents.
std::vector<std::string> things_of(const model::Scenario& scenario, const base::Location& location,
                                   base::Diagnostics& diagnostics) {
  std::vector<std::string> things;
  std::uint64_t count = 0;
  for (const model::Thing& thing : scenario.things) {
    const bool range = thing.name.kind == model::NamePattern::Kind::kRange;
    const std::uint64_t last = range ? std::min(thing.name.last, thing.name.first + kMaxAgents) : 0;
    for (std::uint64_t number = range ? thing.name.first : 0; number <= last; ++number) {
      things.push_back(range ? thing.name.prefix + std::to_string(number) + thing.name.suffix : thing.name.prefix);
      ++count;
    }
  }
  if (count == 0 || count > kMaxAgents) {
    diagnostics.add(location, "a life cycle starts an agent for each thing and needs 1 to " +
                                  std::to_string(kMaxAgents) + " things");
  }
  return things;
}

base::Duration read_span(base::Fields& fields, std::string_view key, base::Duration usual) {
  const auto given = fields.duration(key);
  if (given && (*given == base::Duration::zero() || *given > kMaxLimit)) {
    fields.report(key, base::quoted(key) + " must be longer than 0s and at most 10m");
  }
  return given.value_or(usual);
}

void refuse_unknown_jobs(const LifeCycle& cycle, base::Diagnostics& diagnostics) {
  std::vector<std::string_view> jobs;
  for (const model::Thing& thing : cycle.scenario.things) {
    for (const model::Job& job : thing.jobs) {
      jobs.push_back(job.name.prefix);
    }
  }
  for (const Step& step : cycle.course) {
    if (!step.job.empty() && std::find(jobs.begin(), jobs.end(), step.job) == jobs.end()) {
      diagnostics.add(step.location,
                      "no thing has the job " + base::quoted(step.job) + base::did_you_mean(step.job, jobs));
    }
  }
}

}  // namespace

const std::vector<ActRow>& acts() {
  static const std::vector<ActRow> kActs{
      {Act::kKill, "kill", false, false},      {Act::kCut, "cut", false, false},
      {Act::kOutage, "outage", true, false},   {Act::kLoseAnswers, "lose-answers", true, false},
      {Act::kAdvance, "advance", true, false}, {Act::kCancel, "cancel", false, true},
      {Act::kChange, "change", false, true}};
  return kActs;
}

std::optional<LifeCycle> load_life_cycle(const load::Document& document, base::Diagnostics& diagnostics) {
  const auto count = [&] { return diagnostics.list().size() + diagnostics.left_out(); };
  const std::size_t before = count();
  LifeCycle cycle;
  cycle.name = document.name;
  base::Fields fields(document.root, "a life cycle", diagnostics);
  fields.required("summary");
  cycle.summary = load::read_summary(fields);
  const load::Settings settings = load::read_settings(fields, diagnostics);
  fields.node("things");
  fields.node("rules");
  load::apply_settings(settings, model::Edition::kOriginal, cycle.scenario);
  load::append_contents(document.root, document.read_beside, settings, cycle.scenario, diagnostics);
  cycle.scenario.name = document.name;
  cycle.scenario.summary = cycle.summary;
  load::refuse_things_named_twice(cycle.scenario.things, diagnostics);
  cycle.things = things_of(cycle.scenario, document.root.location, diagnostics);
  if (const base::Node* const course = fields.required("course")) {
    cycle.course = read_course(*course, diagnostics);
  }
  refuse_unknown_jobs(cycle, diagnostics);
  if (const base::Node* const expect = fields.required("expect")) {
    cycle.expectations = read_expectations(*expect, diagnostics);
  }
  cycle.settle = read_span(fields, "settle", kUsualSettle);
  cycle.limit = read_span(fields, "limit", kUsualLimit);
  fields.finish();
  return count() == before ? std::optional(std::move(cycle)) : std::nullopt;
}

std::vector<LifeCycle> load_life_cycles(const std::vector<load::Source>& sources, base::Diagnostics& diagnostics) {
  std::vector<LifeCycle> cycles;
  for (const load::Source& source : sources) {
    const auto document = load::parse(source, diagnostics);
    if (document && load::kind_of(*document) != load::SourceKind::kLifeCycle) {
      diagnostics.add(document->root.location, "this is not a life cycle: it has no \"course\"");
    } else if (document) {
      if (auto cycle = load_life_cycle(*document, diagnostics)) {
        cycles.push_back(std::move(*cycle));
      }
    }
  }
  std::sort(cycles.begin(), cycles.end(), [](const auto& one, const auto& other) { return one.name < other.name; });
  return cycles;
}

}  // namespace jobrig::life_cycles
