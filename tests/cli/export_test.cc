// `jobrig export`: from a request with a traceparent to a span, and what it says about files that are no journals.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "support/catch.h"
#include "support/process.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using jobrig::test::run_jobrig;
using nlohmann::json;

namespace {

struct ExportFolder : jobrig::test::TemporaryFolder {
  [[nodiscard]] std::string file(const std::string& name, const std::string& text = {}) const {
    const std::string path = (this->path() / name).string();
    if (!text.empty()) {
      std::ofstream(path) << text;
    }
    return path;
  }
};

}  // namespace

TEST_CASE("a request with a traceparent gets it back and is a span below that of its client", "[cli][export]") {
  const ExportFolder folder;
  const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const std::string header = "traceparent: 00-" + trace + "-00f067aa0ba902b7-01";
  const std::string journal = folder.file("journal.jsonl");
  {
    jobrig::test::Served served({folder.file("s.yaml", "traceparent: echo\nthings: {t: {j: {}}}\n"), "--admin",
                                 "127.0.0.1:0", "--journal", journal});
    const auto answer = jobrig::test::ask(served.port(), "GET", "/things/t/jobs/j", {}, header + "\r\n");
    CHECK(answer.status == 200);
    CHECK(answer.head.find("\r\n" + header + "\r\n") != std::string::npos);
    const json records = served.admin("GET", "/journal?wait=90s&count=1").json().at("records");
    CHECK("traceparent: " + records.at(0).at("traceparent").get<std::string>() == header);
    CHECK(served.stop().exit_code == 0);
  }
  const auto exported = run_jobrig({"export", "--otlp-json", "--tls", journal});
  CHECK(exported.exit_code == 0);
  CHECK(exported.err.empty());
  const json span = json::parse(exported.out).at("/resourceSpans/0/scopeSpans/0/spans/0"_json_pointer);
  CHECK(span.at("traceId") == trace);
  CHECK(span.at("parentSpanId") == "00f067aa0ba902b7");
  CHECK(span.dump().find(R"({"stringValue":"https"})") != std::string::npos);
}

TEST_CASE("export says what is wrong with a journal and with its options", "[cli][export]") {
  const ExportFolder folder;
  const std::string wrong =
      folder.file("wrong.jsonl", "{\"event\":\"dropped\",\"exchanges\":2,\"reason\":\"r\"}\n[]\n");
  CHECK(run_jobrig({"export", wrong}).err == "jobrig: export needs a format: --otlp-json\n");
  const auto refused = run_jobrig({"export", "--otlp-json", wrong});
  CHECK(refused.exit_code == 2);
  CHECK(refused.err == "jobrig: " + wrong + ":2: the line must be a JSON object\n");
  const std::string absent = folder.file("absent");
  CHECK(run_jobrig({"export", "--otlp-json", absent}).err ==
        "jobrig: cannot read " + absent + ": No such file or directory\n");
  const std::string parent = folder.path().string();
  CHECK(run_jobrig({"export", "--otlp-json", parent}).err ==
        "jobrig: cannot read " + parent + ": it is a folder; expected a journal file\n");
  const auto cut =
      run_jobrig({"export", "--otlp-json", folder.file("cut", "{\"event\":\"dropped\",\"exchanges\":2}\n{\"numb")});
  CHECK(cut.exit_code == 0);
  CHECK(cut.out.empty());
  CHECK(cut.err == "jobrig: " + folder.file("cut") + ": the last line is incomplete and was left out\n" +
                       "jobrig: " + folder.file("cut") + " lacks 2 exchanges, which were dropped\n");
}
