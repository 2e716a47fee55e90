// Signature Version 4. The expected signatures were computed independently by SigV4Auth of botocore 1.29.27 (Debian 12,
// python3-botocore) with its clock set to 2026-03-01T12:00:00Z.
#include "http/signature.h"

#include <string>
#include <vector>

#include "base/units.h"
#include "http/canonical_request.h"
#include "http/signing_date.h"
#include "support/catch.h"

using namespace jobrig;
using http::SignatureFlaw;

namespace {

const base::Instant kNow = *base::parse_instant("2026-03-01T12:00:00Z");

model::SignatureSettings settings() {
  return {true, {{"AKIDOTHER", "another secret"}, {"AKIDTEST", "a-secret/of+tests"}}, "eu-west-1"};
}

/// A request as a client sends it. Owns the text behind its views.
struct SignedRequest {
  std::string method = "GET";
  std::string target = "/things/thermostat-1/jobs/firmware-7";
  std::string signed_headers = "host;x-amz-date";
  std::string signature;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {{"Host", "127.0.0.1:8080"},
                                                              {"X-Amz-Date", "20260301T120000Z"}};
  std::string scope = "20260301/eu-west-1/iot-jobs-data/aws4_request";
  std::string access_key = "AKIDTEST";

  std::vector<http::SignatureDifference> check(const model::SignatureSettings& with = settings(),
                                               base::Instant now = kNow) {
    if (!signature.empty()) {
      headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=" + access_key + "/" + scope +
                                                ", SignedHeaders=" + signed_headers + ", Signature=" + signature);
    }
    model::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    for (const auto& [name, value] : headers) {
      request.headers.push_back({name, value});
    }
    return http::check_signature(request, with, now);
  }
};

SignedRequest good() {
  SignedRequest request;
  request.signature = "1a0d7e52f1d12acb9414f507ba55dd9edeecda06fffc6fbe438222e468817df6";
  return request;
}

std::vector<SignatureFlaw> flaws(const std::vector<http::SignatureDifference>& differences) {
  std::vector<SignatureFlaw> list;
  for (const auto& difference : differences) {
    list.push_back(difference.flaw);
  }
  return list;
}

std::vector<std::string> sentences(const std::vector<http::SignatureDifference>& differences) {
  std::vector<std::string> list;
  for (const auto& difference : differences) {
    list.push_back(difference.sentence);
  }
  return list;
}

using Flaws = std::vector<SignatureFlaw>;
using Sentences = std::vector<std::string>;

}  // namespace

