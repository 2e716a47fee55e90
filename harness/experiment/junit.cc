// The JUnit XML of an experiment. tests/support/junit.xsd is the schema that readers use.
#include <array>
#include <chrono>
#include <cstdio>
#include <pugixml.hpp>
#include <sstream>

#include "base/units.h"
#include "experiment/outcome.h"
#include "report/ci_commands.h"
#include "report/plain_text.h"

namespace jobrig::experiment {
namespace {

std::string seconds(base::Duration time) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.3f", std::chrono::duration<double>(time).count());
  return text.data();
}

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(report::one_line(value).c_str());
}

/// What happened in a phase: the element of its test case, and its message.
struct Mark {
  const char* element = nullptr;  // null: passed
  std::string message;
};

/// The phase that an early end befell is the last one that began.
Mark mark_of(const Outcome& outcome, const Phase& phase, bool is_last) {
  if (!phase.began) {
    return {"skipped", "the experiment ended before"};
  }
  if (!phase.held()) {
    return {"failure", outcome.reason};
  }
  const bool early = outcome.ending == Ending::kInterrupted || outcome.ending == Ending::kBroken;
  return early && is_last ? Mark{"error", outcome.reason} : Mark{};
}

std::string figures_of(const Phase& phase) {
  std::string text;
  for (const MetricRow& metric : metrics()) {
    text += std::string(metric.word) + " " + value_text(metric.unit, metric.of(phase.measurement)) + "\n";
  }
  return text;
}

}  // namespace

std::string outcome_junit(const Outcome& outcome) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node suites = document.append_child("testsuites");
  pugi::xml_node suite = suites.append_child("testsuite");
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  for (std::size_t i = 0; i < outcome.phases.size(); ++i) {
    const Phase& phase = outcome.phases[i];
    const bool is_last = i + 1 == outcome.phases.size() || !outcome.phases[i + 1].began;
    const Mark mark = mark_of(outcome, phase, is_last);
    pugi::xml_node node = suite.append_child("testcase");
    set(node, "name", phase.name);
    set(node, "classname", outcome.name);
    set(node, "time", seconds(phase.lasted));
    if (mark.element != nullptr) {
      pugi::xml_node child = node.append_child(mark.element);
      set(child, "message", mark.message);
      const std::string_view element = mark.element;
      failures += element == "failure" ? 1 : 0;
      errors += element == "error" ? 1 : 0;
      skipped += element == "skipped" ? 1 : 0;
    }
    if (phase.began) {
      node.append_child("system-out").append_child(pugi::node_pcdata).set_value(figures_of(phase).c_str());
    }
  }
  for (pugi::xml_node node : {suites, suite}) {
    set(node, "name", node == suites ? "jobrig" : outcome.name);
    set(node, "tests", std::to_string(outcome.phases.size()));
    set(node, "failures", std::to_string(failures));
    set(node, "errors", std::to_string(errors));
    set(node, "time", seconds(outcome.took));
  }
  set(suite, "skipped", std::to_string(skipped));
  // UTC without a time zone, as required by readers of the schema.
  set(suite, "timestamp", base::format_instant(outcome.began).substr(0, 19));
  std::ostringstream text;
  document.save(text, "  ", pugi::format_indent, pugi::encoding_utf8);
  return report::without_commands(text.str(), {"&#58;", "&#35;"});
}

}  // namespace jobrig::experiment
