// `jobrig list` and `jobrig show`: exact texts, and that the lists agree with the tables that the program uses.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "commands/command_line.h"
#include "commands/list_tables.h"
#include "contract/errors.h"
#include "contract/operations.h"
#include "contract/schemas.h"
#include "contract/shipped_scenarios.h"
#include "faults/catalogue.h"
#include "support/catch.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using namespace jobrig;
using nlohmann::json;

namespace {

/// The output of `show`, without starting a process for each of hundreds of names.
test::Outcome shown(const std::string& name) {
  std::ostringstream out;
  std::ostringstream err;
  commands::Streams streams{out, err};
  const std::vector<std::string> words{"show", name};
  const auto code = commands::run_command_line(words, streams);
  return {static_cast<int>(code), false, out.str(), err.str()};
}

/// Prints a list as text; fails the test on any other outcome.
std::string listed(const std::string& what) {
  const auto outcome = test::run_jobrig({"list", what});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  return outcome.out;
}

json listed_as_json(const std::string& what) {
  const auto outcome = test::run_jobrig({"list", what, "--format", "json"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  return json::parse(outcome.out);
}

}  // namespace

TEST_CASE("list alone says what can be listed", "[cli][list]") {
  const auto outcome = test::run_jobrig({"list"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.rfind("WHAT           SUMMARY\n", 0) == 0);
  const json names = json::parse(test::run_jobrig({"list", "--format", "json"}).out);
  REQUIRE_FALSE(names.empty());
  for (const auto& row : names) {
    const std::string what = row.at("what");
    CAPTURE(what);
    CHECK(outcome.out.find("\n" + what + " ") != std::string::npos);
    CHECK_FALSE(listed(what).empty());
    CHECK_FALSE(listed_as_json(what).empty());
  }
}

TEST_CASE("the operations are listed with their ways in", "[cli][list]") {
  CHECK(
      listed("operations") ==
      "OPERATION                     METHOD  PATH                              EDITIONS           SUMMARY\n"
      "DescribeJobExecution          GET     /things/{thingName}/jobs/{jobId}  original, current  returns one job "
      "execution of a thing; $next is the next pending one\n"
      "GetPendingJobExecutions       GET     /things/{thingName}/jobs          original, current  returns the pending "
      "executions of a thing\n"
      "StartNextPendingJobExecution  PUT     /things/{thingName}/jobs/$next    original, current  starts the next "
      "pending execution\n"
      "UpdateJobExecution            POST    /things/{thingName}/jobs/{jobId}  original, current  updates the status "
      "of "
      "an execution\n"
      "StartCommandExecution         POST    /command-executions               current            starts a command on "
      "a "
      "thing or a client\n");
}

TEST_CASE("the topics are listed with the operations that they request", "[cli][list][mqtt]") {
  CHECK(listed("topics") ==
        "TOPIC                                        NAME                          SENT BY  ANSWERED ON\n"
        "$aws/things/{thingName}/jobs/{jobId}/get     DescribeJobExecution          client   …/accepted, …/rejected\n"
        "$aws/things/{thingName}/jobs/get             GetPendingJobExecutions       client   …/accepted, …/rejected\n"
        "$aws/things/{thingName}/jobs/start-next      StartNextPendingJobExecution  client   …/accepted, …/rejected\n"
        "$aws/things/{thingName}/jobs/{jobId}/update  UpdateJobExecution            client   …/accepted, …/rejected\n"
        "$aws/things/{thingName}/jobs/notify          JobExecutionsChanged          service  -\n"
        "$aws/things/{thingName}/jobs/notify-next     NextJobExecutionChanged       service  -\n");
}

TEST_CASE("the profiles are listed with what they speak", "[cli][list][mqtt]") {
  const json rows = listed_as_json("profiles");
  const auto transports = [&](const std::string& name) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const json& one) { return one.at("profile") == name; });
    return row == rows.end() ? json() : row->at("transports");
  };
  CHECK(transports("curl") == json::array({"http"}));
  CHECK(transports("mosquitto") == json::array({"mqtt"}));
}

TEST_CASE("the statuses are listed with their lifecycle", "[cli][list]") {
  CHECK(listed("statuses") ==
        "STATUS       TERMINAL  DEVICE-MAY-SET  MAY-BECOME\n"
        "QUEUED       no        no              IN_PROGRESS, SUCCEEDED, FAILED, TIMED_OUT, REJECTED, REMOVED, "
        "CANCELED\n"
        "IN_PROGRESS  no        yes             IN_PROGRESS, SUCCEEDED, FAILED, TIMED_OUT, REJECTED, REMOVED, "
        "CANCELED\n"
        "SUCCEEDED    yes       yes             -\n"
        "FAILED       yes       yes             -\n"
        "TIMED_OUT    yes       no              -\n"
        "REJECTED     yes       yes             -\n"
        "REMOVED      yes       no              -\n"
        "CANCELED     yes       no              -\n");
}