TEST_CASE("signatures of botocore are valid", "[http][signature]") {
  std::vector<SignedRequest> requests;
  requests.push_back(good());

  SignedRequest next;
  next.target = "/things/thermostat-1/jobs/%24next?includeJobDocument=true&executionNumber=1";
  next.signature = "2ee727e261e911fad021b85ded6fea56d4fbe492ee3eac7a41beb9f1cdb172cb";
  requests.push_back(next);

  SignedRequest colon;
  colon.target = "/things/a%3Ab/jobs/j1?executionNumber=5";
  colon.signature = "d806a1e3f5492a5ff53130f1e06d8363146ecfcb41039c012592702a02b8bf96";
  requests.push_back(colon);

  SignedRequest start;
  start.method = "PUT";
  start.target = "/things/t/jobs/$next";
  start.body = R"({"statusDetails": {"step": "one"}})";
  start.headers.emplace_back("Content-Type", "application/json");
  start.signed_headers = "content-type;host;x-amz-date";
  start.signature = "70cab2159ec88803bb26b0775da239bb9c7cb9002ed2e8f35d6367f768a6af39";
  requests.push_back(start);

  SignedRequest session;
  session.method = "POST";
  session.target = "/things/t/jobs/j";
  session.body = R"({"status": "SUCCEEDED"})";
  session.headers.emplace_back("content-type", "application/json");
  session.headers.emplace_back("X-Amz-Security-Token", "TOKEN/with+signs==");
  session.signed_headers = "content-type;host;x-amz-date;x-amz-security-token";
  session.signature = "aa3522df7f8ddb1b1cce21248663f96f948682b3a2ed9d6becd2b9f543539bbe";
  requests.push_back(session);

  SignedRequest based;
  based.target = "/base/path/things/t/./jobs/x/../j?b=2&a=%20x&a=1&c";
  based.signature = "c65006f6f546f3b3521a36fe168a876dadef21143a499fd834757d4b577fc0a2";
  requests.push_back(based);

  SignedRequest empty_segments;
  empty_segments.target = "/things//t/jobs/";
  empty_segments.headers.emplace_back("X-Amz-Meta", "a   b");
  empty_segments.signed_headers = "host;x-amz-date;x-amz-meta";
  empty_segments.signature = "b6d9da35d9435398b42ef23eab8939a1139afd53ca0812748a0a5add716c64fd";
  requests.push_back(empty_segments);

  SignedRequest unsigned_payload;
  unsigned_payload.target = "/things/t/jobs/j";
  unsigned_payload.body = "anything";
  unsigned_payload.headers.emplace_back("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD");
  unsigned_payload.signed_headers = "host;x-amz-content-sha256;x-amz-date";
  unsigned_payload.signature = "cd40b5537766fa2a62578f0100234dacef21b6e7548f8ad62ba8f6a4b81c3a1d";
  requests.push_back(unsigned_payload);

  SignedRequest dated;
  dated.target = "/things/t/jobs/j";
  dated.headers = {{"Host", "127.0.0.1:8080"}, {"Date", "Sun, 01 Mar 2026 12:00:00 -0000"}};
  dated.signed_headers = "date;host";
  dated.signature = "9ee2edeb8e4e4fb4e66e6527e8efe11a6137a1c7a966e45f17a003ec84f4c197";
  requests.push_back(dated);

  for (SignedRequest& request : requests) {
    CAPTURE(request.target, request.method);
    CHECK(sentences(request.check()) == Sentences{});
  }
}

TEST_CASE("a request without a signature is told so", "[http][signature]") {
  SignedRequest request;
  auto differences = request.check();
  CHECK(flaws(differences) == Flaws{SignatureFlaw::kMissing});
  CHECK(sentences(differences) == Sentences{"the request has no Authorization header"});

  request.target += "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00";
  differences = request.check();
  CHECK(flaws(differences) == Flaws{SignatureFlaw::kMissing});
  CHECK(differences.front().sentence.find("signed in its query") != std::string::npos);
}

TEST_CASE("an Authorization that lacks a part is told which", "[http][signature]") {
  const auto problem = [](const std::string& header) {
    SignedRequest request;
    request.headers.emplace_back("authorization", header);
    const auto differences = request.check();
    CHECK(flaws(differences) == Flaws{SignatureFlaw::kIncomplete});
    return differences.empty() ? "" : differences.front().sentence;
  };
  CHECK(problem("Bearer abc") == "the Authorization is of the kind \"Bearer\", not AWS4-HMAC-SHA256");
  CHECK(problem("") == "the Authorization is of the kind \"\", not AWS4-HMAC-SHA256");
  CHECK(problem("AWS4-HMAC-SHA256") == "the Authorization has no Credential");
  CHECK(problem("AWS4-HMAC-SHA256 Credential=a/b, Signature=c") == "the Authorization has no SignedHeaders");
  CHECK(problem("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host") == "the Authorization has no Signature");
  CHECK(problem("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c") ==
        "the Credential \"a/b\" is not KEY/DAY/REGION/SERVICE/aws4_request");
  CHECK(problem("AWS4-HMAC-SHA256 Credential=k/1/2/3/aws3_request,SignedHeaders=host,Signature=c") ==
        "the Credential \"k/1/2/3/aws3_request\" is not KEY/DAY/REGION/SERVICE/aws4_request");
}

TEST_CASE("an unknown access key is named", "[http][signature]") {
  SignedRequest request = good();
  request.access_key = "AKID/STRANGER";
  CHECK(sentences(request.check()) == Sentences{"the access key \"AKID/STRANGER\" is unknown"});
}

