// The JUnit report: verdicts become what CI systems know, and nothing in a run can break the XML. That it keeps a
// schema is tests/cli/report_test.cc's.
#include "report/formats/run_junit.h"

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/golden.h"
#include "support/reporting.h"
#include "support/run_fixture.h"

using namespace jobrig;

namespace {

/// The test case of that name in the suites of one run.
struct Junit {
  explicit Junit(const std::vector<model::RunResult>& runs) {
    REQUIRE(document.load_string(report::formats::run_junit(runs).c_str()));
  }
  [[nodiscard]] pugi::xml_node test_case(const std::string& name) const {
    return document.select_node(("//testcase[@name='" + name + "']").c_str()).node();
  }
  pugi::xml_document document;
};

}  // namespace

TEST_CASE("the JUnit report is the golden one", "[report][golden]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run(), test::other_client_run()};
  const std::string text = test::report_as("junit", runs);
  CHECK(text == test::golden("report.junit.xml", text));
}

TEST_CASE("verdicts become failures and errors and skipped tests", "[report]") {
  const Junit junit({test::every_verdict_run()});
  CHECK(junit.test_case("broken-success/cut-body").child("failure").attribute("type").value() == std::string("failed"));
  CHECK(junit.test_case("request/next").child("failure").attribute("type").value() == std::string("not-called"));
  CHECK(junit.test_case("state/polling").child("error").attribute("type").value() == std::string("harness-error"));
  CHECK(junit.test_case("transport/tls-expired").child("skipped").attribute("message").value() ==
        std::string("the client did not declare tls"));
  const pugi::xml_node known = junit.test_case("time/hang");
  CHECK(known.child("failure").empty());
  CHECK(std::string(known.child("skipped").attribute("message").value()).rfind("known failure (", 0) == 0);
  for (const char* const passed : {"retry/503-then-ok", "retry/429-hint", "request/bad-name"}) {
    CAPTURE(passed);
    const pugi::xml_node node = junit.test_case(passed);
    REQUIRE(node);
    CHECK((node.child("failure").empty() && node.child("error").empty() && node.child("skipped").empty()));
  }
  CHECK(junit.test_case("flaky: retry/503-then-ok").child("failure"));
}

TEST_CASE("the counts of the JUnit report are those of its elements", "[report]") {
  model::RunResult interrupted = test::other_client_run();
  interrupted.interrupted = true;
  const Junit junit({test::every_verdict_run(), interrupted});
  const auto count = [](pugi::xml_node below, const char* path) { return below.select_nodes(path).size(); };
  const auto suites = junit.document.select_nodes("//testsuite");
  REQUIRE(suites.size() > 8);
  for (const auto& one : suites) {
    const pugi::xml_node suite = one.node();
    CAPTURE(suite.attribute("name").value());
    CHECK(suite.attribute("tests").as_uint() == count(suite, "testcase"));
    CHECK(suite.attribute("failures").as_uint() == count(suite, "testcase/failure"));
    CHECK(suite.attribute("errors").as_uint() == count(suite, "testcase/error"));
    CHECK(suite.attribute("skipped").as_uint() == count(suite, "testcase/skipped"));
  }
  const pugi::xml_node all = junit.document.child("testsuites");
  CHECK(all.attribute("tests").as_uint() == count(all, "//testcase"));
  CHECK(all.attribute("failures").as_uint() == count(all, "//failure"));
  CHECK(all.attribute("errors").as_uint() == count(all, "//error"));
}

TEST_CASE("what XML cannot hold is shown in another way", "[report]") {
  model::RunResult run = test::every_verdict_run();
  run.results[0].reason = std::string("a\0b\x01\xff\xef\xbf\xbe]]>", 11);
  const std::string text = report::formats::run_junit({&run, 1});
  CHECK(text.find("message=\"a\\x00b\\x01\\xff\\xef\\xbf\\xbe]]>\"") != std::string::npos);
  CHECK(text.find("&#") == std::string::npos);
  for (const char c : text) {
    CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
  }
}
