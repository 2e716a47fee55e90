#include "load/arrivals.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/quote.h"
#include "base/suggest.h"

namespace jobrig::load {
namespace {

std::string shown(const model::NamePattern& name) {
  return name.kind == model::NamePattern::Kind::kLiteral ? name.prefix : name.prefix + "{n}" + name.suffix;
}

/// The jobs of a thing by name.
using Places = std::map<std::string, std::size_t>;

void report_unknown(const Places& places, const model::Arrival& arrival, base::Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const auto& [name, place] : places) {
    names.push_back(name);
  }
  const std::string name = shown(*arrival.job);
  diagnostics.add(arrival.location, "the thing has no job " + base::quoted(name) + " that could arrive" +
                                        base::did_you_mean(name, names));
}

void mark(model::Job& job, const model::Arrival& arrival, base::Diagnostics& diagnostics) {
  for (model::Execution& execution : job.executions) {
    if (execution.exists_from != model::ExistsFrom::kQueued) {
      continue;
    }
    if (execution.queued_at || execution.started_at || execution.last_updated_at) {
      diagnostics.add(execution.location, "the job " + base::quoted(shown(job.name)) + " arrives by a step (line " +
                                              std::to_string(arrival.location.line) +
                                              "), so it has no \"queued\", \"started\" and \"updated\"");
    }
    execution.exists_from = model::ExistsFrom::kOtherJob;
  }
}

}  // namespace

void resolve_arrivals(std::vector<model::Job>& jobs, base::Diagnostics& diagnostics) {
  Places places;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    places.emplace(shown(jobs[i].name), i);
  }
  const auto resolve = [&](const model::Job& from, model::Arrival& arrival) {
    const auto found = places.find(shown(*arrival.job));
    if (found == places.end()) {
      report_unknown(places, arrival, diagnostics);
      return;
    }
    arrival.job_index = found->second;
    if (&jobs[arrival.job_index] == &from) {
      diagnostics.add(arrival.location,
                      "a job cannot let itself arrive; use \"next-execution\" for another execution of the job");
      return;
    }
    mark(jobs[arrival.job_index], arrival, diagnostics);
  };
  for (model::Job& job : jobs) {
    for (model::Execution& execution : job.executions) {
      for (model::Transition& step : execution.then) {
        for (model::Arrival& arrival : step.arrivals) {
          if (arrival.job) {
            resolve(job, arrival);
          }
        }
      }
    }
  }
}

}  // namespace jobrig::load