TEST_CASE("a valid signature for another service and region is refused", "[http][signature]") {
  SignedRequest request;
  request.target = "/things/t/jobs/j";
  request.scope = "20260301/us-east-1/iot/aws4_request";
  request.signature = "b2b6ef05ce991b2b1fcc4c42e3d8d67dee0e35331d30edf0baffe2b644d2f179";
  const auto differences = SignedRequest(request).check();
  CHECK(flaws(differences) == Flaws{SignatureFlaw::kService, SignatureFlaw::kRegion});
  CHECK(sentences(differences) == Sentences{"the scope names the service \"iot\", not \"iot-jobs-data\"",
                                            "the scope names the region \"us-east-1\", not \"eu-west-1\""});

  model::SignatureSettings anywhere = settings();
  anywhere.region.clear();
  CHECK(flaws(SignedRequest(request).check(anywhere)) == Flaws{SignatureFlaw::kService});
}

TEST_CASE("a date may be five minutes away and no more", "[http][signature]") {
  using std::chrono::minutes;
  using std::chrono::seconds;
  CHECK(good().check(settings(), kNow + minutes(5)).empty());
  CHECK(good().check(settings(), kNow - minutes(5)).empty());
  CHECK(sentences(good().check(settings(), kNow + minutes(5) + seconds(1))) ==
        Sentences{"the request is signed for 20260301T120000Z, 5m1s before the time here, 20260301T120501Z; at most 5m "
                  "is allowed"});
  CHECK(sentences(good().check(settings(), kNow - minutes(90))) ==
        Sentences{"the request is signed for 20260301T120000Z, 1h30m after the time here, 20260301T103000Z; at most 5m "
                  "is allowed"});
}

TEST_CASE("a date that is missing or odd or of another day than the scope is told", "[http][signature]") {
  SignedRequest none = good();
  none.headers = {{"Host", "127.0.0.1:8080"}};
  CHECK(flaws(none.check()) == Flaws{SignatureFlaw::kDate, SignatureFlaw::kSignedHeaders});

  SignedRequest odd = good();
  odd.headers[1].second = "2026-03-01T12:00:00Z";
  CHECK(sentences(odd.check()).front() == "the date \"2026-03-01T12:00:00Z\" is not of the form 20260101T000000Z");

  SignedRequest day = good();
  day.scope = "20260228/eu-west-1/iot-jobs-data/aws4_request";
  const auto differences = day.check();
  CHECK(flaws(differences) == Flaws{SignatureFlaw::kDate, SignatureFlaw::kSignature});
  CHECK(differences.front().sentence == "the scope is of the day \"20260228\", the request of 20260301");
}

TEST_CASE("headers that must be signed and signed headers that are not there are named", "[http][signature]") {
  SignedRequest request = good();
  request.signed_headers = "x-amz-security-token;x-amz-date";
  const auto differences = request.check();
  CHECK(sentences(differences) ==
        Sentences{"the header \"host\" is not among the SignedHeaders",
                  "the SignedHeaders name \"x-amz-security-token\", which the request does not have",
                  "the SignedHeaders are not in lower case and sorted",
                  "the signature is not the one that this secret gives for this request"});
}

