// `signatures:`, `credentials:`, `region:` and `tls:` of a scenario: the loaded values, and each mistake.
#include <string>
#include <vector>

#include "load/scenario_loader.h"
#include "support/catch.h"

using namespace jobrig;
using std::chrono::seconds;

namespace {

model::Scenario loaded_security(const std::string& text) {
  base::Diagnostics diagnostics;
  const auto scenario = load::load_scenario({"test", "test.yaml", text, {}}, diagnostics);
  REQUIRE(diagnostics.empty());
  REQUIRE(scenario.has_value());
  return *scenario;
}

/// `line:column message` of each mistake.
std::vector<std::string> security_mistakes(const std::string& text) {
  base::Diagnostics diagnostics;
  CHECK_FALSE(load::load_scenario({"test", "test.yaml", text, {}}, diagnostics).has_value());
  std::vector<std::string> list;
  for (const auto& one : diagnostics.list()) {
    list.push_back(std::to_string(one.location.line) + ":" + std::to_string(one.location.column) + " " + one.message);
  }
  return list;
}

using Mistakes = std::vector<std::string>;

}  // namespace

TEST_CASE("a scenario says which signatures are right", "[load][signature]") {
  const model::Scenario scenario = loaded_security(
      "signatures: check\n"
      "credentials: {AKIDONE: first secret, AKIDTWO: \"2\"}\n"
      "region: eu-west-1\n");
  CHECK(scenario.signatures.check);
  CHECK(scenario.signatures.region == "eu-west-1");
  CHECK(scenario.signatures.credentials ==
        std::vector<model::Credential>{{"AKIDONE", "first secret"}, {"AKIDTWO", "2"}});
  CHECK(loaded_security("summary: none\n").signatures == model::SignatureSettings{});
  CHECK_FALSE(loaded_security("signatures: ignore\ncredentials: {A: b}\n").signatures.check);
}

TEST_CASE("temporary credentials have a token that may expire", "[load][signature]") {
  const auto credentials = loaded_security(
                               "signatures: check\n"
                               "credentials:\n"
                               "  A: {secret: s}\n"
                               "  B: {secret: s, token: t, expires: 15m}\n"
                               "  C: {secret: s, token: t, expires: 2026-01-01T00:00:00Z}\n")
                               .signatures.credentials;
  REQUIRE(credentials.size() == 3);
  CHECK(credentials[0] == model::Credential{"A", "s"});
  CHECK(credentials[1] ==
        model::Credential{"B", "s", "t", model::ScenarioTime{true, std::chrono::minutes(15), base::Instant{}}});
  REQUIRE(credentials[2].expires);
  CHECK_FALSE(credentials[2].expires->relative);
  CHECK(security_mistakes("credentials: {A: {token: t}}\n") ==
        Mistakes{"1:18 the credential \"A\" needs a \"secret\""});
  CHECK(security_mistakes("credentials: {A: {secret: s, expires: 5m}}\n") ==
        Mistakes{"1:39 \"expires\" needs a \"token\": only temporary credentials expire"});
  CHECK(security_mistakes("credentials: {A: {secret: s, tokn: t}}\n") ==
        Mistakes{"1:30 a credential has no key \"tokn\"; did you mean \"token\"?"});
  CHECK(security_mistakes("credentials: {A: {secret: s, token: t, expires: soon}}\n")
            .front()
            .find("\"expires\" must be a time") != std::string::npos);
}

TEST_CASE("mistakes in signatures are told with their places", "[load][signature]") {
  CHECK(security_mistakes("signatures: check\n") ==
        Mistakes{"1:13 \"signatures: check\" needs \"credentials\", a map of access keys to their secrets"});
  CHECK(security_mistakes("signatures: chekc\n").front().find("did you mean \"check\"") != std::string::npos);
  CHECK(security_mistakes("credentials: [a]\n") ==
        Mistakes{"1:14 \"credentials\" must be a map of access keys to their secrets, not a list"});
  CHECK(security_mistakes("credentials: {\"a b\": c, d: \"\"}\n") ==
        Mistakes{"1:15 \"a b\" cannot be an access key", "1:28 the secret of \"d\" is empty"});
  CHECK(security_mistakes("region: Europe\n") ==
        Mistakes{"1:9 \"region\" must be the name of a region, like eu-west-1, not \"Europe\""});
}

TEST_CASE("one map of tls holds for all connections", "[load][tls]") {
  const model::Scenario scenario = loaded_security(
      "tls: {certificate: wrong-host, versions: only-1.2, handshake: stall, close-notify: false, "
      "client-certificate: require-in-handshake}\n");
  REQUIRE(scenario.tls.size() == 1);
  const model::TlsStep& step = scenario.tls.front();
  CHECK(step.settings == model::TlsSettings{model::CertificateFlaw::kWrongName, model::TlsVersions::kOnly12,
                                            model::Handshake::kStall, false,
                                            model::ClientCertificateDemand::kRequireInHandshake});
  CHECK(step.times == 0);
  CHECK_FALSE(step.during.has_value());
  CHECK(loaded_security("summary: none\n").tls.empty());
  CHECK(loaded_security("tls: {}\n").tls == std::vector<model::TlsStep>{{}});
}

TEST_CASE("a list of tls is taken in order with windows and counts", "[load][tls]") {
  const model::Scenario scenario = loaded_security(
      "tls:\n"
      "  - {certificate: expired, during: 10s..25s}\n"
      "  - {certificate: self-signed, times: 2}\n"
      "  - {client-certificate: ask}\n");
  REQUIRE(scenario.tls.size() == 3);
  CHECK(scenario.tls[0].settings.certificate == model::CertificateFlaw::kExpired);
  CHECK(scenario.tls[0].during == model::Window{seconds(10), seconds(25)});
  CHECK(scenario.tls[1].times == 2);
  CHECK(scenario.tls[2].settings.client_certificate == model::ClientCertificateDemand::kAsk);
}

TEST_CASE("mistakes in tls are told with their places", "[load][tls]") {
  CHECK(security_mistakes("tls: {certificate: exspired}\n").front().find("1:20 ") == 0);
  CHECK(security_mistakes("tls: {certificate: exspired}\n").front().find("did you mean \"expired\"") !=
        std::string::npos);
  CHECK(security_mistakes("tls: {times: 2}\n").front().find("1:7 ") == 0);
  CHECK(security_mistakes("tls: []\n") == Mistakes{"1:6 \"tls\" is an empty list; omit it for valid TLS"});
  CHECK(security_mistakes("tls:\n  - {certificate: expired}\n  - {certificate: good}\n") ==
        Mistakes{"3:5 this entry is never used: the previous entry has neither \"times\" nor \"during\" and "
                 "applies to all connections"});
  CHECK(security_mistakes("tls:\n  - {close-notify: 1}\n").size() == 1);
}

TEST_CASE("scenarios that are served together must agree on signatures and tls", "[load][tls]") {
  const std::vector<load::Source> sources = {
      {"a", "a.yaml", "signatures: check\ncredentials: {A: b}\ntls: {handshake: cut}\n", {}},
      {"b", "b.yaml", "signatures: check\ncredentials: {A: c}\ntls: {handshake: cut}\n", {}}};
  base::Diagnostics diagnostics;
  CHECK_FALSE(load::load_scenarios(sources, diagnostics).has_value());
  REQUIRE(diagnostics.list().size() == 1);
  CHECK(diagnostics.list().front().location.file == "b.yaml");
  CHECK(diagnostics.list().front().message.find("\"signatures\" is stated differently in a.yaml, line 1") == 0);
}
