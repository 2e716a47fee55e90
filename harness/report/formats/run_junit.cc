#include "report/formats/run_junit.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <map>
#include <pugixml.hpp>
#include <sstream>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "model/conformance_words.h"
#include "report/case_text.h"
#include "report/plain_text.h"
#include "report/record_times.h"
#include "report/tally.h"

namespace jobrig::report::formats {
namespace {

using model::Verdict;

std::string seconds_text(std::chrono::nanoseconds time) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.3f", std::chrono::duration<double>(time).count());
  return text.data();
}

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(one_line(value).c_str());
}

void set_count(pugi::xml_node node, const char* name, std::size_t count) {
  node.append_attribute(name).set_value(std::to_string(count).c_str());
}

/// The text must be safe already: plain_text has converted it.
void add_text(pugi::xml_node node, const std::string& text) {
  node.append_child(pugi::node_pcdata).set_value(text.c_str());
}

enum class Kind : std::uint8_t { kPassed, kFailure, kError, kSkipped };

Kind kind_of(const model::CaseResult& result) {
  if (result.verdict == Verdict::kHarnessError) {
    return Kind::kError;
  }
  if (result.verdict == Verdict::kSkipped) {
    return Kind::kSkipped;
  }
  if (!model::row_of(result.verdict).red) {
    return Kind::kPassed;
  }
  return is_red(result) ? Kind::kFailure : Kind::kSkipped;
}

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;

  void add(Kind kind) {
    ++tests;
    failures += kind == Kind::kFailure ? 1 : 0;
    errors += kind == Kind::kError ? 1 : 0;
    skipped += kind == Kind::kSkipped ? 1 : 0;
  }
  void add(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
  }
};

void set_counts(pugi::xml_node node, const Counts& counts) {
  set_count(node, "tests", counts.tests);
  set_count(node, "failures", counts.failures);
  set_count(node, "errors", counts.errors);
}

void add_verdict(pugi::xml_node node, const char* element, const model::CaseResult& result,
                 const std::string& message) {
  pugi::xml_node child = node.append_child(element);
  set(child, "message", message);
  if (std::string_view(element) != "skipped") {
    set(child, "type", model::row_of(result.verdict).word);
    add_text(child, case_text(result));
  }
}

void add_case(pugi::xml_node suite, const std::string& class_name, const model::CaseResult& result) {
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "name", result_title(result));
  set(node, "classname", class_name);
  set(node, "time", seconds_text(record_length(result.record)));
  const std::string reason = result.reason.empty() ? std::string(model::row_of(result.verdict).title) : result.reason;
  switch (kind_of(result)) {
    case Kind::kError:
      return add_verdict(node, "error", result, reason);
    case Kind::kFailure:
      return add_verdict(node, "failure", result, reason);
    case Kind::kSkipped:
      add_verdict(node, "skipped", result,
                  result.expected.empty()
                      ? reason
                      : std::string(known_word(result)) + " (" + known_reason(result) + "): " + reason);
      break;
    case Kind::kPassed:
      break;
  }
  if (result.verdict != Verdict::kPassed && result.verdict != Verdict::kSkipped) {
    add_text(node.append_child("system-out"), case_text(result));
  } else if (result.earlier) {
    add_text(node.append_child("system-out"), earlier_text(result));
  }
}

pugi::xml_node add_suite(pugi::xml_node suites, const std::string& name, const model::RunResult& run,
                         const Counts& counts, std::chrono::nanoseconds time) {
  pugi::xml_node suite = suites.append_child("testsuite");
  set(suite, "name", name);
  set_counts(suite, counts);
  set_count(suite, "skipped", counts.skipped);
  set(suite, "time", seconds_text(time));
  // UTC without a time zone, as required by readers of the schema.
  set(suite, "timestamp", base::format_instant(run.began).substr(0, 19));
  return suite;
}

Counts add_area(pugi::xml_node suites, const model::RunResult& run, const std::string& area,
                const std::vector<const model::CaseResult*>& results) {
  Counts counts;
  std::chrono::nanoseconds time{0};
  for (const model::CaseResult* result : results) {
    counts.add(kind_of(*result));
    time += record_length(result->record);
  }
  pugi::xml_node suite = add_suite(suites, client_title(run.client) + ": " + area, run, counts, time);
  pugi::xml_node properties = suite.append_child("properties");
  const auto add_property = [&](const char* name, std::string_view value) {
    pugi::xml_node property = properties.append_child("property");
    set(property, "name", name);
    set(property, "value", value);
  };
  add_property("client", client_title(run.client));
  add_property("seed", std::to_string(run.seed));
  add_property("jobrig", run.jobrig_version);
  const model::MustCoverage coverage = model::must_coverage(results);
  add_property("requirements", must_text(coverage, coverage.not_judged.size()));
  const std::string class_name = (run.client.name.empty() ? "client" : one_line(run.client.name)) + "." + area;
  for (const model::CaseResult* result : results) {
    add_case(suite, class_name, *result);
  }
  return counts;
}

/// The problems of the run as a whole: each problem is a failure, an interruption is an error.
Counts add_problems(pugi::xml_node suites, const model::RunResult& run) {
  Counts counts;
  if (run.problems.empty() && !run.interrupted) {
    return counts;
  }
  counts.tests = run.problems.size() + (run.interrupted ? 1 : 0);
  counts.failures = run.problems.size();
  counts.errors = run.interrupted ? 1 : 0;
  pugi::xml_node suite = add_suite(suites, client_title(run.client) + ": the run", run, counts, run.took);
  const auto add = [&](const std::string& name, const char* element, const std::string& message) {
    pugi::xml_node node = suite.append_child("testcase");
    set(node, "name", name);
    set(node, "classname", (run.client.name.empty() ? "client" : one_line(run.client.name)) + ".run");
    set(node, "time", "0.000");
    set(node.append_child(element), "message", message);
  };
  for (const model::RunProblem& problem : run.problems) {
    add(problem.what + ": " + problem.where, "failure", problem.detail.empty() ? problem.what : problem.detail);
  }
  if (run.interrupted) {
    add("interrupted", "error", "not all cases were run");
  }
  return counts;
}

}  // namespace

std::string run_junit(std::span<const model::RunResult> runs) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node suites = document.append_child("testsuites");
  set(suites, "name", "jobrig");
  Counts all;
  std::chrono::nanoseconds time{0};
  for (const model::RunResult& run : runs) {
    std::map<std::string, std::vector<const model::CaseResult*>> areas;
    for (const model::CaseResult& result : run.results) {
      areas[area_of(result)].push_back(&result);
    }
    for (const auto& [area, results] : areas) {
      all.add(add_area(suites, run, area, results));
    }
    all.add(add_problems(suites, run));
    time += run.took;
  }
  set_counts(suites, all);
  set(suites, "time", seconds_text(time));
  std::ostringstream text;
  document.save(text, "  ", pugi::format_indent, pugi::encoding_utf8);
  return text.str();
}

}  // namespace jobrig::report::formats