TEST_CASE("a payload hash that is not the body's is told", "[http][signature]") {
  SignedRequest request = good();
  request.body = "abc";
  request.headers.emplace_back("x-amz-content-sha256", "0000");
  const auto differences = request.check();
  CHECK(flaws(differences) == Flaws{SignatureFlaw::kPayload, SignatureFlaw::kSignature});
  CHECK(differences.front().sentence ==
        "x-amz-content-sha256 is \"0000\", the body's hash is "
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a signature that differs comes with the canonical request", "[http][signature]") {
  SignedRequest request = good();
  request.target += "?executionNumber=2&b";
  const auto differences = request.check();
  REQUIRE(flaws(differences) == Flaws{SignatureFlaw::kSignature});
  CHECK(differences.front().sentence == "the signature is not the one that this secret gives for this request");
  const std::string& detail = differences.front().detail;
  CHECK(detail.rfind("canonical request:\n"
                     "GET\n"
                     "/things/thermostat-1/jobs/firmware-7\n"
                     "b=&executionNumber=2\n"
                     "host:127.0.0.1:8080\n"
                     "x-amz-date:20260301T120000Z\n"
                     "\n"
                     "host;x-amz-date\n"
                     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
                     "string to sign:\n"
                     "AWS4-HMAC-SHA256\n"
                     "20260301T120000Z\n"
                     "20260301/eu-west-1/iot-jobs-data/aws4_request\n",
                     0) == 0);

  model::SignatureSettings other_secret = settings();
  other_secret.credentials = {{"AKIDTEST", "not the secret"}};
  CHECK(flaws(good().check(other_secret)) == Flaws{SignatureFlaw::kSignature});

  SignedRequest cut = good();
  cut.signature.pop_back();
  CHECK(flaws(cut.check()) == Flaws{SignatureFlaw::kSignature});
}

TEST_CASE("a signer that does not encode the path once more is told that", "[http][signature]") {
  SignedRequest request;
  request.target = "/things/t/jobs/%24next";
  request.signature = "df3343ddcf2125db440931c9d769bf14ce4ebf21b34cfe478b370e6752b4a1ac";
  const auto differences = request.check();
  REQUIRE(flaws(differences) == Flaws{SignatureFlaw::kSignature});
  CHECK(differences.front().sentence ==
        "the signature is that of the path as it is sent; each segment must be encoded once more to be signed");
}

TEST_CASE("a path is normalised and encoded once more", "[http][signature]") {
  const auto path = [](std::string_view given) { return http::canonical_path(given, http::PathEncoding::kOnceMore); };
  CHECK(path("") == "/");
  CHECK(path("/") == "/");
  CHECK(path("//") == "/");
  CHECK(path("/a//b/") == "/a/b/");
  CHECK(path("/a/./b/../c") == "/a/c");
  CHECK(path("/../a") == "/a");
  CHECK(path("/a/..") == "/");
  CHECK(path("/$next/%24next/a:b/~-_.") == "/%24next/%2524next/a%3Ab/~-_.");
  CHECK(http::canonical_path("/%24next", http::PathEncoding::kAsItIs) == "/%24next");
}

TEST_CASE("a query is sorted by name and value after encoding", "[http][signature]") {
  CHECK(http::canonical_query("").empty());
  CHECK(http::canonical_query("b=1&a=2&a=1&&c") == "a=1&a=2&b=1&c=");
  CHECK(http::canonical_query("a=%7e%2f&A=:") == "A=%3A&a=~%2F");
  CHECK(http::canonical_query("a=%zz") == "a=%zz");
}

TEST_CASE("a header of several lines is joined and its blanks made single", "[http][signature]") {
  model::Request request;
  request.headers = {{"X-A", "1  2"}, {"Host", "h"}, {"x-a", "\t3 \t 4 "}};
  CHECK(http::canonical_header_value(request, "x-a") == "1 2,3 4");
  CHECK(http::canonical_header_value(request, "x-b").empty());
}

TEST_CASE("the two forms of a signing date mean the same moment", "[http][signature]") {
  CHECK(http::parse_signing_date("20260301T120000Z") == kNow);
  CHECK(http::parse_signing_date("Sun, 01 Mar 2026 12:00:00 GMT") == kNow);
  CHECK(http::format_signing_date(kNow + std::chrono::milliseconds(999)) == "20260301T120000Z");
  for (const std::string odd : {"", "20260301T120000", "20260230T120000Z", "2026-03-01T12:00Z",
                                "Sun, 01 Mxr 2026 12:00:00 GMT", "Sun, 01 Mar 2026 12:00:00 CET", "20260301T1200000"}) {
    CAPTURE(odd);
    CHECK_FALSE(http::parse_signing_date(odd).has_value());
  }
}
