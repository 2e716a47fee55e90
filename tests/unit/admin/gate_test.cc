// Who is let in to the admin interface, and who is not.
#include "admin/gate.h"

#include <set>
#include <string>
#include <vector>

#include "support/catch.h"

using namespace jobrig;
using admin::AdminGate;

namespace {

/// The status that the gate refuses with; 0: it lets in.
int refused(const AdminGate& gate, std::vector<model::HeaderView> headers, std::string_view body = {}) {
  model::Request request;
  request.method = "POST";
  request.target = "/reset";
  request.headers = std::move(headers);
  request.body = body;
  const auto refusal = gate.refuses(request);
  if (refusal) {
    CHECK_FALSE(refusal->sentence.empty());
  }
  return refusal ? refusal->status : 0;
}

}  // namespace

TEST_CASE("the hosts of this machine are let in and others are not", "[admin][gate]") {
  const AdminGate gate("127.0.0.1:9000", "");
  for (const char* host : {"127.0.0.1", "127.0.0.1:9000", "127.0.0.1:80", "localhost", "LocalHost:9000", "[::1]:9000",
                           "[::1]", "127.8.9.1:1", "[0:0:0:0:0:0:0:1]"}) {
    CAPTURE(host);
    CHECK(refused(gate, {{"Host", host}}) == 0);
  }
  for (const char* host :
       {"evil.example", "evil.example:9000", "127.0.0.1.evil.example", "localhost.evil.example:1", "127.0.0.evil:9000",
        "127.0.0.1.2", "127.0.0", "", "[::2]:9000", "192.168.0.1", "127.999.999.999", "[localhost]evil.com",
        "[localhost]", "127.0.0.1:99999", "127.0.0.1@evil.com"}) {
    CAPTURE(host);
    CHECK(refused(gate, {{"Host", host}}) == 403);
  }
}

TEST_CASE("the address that the interface is bound to is one of its hosts", "[admin][gate]") {
  CHECK(refused(AdminGate("192.168.0.1:9000", ""), {{"Host", "192.168.0.1:9000"}}) == 0);
  CHECK(refused(AdminGate("[fd00::1]:9000", ""), {{"Host", "[fd00::1]:9000"}}) == 0);
}

TEST_CASE("further hosts are let in by their names", "[admin][gate]") {
  const AdminGate gate("0.0.0.0:9000", "", {"jobrig-admin", "Mock.Example.com"});
  for (const char* host : {"jobrig-admin", "jobrig-admin:9000", "JOBRIG-ADMIN:80", "mock.example.com", "127.0.0.1"}) {
    CAPTURE(host);
    CHECK(refused(gate, {{"Host", host}}) == 0);
  }
  for (const char* host : {"jobrig-admin.evil.example", "evil.jobrig-admin", "example.com", ""}) {
    CAPTURE(host);
    CHECK(refused(gate, {{"Host", host}}) == 403);
  }
}

TEST_CASE("a page of another origin is refused and the interface's own is not", "[admin][gate]") {
  const AdminGate gate("127.0.0.1:0", "");
  CHECK(refused(gate, {{"Host", "127.0.0.1:9000"}, {"Origin", "http://127.0.0.1:9000"}}) == 0);
  for (const char* origin : {"http://evil.example", "https://127.0.0.1:9000", "http://127.0.0.1:9001", "null", ""}) {
    CAPTURE(origin);
    CHECK(refused(gate, {{"Host", "127.0.0.1:9000"}, {"Origin", origin}}) == 403);
  }
}

TEST_CASE("the host of a target in absolute form counts instead of the Host header", "[admin][gate]") {
  const AdminGate gate("127.0.0.1:0", "");
  const auto refused_of = [&gate](std::string_view raw) {
    model::Request request;
    request.headers = {{"Host", "127.0.0.1"}};
    request.raw = raw;
    const auto refusal = gate.refuses(request);
    return refusal ? refusal->status : 0;
  };
  CHECK(refused_of("GET http://localhost:1/state HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") == 0);
  CHECK(refused_of("GET http://evil.example/state HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") == 403);
  CHECK(refused_of("\r\nGET http://evil.example/state HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") == 403);
}