TEST_CASE("characters of several bytes do not shift the columns", "[cli][list]") {
  CHECK(listed("timestamps") ==
        "TIMESTAMPS     EXAMPLE\n"
        "seconds        1767225600\n"
        "milliseconds   1767225600000\n"
        "float-seconds  1767225600.123\n");
  CHECK(listed("error-names").find("\ncode                  {\"code\":\"ThrottlingException\",\"message\":\"…\"}\n") !=
        std::string::npos);
}

TEST_CASE("the contradictions of AWS's documents are listed with their settings", "[cli][list]") {
  const json rows = listed_as_json("ambiguities");
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [](const json& one) { return one.at("ambiguity") == "default of includeJobDocument"; });
  REQUIRE(row != rows.end());
  CHECK(row->at("setting") == "contract: original | current");
  CHECK(row->at("default") == "original: false");
  CHECK(row->at("sources").size() == 2);
  CHECK(listed("ambiguities").find("\nlength of jobId ") != std::string::npos);
}

TEST_CASE("the errors common to AWS services are listed with their sources", "[cli][list]") {
  const std::string table = listed("common-errors");
  CHECK(table.find("\nExpiredTokenException ") != std::string::npos);
  CHECK(table.find("\nUnsupportedMediaTypeException ") != std::string::npos);
}

TEST_CASE("the errors as JSON are the table of errors", "[cli][list]") {
  const json rows = listed_as_json("errors");
  REQUIRE(rows.size() == contract::errors().size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& error = contract::errors()[i];
    CHECK(rows[i].at("error") == std::string(error.name));
    CHECK(rows[i].at("status") == error.status);
    CHECK(rows[i].at("retry") == error.retryable);
    for (const auto& operation : rows[i].at("operations")) {
      const auto found = contract::operation_named(operation.get<std::string>());
      REQUIRE(found.has_value());
      CHECK(contract::documents_error(*found, error.name));
    }
  }
}

TEST_CASE("JSON keeps numbers and booleans and the order of the columns", "[cli][list]") {
  const auto outcome = test::run_jobrig({"list", "errors", "--format", "json"});
  CHECK(outcome.out.rfind("[\n"
                          "  {\n"
                          "    \"error\": \"CertificateValidationException\",\n"
                          "    \"status\": 400,\n"
                          "    \"retry\": false,\n"
                          "    \"operations\": [\n"
                          "      \"DescribeJobExecution\",\n",
                          0) == 0);
}

TEST_CASE("every shipped scenario and case is listed with its summary and shown byte for byte", "[cli][list]") {
  std::map<std::string, std::string> summaries;
  for (const auto& row : listed_as_json("scenarios")) {
    summaries[row.at("scenario")] = row.at("summary");
  }
  for (const auto& row : listed_as_json("experiments")) {
    summaries[row.at("experiment")] = row.at("summary");
    CHECK(row.at("scenario").get<std::string>().starts_with("chaos/"));
  }
  for (const auto& row : listed_as_json("life-cycles")) {
    summaries[row.at("life cycle")] = row.at("summary");
  }
  for (const auto& row : listed_as_json("cases")) {
    summaries["conformance/" + row.at("case").get<std::string>()] = row.at("summary");
  }
  REQUIRE(summaries.size() > contract::shipped_scenarios().size());  // a file may be a family of cases
  for (const auto& scenario : contract::shipped_scenarios()) {
    const std::string name(scenario.name);
    CAPTURE(name);
    if (scenario.text.find("\nfor-each:") == std::string_view::npos) {
      CHECK(summaries[name] == scenario.summary);
    }
    CHECK(shown(name).exit_code == 0);
    CHECK(shown(name).out == scenario.text);
  }
  CHECK(shown("error/terminal-state-in-code").out == shown("conformance/error/names").out);
  const auto& last = contract::shipped_scenarios().back();
  CHECK(test::run_jobrig({"show", std::string(last.name)}).out == last.text);
}

TEST_CASE("each case is listed with the operations that it calls", "[cli][list]") {
  std::map<std::string, json> operations;
  for (const auto& row : listed_as_json("cases")) {
    operations[row.at("case")] = row.at("operations");
  }
  CHECK(operations["update/twice"] == json::array({"UpdateJobExecution"}));
  CHECK(operations["pending/changes"] == json::array({"GetPendingJobExecutions", "StartNextPendingJobExecution"}));
}

TEST_CASE("every kind of fault is listed with its group and summary and an example", "[cli][list]") {
  const json rows = listed_as_json("faults");
  REQUIRE(rows.size() == faults::catalogue().size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& kind = faults::catalogue()[i];
    CHECK(rows[i].at("fault") == std::string(kind.name));
    CHECK(rows[i].at("group") == std::string(faults::word_of(kind.group)));
    CHECK(rows[i].at("summary") == std::string(kind.summary));
    CHECK(rows[i].at("example") == std::string(kind.example));
    CHECK_FALSE(kind.summary.empty());
    CHECK_FALSE(kind.example.empty());
  }
}

