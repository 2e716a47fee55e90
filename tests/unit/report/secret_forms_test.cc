// Secrets that are known by their names and forms: which part of a text each takes, and what is not one.
#include "report/secret_forms.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/redaction.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

// The text without the marks, and with a redaction in their place.
std::pair<std::string, std::string> both(std::string_view marked) {
  std::string plain;
  std::string redacted;
  for (std::string_view rest = marked; !rest.empty();) {
    const std::size_t begin = std::min(rest.find("«"), rest.size());
    const std::size_t end = std::min(rest.find("»"), rest.size());
    plain += rest.substr(0, begin);
    redacted += rest.substr(0, begin);
    if (begin == rest.size()) {
      break;
    }
    plain += rest.substr(begin + 2, end - begin - 2);
    redacted += "[redacted]";
    rest.remove_prefix(end + 2);
  }
  return {plain, redacted};
}

constexpr std::string_view kExamples[] = {
    // AWS
    "Authorization: AWS4-HMAC-SHA256 Credential=«AKIDEXAMPLE»/2026/x, SignedHeaders=host, Signature=«00ff»\r\n",
    "key «ASIA0123456789ABCDEF».",
    "x-amz-security-token: «abc/def+==»\r\nHost: h",
    "AWS_SECRET_ACCESS_KEY=«abc/d»\nAWS_SESSION_TOKEN='«a b»'",
    R"({"SecretAccessKey": "«a\/b\"c»","Token":"«abcdef»"})",
    R"("{\"secretAccessKey\":\"«abc»\"}")",
    "<AccessKeyId>«AKID»</AccessKeyId>\n<SecretAccessKey>\n  «a/b+c=»\n</SecretAccessKey> after it",
    "&lt;SecretAccessKey&gt;«abc»&lt;/SecretAccessKey&gt;",
    R"(\u003cSecretAccessKey\u003e«abc»\u003c/SecretAccessKey\u003e)",
    "<sts:SessionToken>«abc»</sts:SessionToken>",
    // HTTP
    "Authorization: Bearer «abc def»\r\nHost: h",
    "authorization: Basic «dXNlcjpwYXNz»",
    "Proxy-Authorization: Digest «username=\"u\", response=\"r\"»\r\n",
    "Authorization: «lonely»",
    "GET / HTTP/1.1\r\nCookie: «a=b; c=\"d\"»\r\nX-Api-Key: «k1»\r\n",
    "Set-Cookie: «id=a; Path=/»\r\n",
    R"({"cookie":"«a=b»","authorization":"Bearer «x»"})",
    "{'Authorization': b'Bearer «x»', 'Host': 'h'}",
    "curl -H 'X-Api-Key: «abc»' -H \"Cookie: «a=b»\" http://h/",
    R"(b'GET / HTTP/1.1\r\nCookie: «a=b»\r\nHost: h\r\n')",
    "used Bearer «abc123def» there",
    "used Basic «dXNlcjpwYXNz» there",
    "GET http://me:«secret»@proxy:3128/ HTTP/1.1",
    "«eyJhbGciOi.eyJzdWIi.c2ln»",
    "?access_token=«abc»&x=1",
    // others
    "password=«hunter2»; user=me",
    "-----BEGIN PRIVATE KEY-----«\nMIIE\n»-----END PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----«\nMIIE\n»",
};

constexpr std::string_view kHarmless[] = {
    "SignedHeaders=host;x-amz-date",
    "the signature differs",
    "InvalidSignatureException",
    "AKIA is not all",
    "xAKIA0123456789ABCDEF",
    "basic authentication and Basic Authentication and bearer certificates",
    R"({"clientToken":"a-token-of-the-request","nextToken":"abcdefgh"})",
    "password: must be given",
    "</SecretAccessKey> and more",
    "http://host:8080/a@b",
    "eyJ is how it begins",
    "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
    "Cookies: none",
    "Authorization:",
};

}  // namespace

TEST_CASE("secrets of every known form are found and nothing else", "[report][redaction]") {
  for (const std::string_view marked : kExamples) {
    const auto [plain, redacted] = both(marked);
    CAPTURE(plain);
    CHECK(report::redact(plain) == redacted);
    CHECK(report::redact(redacted) == redacted);
    for (std::size_t size = 0; size < plain.size(); ++size) {
      CHECK(report::redact(plain.substr(0, size)).size() <= redacted.size() + 10);  // whatever is cut, it ends
    }
  }
  for (const std::string_view text : kHarmless) {
    CHECK(report::redact(text) == text);
  }
}

TEST_CASE("the parts of a secret that can be elsewhere are its values", "[report][redaction]") {
  using Values = std::vector<std::string>;
  CHECK(report::values_in("abcdefg1", false) == Values{"abcdefg1"});
  CHECK(report::values_in("abcdefgh", false).empty());
  CHECK(report::values_in("abcdefgh", true) == Values{"abcdefgh"});
  CHECK(report::values_in("id=abcdefg1; theme=dark; s=ABCDEFG2", false) ==
        Values{"id=abcdefg1; theme=dark; s=ABCDEFG2", "abcdefg1", "ABCDEFG2"});
  CHECK(report::values_in("dXNlcjpwYXNzd29yZDE=", false) == Values{"dXNlcjpwYXNzd29yZDE=", "password1"});
  CHECK(report::values_in("dXNlcjpwYXNzd29yZDE= and more", false) ==
        Values{"dXNlcjpwYXNzd29yZDE= and more", "password1"});
}

TEST_CASE("the work for hostile texts is linear in their length", "[report][redaction]") {
  // Quadratic work would take minutes.
  for (const std::string_view piece :
       {"authorization: AWS4-", "credential=", "token=\"", "cookie:'", "://", "bearer ", "<secretkey>",
        "BEGIN PRIVATE KEY", "eyJ.", "password:\\\\\\", "cookie:\\r", "secretsecret", "a.a.", "token:'"}) {
    std::string text;
    while (text.size() < 2'000'000) {
      text += piece;
    }
    CAPTURE(piece);
    CHECK_FALSE(report::redact(text).empty());
  }
}