TEST_CASE("every Origin must be the own one and a default port is the same as none", "[admin][gate]") {
  const AdminGate gate("127.0.0.1:0", "");
  const model::HeaderView host{"Host", "LocalHost:80"};
  CHECK(refused(gate, {host, {"Origin", "http://localhost"}}) == 0);
  CHECK(refused(gate, {host, {"Origin", "http://localhost:80"}, {"origin", "http://localhost"}}) == 0);
  CHECK(refused(gate, {host, {"Origin", "http://localhost"}, {"Origin", "http://evil.example"}}) == 403);
  CHECK(refused(gate, {host, {"origin", "http://evil.example"}, {"Origin", "http://localhost"}}) == 403);
  for (const char* origin : {"http://localhost http://evil.example", "http://localhost/", "//localhost", "localhost",
                             "http://localhost:81", "http://evil.example@localhost", "http://localhost:"}) {
    CAPTURE(origin);
    CHECK(refused(gate, {host, {"Origin", origin}}) == 403);
  }
}

TEST_CASE("a body must say that it is JSON or YAML", "[admin][gate]") {
  const AdminGate gate("127.0.0.1:0", "");
  const model::HeaderView host{"Host", "localhost"};
  CHECK(refused(gate, {host, {"Content-Type", "application/json"}}, "{}") == 0);
  CHECK(refused(gate, {host, {"Content-Type", "Application/JSON; charset=utf-8"}}, "{}") == 0);
  for (const char* type : {"application/yaml", "application/x-yaml", "Application/YAML ; charset=utf-8"}) {
    CHECK(refused(gate, {host, {"Content-Type", type}}, "{}") == 0);
  }
  CHECK(refused(gate, {host}, "{}") == 415);
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; x=application/json",
                           "application/jsonp", "application/yamls", "text/yaml", "application/json-seq", ""}) {
    CAPTURE(type);
    CHECK(refused(gate, {host, {"Content-Type", type}}, "{}") == 415);
  }
}

TEST_CASE("with a token all must bring it and may call the host as they like", "[admin][gate]") {
  const AdminGate gate("0.0.0.0:9000", "0123456789");
  CHECK(refused(gate, {{"Host", "jobrig:9000"}, {"Authorization", "Bearer 0123456789"}}) == 0);
  for (const char* given :
       {"bearer 0123456789", "BEARER 0123456789", "Bearer   0123456789"}) {  // RFC 9110 section 11.1
    CAPTURE(given);
    CHECK(refused(gate, {{"Host", "jobrig:9000"}, {"Authorization", given}}) == 0);
  }
  CHECK(refused(gate, {{"Host", "127.0.0.1"}}) == 401);
  for (const char* given :
       {"Bearer 012345678", "Bearer 01234567890", "Bearer ", "Bearer", "Bearer   ", "Bearer\t0123456789", "0123456789",
        "Basic 0123456789", "Bearer 0123456788", "Bearer 01234567890123456789"}) {
    CAPTURE(given);
    CHECK(refused(gate, {{"Host", "127.0.0.1"}, {"Authorization", given}}) == 401);
  }
  CHECK(refused(gate, {{"Host", "evil.example"}, {"Authorization", "Bearer wrong"}}) == 403);
  CHECK(refused(gate, {{"Host", "a"}, {"Authorization", "Bearer 0123456789"}, {"Origin", "http://b"}}) == 403);
}

TEST_CASE("only loopback addresses can be reached from this machine alone", "[admin][gate]") {
  for (const char* listen : {"127.0.0.1:0", "127.1.2.3:80", "[::1]:80", "localhost:1"}) {
    CHECK(admin::is_loopback(listen));
  }
  for (const char* listen : {"0.0.0.0:0", "[::]:0", "192.168.1.1:80", "127.0.0.1.example:80", ":80", "example:80"}) {
    CHECK_FALSE(admin::is_loopback(listen));
  }
}

TEST_CASE("generated tokens differ and are long", "[admin][gate]") {
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) {
    const std::string token = admin::token_by_chance();
    CHECK(token.size() == 32);
    CHECK(token.find_first_not_of("0123456789abcdef") == std::string::npos);
    tokens.insert(token);
  }
  CHECK(tokens.size() == 100);
}
