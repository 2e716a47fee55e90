// Text of clients in the log of a CI job: nothing of it is a command, and all of it can be read.
#include "report/ci_commands.h"

#include <string>
#include <vector>

#include "report/catalogue.h"
#include "report/exchange_line.h"
#include "support/catch.h"
#include "support/run_fixture.h"

using namespace jobrig;

namespace {

constexpr std::string_view kHostile =
    "::error::one\n  \t::warning::two\n\xc2\xa0\xe3\x80\x80::set-output name=a::b\r\n##[error]three a##[group]b "
    "##vso[task.setvariable variable=a]b ##teamcity[message text='c'] ###[d]\n";

/// Whether a CI system finds a command: as GitHub's runner does, after .NET's String.TrimStart, and IndexOf.
bool obeyed(std::string_view text) {
  for (const std::string_view mark : {"##[", "##vso[", "##teamcity["}) {
    if (text.find(mark) != std::string_view::npos) {
      return true;
    }
  }
  for (std::string_view rest = text; !rest.empty();) {
    std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    for (bool more = true; more;) {
      more = false;
      for (const std::string_view blank : {" ", "\t", "\xc2\xa0", "\xe3\x80\x80"}) {
        while (line.starts_with(blank)) {
          line.remove_prefix(blank.size());
          more = true;
        }
      }
    }
    if (line.starts_with("::")) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("commands of CI systems in a text become text", "[report][ci]") {
  REQUIRE(obeyed(kHostile));
  CHECK(report::without_commands("a\n  ::error::b\n::c\nd::e\n") == "a\n  \\x3a:error::b\n\\x3a:c\nd::e\n");
  CHECK(report::without_commands("a ##[b] ##vso[c] ##TeamCity[d] ## [e] ##f ###[g]") ==
        "a #\\x23[b] #\\x23vso[c] #\\x23TeamCity[d] ## [e] ##f ##\\x23[g]");
  CHECK_FALSE(obeyed(report::without_commands(kHostile)));
  CHECK(report::without_commands("").empty());
  CHECK(report::without_commands("##") == "##");
  CHECK(report::without_commands("::") == "\\x3a:");
}

TEST_CASE("no report holds a command that a client wrote", "[report][ci]") {
  model::RunResult run = test::every_verdict_run();
  const std::string hostile(kHostile);
  run.client.name = hostile;
  run.client.command = hostile;
  for (model::CaseResult& result : run.results) {
    result.reason += hostile;
    result.record.notes = {hostile};
    for (model::CheckResult& check : result.checks) {
      check.finding.actual += hostile;
      check.finding.observed += hostile;
    }
    for (model::CallRecord& call : result.record.calls) {
      if (call.outcome) {
        call.outcome->out = call.outcome->err = call.outcome->message = call.outcome->error = hostile;
      }
    }
    for (model::Exchange& exchange : result.record.exchanges) {
      exchange.request = hostile + exchange.request + hostile;
    }
  }
  run.problems.push_back({hostile, hostile, hostile});
  for (const report::FormatRow& format : report::catalogue()) {
    CAPTURE(format.name);
    std::string text = report::write_report(format, {&run, 1});
    if (format.name == "github") {  // its own lines are commands, which these are not
      std::string others;
      for (std::string_view rest = text; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n') + 1);
        const bool own = line.starts_with("::error title=") || line.starts_with("::warning title=") ||
                         line.starts_with("::notice title=");
        others += own ? line.substr(2) : line;
        rest.remove_prefix(line.size());
      }
      text = others;
    }
    CHECK_FALSE(obeyed(text));
  }
}

TEST_CASE("a line of the log holds neither a command nor a secret of a request", "[report][ci]") {
  model::Exchange exchange;
  exchange.request = "GET /things/##[error]/jobs/j?X-Amz-Security-Token=abc%2Fdef&a=##vso[b] HTTP/1.1\r\n\r\n";
  exchange.status = 404;
  const std::string line = report::exchange_line(exchange);
  CHECK(line.starts_with("GET /things/#\\x23[error]/jobs/j?X-Amz-Security-Token=[redacted]&a=#\\x23vso[b]  404"));
}
