// `jobrig serve --tls` with curl and the openssl program: the folder of the CA, curl's exit code for each invalid
// certificate, device certificates, and their journal entries.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using jobrig::test::Outcome;
using jobrig::test::Process;
using jobrig::test::run;
using jobrig::test::run_jobrig;
using jobrig::test::TemporaryFolder;
using nlohmann::json;

namespace {

const std::string kThing = "things: {thermostat-1: {firmware-7: {status: QUEUED}}}\n";

// A scenario served over TLS, with the folder of its certificates and its journal.
class Secure {
 public:
  explicit Secure(const std::string& scenario) {
    std::ofstream(file("scenario.yaml")) << "summary: TLS\n" << kThing << scenario;
    process_ = std::make_unique<Process>(std::vector<std::string>{jobrig::test::jobrig_program(), "serve",
                                                                  file("scenario.yaml"), "--tls-dir", file("certs"),
                                                                  "--journal", file("journal.jsonl")});
    const std::string line = process_->next_line().value_or("");
    INFO("stdout and stderr: " << (line.empty() ? process_->finish().err : line));
    REQUIRE_FALSE(line.empty());
    ready_ = json::parse(line);
  }

  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }
  [[nodiscard]] const json& ready() const { return ready_; }
  [[nodiscard]] std::string url() const {
    return ready_.at("endpoint").get<std::string>() + "/things/thermostat-1/jobs/firmware-7";
  }
  // Runs curl with the CA trusted and with additional options such as `{"--cert", …}`.
  [[nodiscard]] Outcome curl(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"/usr/bin/curl", "--silent",           "--show-error", "--noproxy", "*",
                                      "--cacert",      file("certs/ca.pem"), "--max-time",   "60"};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(url());
    return run(words);
  }
  // Stops the server and reads the journal.
  std::vector<json> journal() {
    process_->send_signal(SIGTERM);
    CHECK(process_->finish().exit_code == 0);
    std::ifstream lines(file("journal.jsonl"));
    std::vector<json> records;
    for (std::string line; std::getline(lines, line);) {
      records.push_back(json::parse(line));
    }
    return records;
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Process> process_;
  json ready_;
};

}  // namespace

TEST_CASE("serve over TLS answers a client that trusts its CA", "[cli][tls]") {
  Secure secure("");
  CHECK(secure.ready().at("endpoint").get<std::string>().rfind("https://127.0.0.1:", 0) == 0);
  CHECK(secure.ready().at("ca") == secure.file("certs/ca.pem"));
  const Outcome outcome = secure.curl();
  CHECK(outcome.exit_code == 0);
  CHECK(json::parse(outcome.out).at("execution").at("jobId") == "firmware-7");
  CHECK(run({"/usr/bin/curl", "--silent", "--noproxy", "*", secure.url()}).exit_code == 60);
}

TEST_CASE("curl refuses each bad certificate with its exit code and the journal says why", "[cli][tls]") {
  struct Case {
    std::string scenario;
    int exit_code;
    std::string said;       // part of curl's message
    std::string handshake;  // in the journal
  };
  const std::vector<Case> cases = {
      {"tls: {certificate: expired}\n", 60, "certificate has expired", "sslv3 alert certificate expired"},
      {"tls: {certificate: not-yet-valid}\n", 60, "certificate is not yet valid", "sslv3 alert bad certificate"},
      {"tls: {certificate: self-signed}\n", 60, "self-signed certificate", "tlsv1 alert unknown ca"},
      {"tls: {certificate: unknown-ca}\n", 60, "unable to get local issuer certificate", "tlsv1 alert unknown ca"},
      {"tls: {versions: old}\n", 35, "protocol version", "unsupported protocol"},
      {"tls: {handshake: cut}\n", 35, "", "cut, as the scenario says"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.scenario);
    Secure secure(one.scenario);
    const Outcome outcome = secure.curl({"--tlsv1.2"});  // at least TLS 1.2: curl's default elsewhere
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == one.exit_code);
    CHECK(outcome.err.find(one.said) != std::string::npos);
    const auto journal = secure.journal();
    REQUIRE(journal.size() == 1);
    CHECK(journal.front().at("handshake") == one.handshake);
    CHECK(journal.front().at("status") == 0);
  }
}

