// What is refused and what is framed (RFC 9112), and that the segmentation of the bytes changes no result.
#include "serve/framer.h"

#include <malloc.h>

#include <chrono>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/framing.h"
#include "support/refused_requests.h"

using namespace jobrig;
using test::chunked;
using test::frame_bytewise;
using test::frame_in_pieces;
using test::frame_whole;
using test::Framed;
using test::get_with;
using test::many_headers;

TEST_CASE("requests that are not strict HTTP are refused with any segmentation", "[serve][framer]") {
  for (const auto& row : test::refused_requests()) {
    CAPTURE(row.what);
    const Framed whole = frame_whole(row.bytes);
    CHECK(whole.refused == row.status);
    CHECK_FALSE(whole.reason.empty());
    CHECK(whole.requests.empty());
    if (row.bytes.size() < 5000) {
      CHECK(frame_bytewise(row.bytes) == whole);
    }
    for (std::uint64_t seed = 1; seed <= 5 && row.bytes.size() < 200'000; ++seed) {
      CHECK(frame_in_pieces(row.bytes, seed) == whole);
    }
  }
}

TEST_CASE("a refusal is told before the rest of the request arrives", "[serve][framer]") {
  for (const auto& row : test::refused_requests()) {
    CAPTURE(row.what);
    // Each row ends with the byte that decides, or soon behind it: nothing more has to come.
    CHECK(frame_whole(row.bytes).refused == row.status);
    CHECK(frame_whole(row.bytes + "GET / HTTP/1.1\r\nHost: x\r\n\r\n").requests.empty());
  }
}

TEST_CASE("after any refusal a framer is as new", "[serve][framer]") {
  const serve::FramerLimits limits;
  serve::Framer framer(limits);
  for (const auto& row : test::refused_requests()) {
    CAPTURE(row.what);
    CHECK(framer.advance(row.bytes) == serve::Framer::Progress::kRefused);
    framer.restart();
    CHECK(framer.advance("GET / HTTP/1.1\r\nHost: x\r\n\r\n") == serve::Framer::Progress::kWhole);
    framer.restart();
  }
}

TEST_CASE("a request is read without decoding anything", "[serve][framer]") {
  const std::string bytes =
      "POST /things/a%3Ab/jobs/%24next?includeJobDocument=true HTTP/1.1\r\nhOsT: x:80\r\nX-Raw:  a%0d%0a \xff\t\r\n"
      "X-Raw: \r\nContent-Length: 5\r\n\r\nabcde";
  const Framed framed = frame_whole(bytes);
  REQUIRE(framed.requests.size() == 1);
  const Framed::Request& request = framed.requests.front();
  CHECK(request.method == "POST");
  CHECK(request.target == "/things/a%3Ab/jobs/%24next?includeJobDocument=true");
  CHECK(request.headers == std::vector<std::string>{"hOsT=x:80", "X-Raw=a%0d%0a \xff", "X-Raw=", "Content-Length=5"});
  CHECK(request.body == "abcde");
  CHECK(request.raw == bytes);
  CHECK(request.version_minor == 1);
}

TEST_CASE("what is behind a request is the next one", "[serve][framer]") {
  const std::string first = "GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nGET";
  const std::string second = "HEAD /b HTTP/1.1\r\nHost: x\r\n\r\n";
  const Framed framed = frame_whole(first + second);
  REQUIRE(framed.requests.size() == 2);
  CHECK(framed.requests[0].raw == first);
  CHECK(framed.requests[0].body == "GET");
  CHECK(framed.requests[1].raw == second);
  CHECK(frame_bytewise(first + second) == framed);
}

