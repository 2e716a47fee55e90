// HOST:PORT in listen addresses, URLs and Host headers.
#include "base/host_port.h"

#include <string>

#include "support/catch.h"

using namespace jobrig;

TEST_CASE("hosts are read with their ports and written again", "[base]") {
  struct Row {
    const char* text;
    const char* host;
    std::optional<std::uint16_t> port;
  };
  for (const Row& row :
       {Row{"127.0.0.1:8080", "127.0.0.1", 8080}, Row{"localhost:0", "localhost", 0}, Row{"[::1]:65535", "::1", 65535},
        Row{"a-b.example", "a-b.example", {}}, Row{"[fe80::1%eth0]", "fe80::1%eth0", {}}}) {
    CAPTURE(row.text);
    const auto parsed = base::parse_host_port(row.text);
    REQUIRE(parsed.has_value());
    CHECK(parsed->host == row.host);
    CHECK(parsed->port == row.port);
    CHECK(parsed->text() == row.text);
  }
}

TEST_CASE("only localhost and addresses of the loopback interface are loopback hosts", "[base]") {
  for (const char* host : {"localhost", "LocalHost", "127.0.0.1", "127.255.255.255", "::1", "0:0:0:0:0:0:0:1"}) {
    CAPTURE(host);
    CHECK(base::is_loopback_host(host));
  }
  for (const char* host : {"", "127.999.999.999", "127.0.0.256", "127.0.0", "127.1", "0127.0.0.1", "127.0.0.1.",
                           "128.0.0.1", "localhost.evil.example", "[::1]", "::2", "::", "127.0.0.1x"}) {
    CAPTURE(host);
    CHECK_FALSE(base::is_loopback_host(host));
  }
  CHECK_FALSE(base::is_loopback_host(std::string("127.0.0.1\0", 10)));
}

TEST_CASE("what is not a host with a port is not read", "[base]") {
  for (const char* text : {"",       ":",          ":80",     "a:",       "a:65536",      "a:-1",
                           "a:+1",   "a:0x1",      "a: 1",    "a:80x",    "::1",          "::1:80",
                           "[]",     "[]:80",      "[::1",    "[::1]80",  "[::1]:",       "[localhost]:80",
                           "a]:80",  "[[::1]]:80", "a:80:90", "[zz]:80",  "[1.2.3.4]:80", "a%zz:80",
                           "a b:80", "a/b:80",     "u@a:80",  "[a::b::c]"}) {
    CAPTURE(text);
    CHECK_FALSE(base::parse_host_port(text).has_value());
  }
}