TEST_CASE("curl refuses a certificate of another host after the handshake", "[cli][tls]") {
  Secure secure("tls: {certificate: wrong-host}\n");
  const Outcome outcome = secure.curl();
  CHECK(outcome.exit_code == 60);
  CHECK(outcome.err.find("no alternative certificate subject name matches") != std::string::npos);
}

TEST_CASE("curl gives a handshake that stalls up when its time is over", "[cli][tls]") {
  Secure secure("tls: {handshake: stall}\n");
  CHECK(secure.curl({"--max-time", "2"}).exit_code == 28);
  const auto journal = secure.journal();
  REQUIRE(journal.size() == 1);
  CHECK(journal.front().at("handshake") == "stalled, as the scenario says");
  CHECK(journal.front().at("close_reason") == "client-gave-up");
}

TEST_CASE("a rotation gives the first connections the old certificate", "[cli][tls]") {
  Secure secure("tls: [{certificate: expired, times: 2}]\n");
  CHECK(secure.curl().exit_code == 60);
  CHECK(secure.curl().exit_code == 60);
  CHECK(secure.curl().exit_code == 0);
}

TEST_CASE("a device certificate lets its thing in and no other", "[cli][tls]") {
  Secure secure("tls: {client-certificate: ask}\n");
  REQUIRE(run_jobrig({"certs", "--dir", secure.file("certs")}).exit_code == 0);
  const auto device = [&](const std::string& kind) {
    return std::vector<std::string>{"--cert",      secure.file("certs/thermostat-1/" + kind + ".pem"),
                                    "--key",       secure.file("certs/thermostat-1/" + kind + ".key"),
                                    "--write-out", " %{http_code} %header{x-amzn-errortype}"};
  };
  const auto end_of = [](const Outcome& outcome) {
    CHECK(outcome.exit_code == 0);
    return outcome.out.substr(outcome.out.rfind('}') + 1);
  };
  const std::string refused = " 400 CertificateValidationException";
  CHECK(end_of(secure.curl(device("good"))) == " 200 ");
  CHECK(end_of(secure.curl(device("expired"))) == refused);
  CHECK(end_of(secure.curl(device("unknown-ca"))) == refused);
  CHECK(end_of(secure.curl(device("wrong-thing"))) == refused);
  CHECK(end_of(secure.curl({"--write-out", " %{http_code} %header{x-amzn-errortype}"})) == refused);

  const auto journal = secure.journal();
  REQUIRE(journal.size() == 5);
  CHECK_FALSE(journal[0].contains("authentication"));
  CHECK(journal[1].at("authentication") == "the client certificate is not valid: certificate has expired");
  CHECK(journal[2].at("authentication") ==
        "the client certificate is not valid: unable to get local issuer certificate");
  CHECK(journal[3].at("authentication") ==
        "the client certificate is for \"not-thermostat-1\", not for the thing \"thermostat-1\"");
  CHECK(journal[4].at("authentication") == "the client presented no certificate");
}

TEST_CASE("a handshake that requires a certificate is refused to curl", "[cli][tls]") {
  Secure secure("tls: {client-certificate: require-in-handshake}\n");
  const Outcome outcome = secure.curl({"--tls-max", "1.2"});
  CHECK(outcome.exit_code == 35);
  CHECK(secure.curl().exit_code == 56);  // TLS 1.3: the client learns of the rejection only when it reads the response
  const auto journal = secure.journal();
  REQUIRE(journal.size() == 2);
  CHECK(journal.front().at("handshake") == "peer did not return a certificate");
}

TEST_CASE("a scenario with tls is not served without TLS", "[cli][tls]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a.yaml").string();
  std::ofstream(path) << "summary: TLS\ntls: {certificate: expired}\n";
  const Outcome outcome = run_jobrig({"serve", path});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "jobrig: the scenario has \"tls\" settings; serve it with --tls\n");
}

TEST_CASE("serve says what is wrong with the folder of its CA", "[cli][tls]") {
  const Outcome outcome = run_jobrig({"serve", "--tls-dir", "/dev/null"});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "jobrig: /dev/null is not a folder\n");
}