TEST_CASE("chunks are joined and their extensions and trailers dropped", "[serve][framer]") {
  const std::string bytes = chunked("5;a=b\r\nabcde\r\nA\r\n0123456789\r\n000\r\nX-Trailer: Host\r\nHost: y\r\n\r\n");
  const Framed framed = frame_whole(bytes + "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(framed.requests.size() == 2);
  CHECK(framed.requests[0].body == "abcde0123456789");
  CHECK(framed.requests[0].raw == bytes);
  CHECK(framed.requests[0].headers.size() == 2);
}

TEST_CASE("the framer stores nothing of an incomplete chunked body", "[serve][framer]") {
  const serve::FramerLimits limits;
  serve::Framer framer(limits);
  const std::string bytes = chunked("7A120\r\n" + std::string(500'000, 'x') + "\r\n");
  const std::size_t before = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;  // zero under a sanitizer
  CHECK(framer.advance(bytes) == serve::Framer::Progress::kNeedMore);
  CHECK(::mallinfo2().uordblks + ::mallinfo2().hblkhd < before + 10'000);
  const std::string whole = bytes + "0\r\n\r\n";
  CHECK(framer.advance(whole) == serve::Framer::Progress::kWhole);
  model::Request request;
  framer.read(whole, request);
  CHECK(request.body == std::string(500'000, 'x'));
}

TEST_CASE("one-byte chunks cannot make a small body cost without end", "[serve][framer]") {
  serve::FramerLimits limits;
  limits.body = 1000;
  std::string body;
  for (int i = 0; i < 900; ++i) {
    body += "1;" + std::string(200, 'e') + "\r\nx\r\n";
  }
  const Framed framed = frame_whole(chunked(body), limits);
  CHECK(framed.refused == 413);
}

TEST_CASE("the version and Connection say whether the connection is kept", "[serve][framer]") {
  const auto kept = [](const std::string& line, const std::string& headers) {
    const Framed framed = frame_whole(line + "\r\nHost: x\r\n" + headers + "\r\n");
    REQUIRE(framed.requests.size() == 1);
    return framed.requests.front().keep_alive;
  };
  CHECK(kept("GET / HTTP/1.1", ""));
  CHECK_FALSE(kept("GET / HTTP/1.1", "Connection: close\r\n"));
  CHECK_FALSE(kept("GET / HTTP/1.1", "Connection: x , CLOSE\r\n"));
  CHECK_FALSE(kept("GET / HTTP/1.1", "Connection: keep-alive\r\nconnection: close\r\n"));
  CHECK_FALSE(kept("GET / HTTP/1.0", ""));
  CHECK(kept("GET / HTTP/1.0", "Connection: Keep-Alive\r\n"));
  CHECK_FALSE(kept("GET / HTTP/1.0", "Connection: keep-alive, close\r\n"));
}

TEST_CASE("100 Continue is asked for once and only where a body follows", "[serve][framer]") {
  const auto asked = [](const std::string& bytes) {
    const Framed framed = frame_bytewise(bytes);
    REQUIRE(framed.requests.size() == 1);
    return framed.requests.front().asked_to_continue;
  };
  CHECK(asked("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\na"));
  CHECK(asked("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  CHECK_FALSE(asked("GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n"));
  CHECK_FALSE(asked("PUT / HTTP/1.0\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na"));
}

TEST_CASE("a request target holds the characters of RFC 3986 only", "[serve][framer]") {
  const auto frames = [](const std::string& target) {
    return frame_whole("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").requests.size() == 1;
  };
  for (const char c : std::string("\"<>\\^`{|}#\x7f\xc3")) {
    CAPTURE(c);
    CHECK_FALSE(frames(std::string("/a") + c));
    CHECK_FALSE(frames(std::string("/a?b=") + c));
  }
  // Sections 2.2 and 2.3; brackets are common in queries.
  CHECK(frames("/-._~!$&'()*+,;=:@?/[]%7B"));
}

TEST_CASE("lenient forms that a server should take are taken", "[serve][framer]") {
  CHECK(frame_whole("\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n").requests.size() == 1);
  CHECK(frame_whole("GET / HTTP/1.0\r\n\r\n").requests.size() == 1);
  CHECK(frame_whole("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").requests.size() == 1);
  const Framed absolute = frame_whole("GET http://h:1/a?b HTTP/1.1\r\nHost: h:1\r\n\r\n");
  REQUIRE(absolute.requests.size() == 1);
  CHECK(absolute.requests.front().target == "/a?b");
  const Framed bare = frame_whole("GET http://h:1 HTTP/1.1\r\nHost: h:1\r\n\r\n");
  REQUIRE(bare.requests.size() == 1);
  CHECK(bare.requests.front().target == "/");
  const Framed query = frame_whole("GET HTTP://x?a=/things/t/jobs/j HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(query.requests.size() == 1);
  CHECK(query.requests.front().target == "?a=/things/t/jobs/j");
  CHECK(frame_whole(get_with(many_headers(99))).requests.size() == 1);
  CHECK(frame_whole(get_with("Content-Length: 1048576\r\n") + std::string(1048576, 'a')).requests.size() == 1);
}

TEST_CASE("a host is a name or an address with an optional port", "[serve][framer]") {
  for (const char* host : {"x",           "x:80",   "x:",       "x:0",         "x:65535",         "x:000080",
                           "a.b.example", "a..b",   "A_b~c-d",  "127.0.0.1:1", "127.999.999.999", "a%2Eb",
                           "!$&'()*+,;=", "[::1]",  "[::1]:80", "[::1]:",      "[fe80::1]",       "[::ffff:1.2.3.4]",
                           "[v1.a:b]",    "[vF0.~]"}) {
    CAPTURE(host);
    CHECK(frame_whole("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").requests.size() == 1);
    CHECK(frame_whole("GET http://" + std::string(host) + "/ HTTP/1.1\r\nHost: x\r\n\r\n").requests.size() == 1);
  }
}

TEST_CASE("a later minor version is processed as HTTP 1.1", "[serve][framer]") {
  for (const char minor : {'2', '9'}) {
    const Framed framed = frame_whole("GET / HTTP/1." + std::string(1, minor) + "\r\nHost: x\r\n\r\n");
    REQUIRE(framed.requests.size() == 1);
    CHECK(framed.requests.front().version_minor == 1);
    CHECK(framed.requests.front().keep_alive);
  }
}

TEST_CASE("a head of exactly 64 KiB is taken and one byte more is not", "[serve][framer]") {
  const std::string empty = get_with("A: \r\n");
  const std::string fill(65536 - empty.size(), 'a');
  CHECK(frame_whole(get_with("A: " + fill + "\r\n")).requests.size() == 1);
  CHECK(frame_whole(get_with("A: " + fill + "a\r\n")).refused == 431);
}

TEST_CASE("a body that drips is looked at once", "[serve][framer]") {
  // 1 MiB, byte by byte, without copying: a framer that began anew each time would look at 5 * 10^11 bytes.
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string bytes = head;
  for (int i = 0; i < 64; ++i) {
    bytes += "4000\r\n" + std::string(0x4000, 'b') + "\r\n";
  }
  bytes += "0\r\n\r\n";
  const serve::FramerLimits limits;
  serve::Framer framer(limits);
  std::size_t fed = 1;
  while (framer.advance(std::string_view(bytes).substr(0, fed)) == serve::Framer::Progress::kNeedMore) {
    ++fed;
    REQUIRE(fed <= bytes.size());
  }
  CHECK(fed == bytes.size());
  model::Request request;
  framer.read(bytes, request);
  CHECK(request.body == std::string(0x100000, 'b'));
}
