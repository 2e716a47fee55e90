// Authentication before the rules, by client certificate or signature. The signatures are those of signature_test.cc.
#include "http/authentication.h"

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>

#include "support/catch.h"
#include "support/planning.h"

using namespace jobrig;

namespace {

constexpr const char* kTarget = "/things/thermostat-1/jobs/firmware-7";

/// A service whose clock shows the time of the signature.
model::Scenario checking_signatures() {
  model::Scenario scenario = test::thermostat();
  scenario.clock.start = test::instant("2026-03-01T12:00:00Z");
  scenario.signatures = {true, {{"AKIDTEST", "a-secret/of+tests"}}, "eu-west-1"};
  scenario.rules = {test::rule("always down", {}, {test::error_answer("ServiceUnavailableException", 1)})};
  return scenario;
}

std::vector<model::HeaderView> signed_headers() {
  return {
      {"Host", "127.0.0.1:8080"},
      {"X-Amz-Date", "20260301T120000Z"},
      {"Authorization",
       "AWS4-HMAC-SHA256 Credential=AKIDTEST/20260301/eu-west-1/iot-jobs-data/aws4_request, "
       "SignedHeaders=host;x-amz-date, Signature=1a0d7e52f1d12acb9414f507ba55dd9edeecda06fffc6fbe438222e468817df6"}};
}

std::string error_type(const test::HttpPlan& plan) {
  for (const model::Header& header : plan.reply.headers) {
    if (header.name == "x-amzn-ErrorType") {
      return header.value;
    }
  }
  return "";
}

test::HttpPlan ask_with(test::Planning& planning, const model::ClientCertificate& certificate) {
  model::Request request = test::Planning::request("GET", kTarget);
  request.client_certificate = &certificate;
  return planning.planner.plan(request);
}

}  // namespace

TEST_CASE("a request that is not signed is answered 403 before any rule", "[http][signature]") {
  test::Planning planning(checking_signatures());
  const test::HttpPlan plan = planning.get(kTarget);
  CHECK(plan.reply.status == 403);
  CHECK(error_type(plan) == "MissingAuthenticationTokenException");
  CHECK(plan.reply.body == R"({"message":"the request has no Authorization header"})");
  CHECK(plan.decision.error == "MissingAuthenticationTokenException");
  CHECK(plan.decision.authentication == "the request has no Authorization header");
  CHECK(plan.decision.rule.empty());
}

TEST_CASE("a correctly signed request is matched against the rules", "[http][signature]") {
  test::Planning planning(checking_signatures());
  const test::HttpPlan unsigned_plan = planning.get(kTarget);
  CHECK(unsigned_plan.reply.status == 403);
  const test::HttpPlan first = planning.ask("GET", kTarget, {}, signed_headers());
  CHECK(first.decision.authentication.empty());
  CHECK(first.decision.rule == "always down");
  CHECK(first.reply.status == 503);
  const test::HttpPlan second = planning.ask("GET", kTarget, {}, signed_headers());
  CHECK(second.reply.status == 200);
}

TEST_CASE("each flaw of a signature is answered under its own name", "[http][signature]") {
  test::Planning planning(checking_signatures());
  planning.wait(std::chrono::hours(24 * 92));
  const auto ask = [&](const std::string& authorization) {
    auto headers = signed_headers();
    headers.back().value = authorization;
    const test::HttpPlan plan = planning.ask("GET", kTarget, {}, headers);
    CHECK(plan.reply.status == 403);
    CHECK(error_type(plan) == plan.decision.error);
    return plan.decision;
  };
  CHECK(ask("Basic abc").error == "IncompleteSignatureException");
  CHECK(ask("AWS4-HMAC-SHA256 Credential=STRANGER/20260301/eu-west-1/iot-jobs-data/aws4_request, "
            "SignedHeaders=host;x-amz-date, Signature=00")
            .error == "UnrecognizedClientException");
  const model::Decision wrong =
      ask("AWS4-HMAC-SHA256 Credential=AKIDTEST/20260301/eu-west-1/iot/aws4_request, SignedHeaders=host;x-amz-date, "
          "Signature=00");
  CHECK(wrong.error == "InvalidSignatureException");
  // The server's date is in June: the date is wrong too.
  CHECK(wrong.authentication.rfind("the scope names the service \"iot\", not \"iot-jobs-data\"; the request is signed "
                                   "for 20260301T120000Z, ",
                                   0) == 0);
  CHECK(wrong.authentication.find("\ncanonical request:\nGET\n/things/thermostat-1/jobs/firmware-7\n") !=
        std::string::npos);
}

