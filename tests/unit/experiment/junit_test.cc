// The JUnit XML of an experiment: one test case per phase, with counts that fit.
#include <pugixml.hpp>
#include <string>

#include "experiment/outcome.h"
#include "support/catch.h"
#include "support/experiment_outcome.h"

using namespace jobrig;

namespace {

std::string value_at(const pugi::xml_document& document, const std::string& path) {
  return document.select_node(path.c_str()).attribute().value();
}

}  // namespace

TEST_CASE("a halted stage is a failure and what did not run is skipped", "[experiment]") {
  pugi::xml_document document;
  REQUIRE(document.load_string(experiment::outcome_junit(test::halted_outcome()).c_str()));
  CHECK(value_at(document, "//testsuite/@tests") == "3");
  CHECK(value_at(document, "//testsuite/@failures") == "1");
  CHECK(value_at(document, "//testsuite/@errors") == "0");
  CHECK(value_at(document, "//testsuite/@skipped") == "1");
  CHECK(value_at(document, "//testsuite/@timestamp") == "2026-01-02T03:00:00");
  CHECK(value_at(document, "//testcase[@name='outage']/failure/@message") ==
        "stage \"outage\": successes 2%, expected at least 5%");
  CHECK(value_at(document, "//testcase[@name='after']/skipped/@message") == "the experiment ended before");
  CHECK(value_at(document, "//testcase[@name='before']/@time") == "30.000");
  const std::string figures = document.select_node("//testcase[@name='before']/system-out").node().child_value();
  CHECK(figures.find("successes 99.5%\n") != std::string::npos);
}

TEST_CASE("an experiment that held has no failures", "[experiment]") {
  pugi::xml_document document;
  REQUIRE(document.load_string(experiment::outcome_junit(test::held_outcome()).c_str()));
  CHECK(document.select_nodes("//failure | //error | //skipped").empty());
  CHECK(value_at(document, "/testsuites/@tests") == "3");
}

TEST_CASE("an interruption is an error of the phase in which it happened", "[experiment]") {
  experiment::Outcome outcome = test::halted_outcome();
  outcome.ending = experiment::Ending::kInterrupted;
  outcome.reason = "stopped by a signal";
  outcome.phases[1].findings.clear();
  pugi::xml_document document;
  REQUIRE(document.load_string(experiment::outcome_junit(outcome).c_str()));
  CHECK(value_at(document, "//testcase[@name='outage']/error/@message") == "stopped by a signal");
  CHECK(value_at(document, "//testsuite/@errors") == "1");
}

TEST_CASE("names in JUnit cannot break out of XML or act in a CI log", "[experiment]") {
  experiment::Outcome outcome = test::halted_outcome();
  outcome.phases[1].name = "a\"><b\x01\n::error::";
  const std::string text = experiment::outcome_junit(outcome);
  pugi::xml_document document;
  REQUIRE(document.load_string(text.c_str()));
  CHECK(text.find("\n::") == std::string::npos);
  CHECK(document.select_nodes("//testcase").size() == 3);
}
