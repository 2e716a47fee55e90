// The address that sandboxes and ready lines tell clients.
#include "hosting/reachable_endpoint.h"

#include "support/catch.h"

using jobrig::hosting::public_url_problem;
using jobrig::hosting::reachable_endpoint;

TEST_CASE("an address to listen on becomes one to connect to", "[hosting]") {
  CHECK(reachable_endpoint("http://0.0.0.0:8787") == "http://127.0.0.1:8787");
  CHECK(reachable_endpoint("https://[::]:8787") == "https://[::1]:8787");
  CHECK(reachable_endpoint("http://127.0.0.1:80", "jobrig:8788") == "http://127.0.0.1:80");
  CHECK(reachable_endpoint("http://0.0.0.0:8787", "jobrig:8788") == "http://jobrig:8787");
  CHECK(reachable_endpoint("http://[::]:8787", "[fd00::1]:8788") == "http://[fd00::1]:8787");
  CHECK(reachable_endpoint("http://0.0.0.0:8787", "0.0.0.0:8788") == "http://127.0.0.1:8787");
  for (const char* wrong : {"", "a b", "evil\"host", "user@host", ":80", "host:99999", "<b>"}) {
    CAPTURE(wrong);
    CHECK(reachable_endpoint("http://0.0.0.0:8787", wrong) == "http://127.0.0.1:8787");
  }
}

TEST_CASE("a public URL has a scheme and a host and no query", "[hosting]") {
  for (const char* good :
       {"http://jobrig:8787", "https://jobs.example.com", "https://jobs.example.com/mock/", "http://[fd00::1]:1/a"}) {
    CAPTURE(good);
    CHECK_FALSE(public_url_problem(good));
  }
  for (const char* wrong : {"", "jobrig:8787", "ftp://host", "http://", "http:///a", "http://host?x", "http://host/#a",
                            "http://us er@host", "http://host/\"", "https://host:99999"}) {
    CAPTURE(wrong);
    CHECK(public_url_problem(wrong));
  }
}