TEST_CASE("the clock of the service decides whether a signature is valid", "[http][signature]") {
  using std::chrono::minutes;
  for (const auto& [skew, status] : {std::pair{minutes(-4), 503},
                                     {minutes(4), 503},
                                     {minutes(-6), 403},
                                     {minutes(120), 403},
                                     {minutes(-120), 403}}) {
    CAPTURE(skew.count());
    model::Scenario scenario = checking_signatures();
    scenario.clock.start = *scenario.clock.start + skew;
    test::Planning planning(std::move(scenario));
    CHECK(planning.ask("GET", kTarget, {}, signed_headers()).reply.status == status);
  }
}

TEST_CASE("a client certificate decides who is let in", "[http][certificates]") {
  test::Planning planning(test::thermostat());
  const test::HttpPlan good = ask_with(planning, {true, "", {"thermostat-1"}});
  CHECK(good.reply.status == 200);
  CHECK(good.decision.authentication.empty());
  CHECK(ask_with(planning, {true, "", {"something", "thermostat-1"}}).reply.status == 200);

  const auto refused = [&](const model::ClientCertificate& certificate) {
    const test::HttpPlan plan = ask_with(planning, certificate);
    CHECK(plan.reply.status == 400);
    CHECK(error_type(plan) == "CertificateValidationException");
    return plan.decision.authentication;
  };
  CHECK(refused({false, "", {}}) == "the client presented no certificate");
  CHECK(refused({true, "certificate has expired", {"thermostat-1"}}) ==
        "the client certificate is not valid: certificate has expired");
  CHECK(refused({true, "", {"other"}}) ==
        "the client certificate is for \"other\", not for the thing \"thermostat-1\"");
  CHECK(refused({true, "", {}}) == "the client certificate is for nobody, not for the thing \"thermostat-1\"");
}

TEST_CASE("a signature stands in for a client certificate that was not shown", "[http][certificates][signature]") {
  test::Planning planning(checking_signatures());
  const test::HttpPlan none = ask_with(planning, {false, "", {}});
  CHECK(none.reply.status == 403);
  const test::HttpPlan shown = ask_with(planning, {true, "", {"thermostat-1"}});
  CHECK(shown.decision.rule == "always down");
}

TEST_CASE("a session token must be the right one and expires by the clock of the scenario", "[http][signature]") {
  const auto service = [](std::optional<model::ScenarioTime> expires) {
    model::Scenario scenario = checking_signatures();
    scenario.rules.clear();
    scenario.signatures.credentials.front().token = "a-token";
    scenario.signatures.credentials.front().expires = expires;
    return std::make_unique<test::Planning>(std::move(scenario));
  };
  const auto ask = [](test::Planning& planning, const char* token) {
    auto headers = signed_headers();
    if (token != nullptr) {
      headers.push_back({"X-Amz-Security-Token", token});
    }
    return planning.ask("GET", kTarget, {}, headers);
  };
  const auto forever = service(std::nullopt);
  CHECK(ask(*forever, "a-token").reply.status == 200);
  for (const char* token : std::initializer_list<const char*>{nullptr, "", "another-token"}) {
    const test::HttpPlan plan = ask(*forever, token);
    CHECK(plan.reply.status == 403);
    CHECK(error_type(plan) == "UnrecognizedClientException");
    CHECK(plan.reply.body == R"({"message":"The security token included in the request is invalid."})");
  }
  using std::chrono::minutes;
  const auto short_lived = service(model::ScenarioTime{true, minutes(3), {}});
  CHECK(ask(*short_lived, "a-token").reply.status == 200);
  short_lived->clock.jump(short_lived->clock.start() + minutes(3) - short_lived->clock.now());
  const test::HttpPlan expired = ask(*short_lived, "a-token");
  CHECK(expired.reply.status == 403);
  CHECK(error_type(expired) == "ExpiredTokenException");
  CHECK(expired.reply.body == R"({"message":"The security token included in the request is expired"})");
  CHECK(expired.decision.error == "ExpiredTokenException");
  CHECK(expired.decision.authentication.rfind("the token expired at 2026-", 0) == 0);
  CHECK(error_type(ask(*short_lived, "another-token")) == "UnrecognizedClientException");
  const auto dated = service(model::ScenarioTime{false, {}, test::instant("2025-01-01T00:00:00Z")});
  CHECK(error_type(ask(*dated, "a-token")) == "ExpiredTokenException");
}