TEST_CASE("every schema is listed and shown with and without its ending", "[cli][list]") {
  const json rows = listed_as_json("schemas");
  const auto schemas = contract::schema_files();
  REQUIRE(rows.size() == schemas.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].at("schema") == std::string(schemas[i].path));
    CHECK(shown(std::string(schemas[i].path)).out == schemas[i].text);
  }
  const std::string path = "original/describe_job_execution.response";
  CHECK(test::run_jobrig({"show", path}).out == test::run_jobrig({"show", path + ".json"}).out);
}

TEST_CASE("profiles and cases are checked and used by the names that list prints", "[cli][list]") {
  const json profiles = listed_as_json("profiles");
  REQUIRE(profiles.size() == 4);
  std::vector<std::string> words{"check"};
  for (const auto& row : profiles) {
    const std::string name = row.at("profile");
    CAPTURE(name);
    CHECK(shown(name).out.find("\nprogram:") != std::string::npos);
    words.push_back(name);
    const auto listed = test::run_jobrig({"conform", "--profile", name, "--list", "--run", "request/update"});
    CHECK(listed.exit_code == 0);
  }
  const json cases = listed_as_json("cases");
  words.push_back(cases.front().at("case"));
  words.emplace_back("error/throttling-in-code");
  const auto checked = test::run_jobrig(words);
  CAPTURE(checked.out, checked.err);
  CHECK(checked.exit_code == 0);
}

TEST_CASE("the names of a table are printed alone when asked to", "[cli][list]") {
  const auto outcome = test::run_jobrig({"list", "editions", "--names"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out == "original\ncurrent\n");
}

TEST_CASE("a table fits the terminal that it is printed on", "[cli][list]") {
  const test::TemporaryFolder folder;
  const std::string file = (folder.path() / "typescript").string();
  test::ProcessOptions options;
  options.environment = {{"COLUMNS", "80"}, {"TERM", "dumb"}};
  const auto outcome =
      test::run({"/usr/bin/script", "-qec", test::jobrig_program() + " list operations", file}, options);
  CHECK(outcome.exit_code == 0);
  std::istringstream lines(outcome.out);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CAPTURE(line);
    CHECK(line.substr(0, line.find('\r')).size() <= 80);
  }
  CHECK(count > 10);
  CHECK(listed("operations").find("\nGetPendingJobExecutions       GET     /things/{thingName}/jobs          ") !=
        std::string::npos);  // in a pipe one line for each row
}

TEST_CASE("every profile is listed with its summary and shown", "[cli][list]") {
  const json rows = listed_as_json("profiles");
  REQUIRE(rows.size() >= 3);
  for (const json& row : rows) {
    CAPTURE(row.dump());
    CHECK_FALSE(row.at("summary").get<std::string>().empty());
    CHECK(shown(row.at("profile")).out.find("summary: " + row.at("summary").get<std::string>()) != std::string::npos);
  }
}

TEST_CASE("every name that is listed can be shown", "[cli][list]") {
  std::size_t count = 0;
  for (const auto& table : commands::listables()) {
    if (table.name == "cases") {
      continue;  // each is shown in a test above
    }
    std::istringstream names(report::table_names(table.make()));
    for (std::string name; std::getline(names, name); ++count) {
      CAPTURE(table.name, name);
      CHECK(shown(name).exit_code == 0);
    }
  }
  CHECK(count > 200);
}

TEST_CASE("a fault is shown with its settings and a row of a table as a record", "[cli][list]") {
  CHECK(shown("QUEUED").out ==
        "status          QUEUED\n"
        "terminal        no\n"
        "device-may-set  no\n"
        "may-become      IN_PROGRESS, SUCCEEDED, FAILED, TIMED_OUT, REJECTED, REMOVED, CANCELED\n");
  const std::string drip = shown("drip").out;
  CHECK(drip.starts_with("fault     drip\ngroup     time\nsummary   "));
  CHECK(drip.find("\n\nSETTING  VALUE ") != std::string::npos);
}

TEST_CASE("what cannot be listed or shown is refused with the nearest name", "[cli][list]") {
  const auto list = test::run_jobrig({"list", "eror"});
  CHECK(list.exit_code == 2);
  CHECK(list.out.empty());
  CHECK(list.err ==
        "jobrig: unknown table \"eror\"; did you mean \"errors\"?\n"
        "jobrig: run jobrig list for the list of tables\n");
  const auto show = test::run_jobrig({"show", "demos/defualt"});
  CHECK(show.exit_code == 2);
  CHECK(show.out.empty());
  CHECK(show.err ==
        "jobrig: unknown name \"demos/defualt\"; did you mean \"demos/default\"?\n"
        "jobrig: run jobrig list for the tables of names\n");
  const auto nothing = test::run_jobrig({"show"});
  CHECK(nothing.exit_code == 2);
  CHECK(nothing.err == "jobrig: NAME is missing\njobrig: see jobrig show --help\n");
}
