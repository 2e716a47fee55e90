#include "support/refused_requests.h"

namespace jobrig::test {

using namespace std::string_literals;

std::string get_with(const std::string& headers) { return "GET / HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n"; }
std::string chunked(const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
}
std::string many_headers(int count) {
  std::string headers;
  for (int i = 0; i < count; ++i) {
    headers += "X-" + std::to_string(i) + ": v\r\n";
  }
  return headers;
}

std::vector<RefusedRequest> refused_requests() {
  const std::string long_text(70'000, 'a');
  std::vector<RefusedRequest> requests{
      {"a bare line feed after the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n", 400},
      {"a bare line feed after a header", "GET / HTTP/1.1\r\nHost: x\n\r\n", 400},
      {"a bare line feed for the blank line", "GET / HTTP/1.1\r\nHost: x\r\n\n", 400},
      {"a line feed alone", "\n", 400},
      {"a bare carriage return in a header", get_with("A: b\rc\r\n"), 400},
      {"HTTP/0.9", "GET /\r\n", 400},
      {"HTTP/0.9 by number", "GET / HTTP/0.9\r\n", 400},
      {"HTTP/2.0", "GET / HTTP/2.0\r\n", 505},
      {"HTTP/9.9", "GET / HTTP/9.9\r\n", 505},
      {"HTTP/1.10", "GET / HTTP/1.10\r\n", 400},
      {"a version that is none", "GET / HTTP/1.1x\r\n", 400},
      {"a version in lower case", "GET / http/1.1\r\n", 400},
      {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"an unknown method", "BREW / HTTP/1.1\r\n", 400},
      {"a method in lower case", "get / HTTP/1.1\r\n", 400},
      {"CONNECT", "CONNECT a:1 HTTP/1.1\r\n", 400},
      {"a TLS hello", "\x16\x03\x01\x02"s, 400},
      {"a NUL at the start", "\0"s, 400},
      {"a blank at the start", " GET / HTTP/1.1\r\n", 400},
      {"two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"two blanks in the request line", "GET  / HTTP/1.1\r\n", 400},
      {"a blank after the version", "GET / HTTP/1.1 \r\n", 400},
      {"a tab in the request line", "GET\t/ HTTP/1.1\r\n", 400},
      {"no target", "GET HTTP/1.1\r\n", 400},
      {"a target without a slash", "GET things HTTP/1.1\r\n", 400},
      {"a star for GET", "GET * HTTP/1.1\r\n", 400},
      {"%00 in the target", "GET /a%00b HTTP/1.1\r\n", 400},
      {"%zz in the target", "GET /%zz HTTP/1.1\r\n", 400},
      {"a cut percent escape", "GET /%4 HTTP/1.1\r\n", 400},
      {"a NUL in the target", "GET /\0 HTTP/1.1\r\n"s, 400},
      {"a byte beyond ASCII in the target", "GET /\xc3\xa4 HTTP/1.1\r\n", 400},
      {"a fragment in the target", "GET /a#b HTTP/1.1\r\n", 400},
      {"a target in absolute form without a host", "GET http:///path HTTP/1.1\r\n", 400},
      {"a target in absolute form with nothing behind the scheme", "GET http:// HTTP/1.1\r\n", 400},
      {"a target in absolute form with a query alone", "GET http://?a=/things/t/jobs/j HTTP/1.1\r\n", 400},
      {"a target in absolute form with a user", "GET http://u:p@x/ HTTP/1.1\r\n", 400},
      {"a target in absolute form with a port that is none", "GET http://x:a/ HTTP/1.1\r\n", 400},
      {"a target in absolute form with another scheme", "GET ftp://x/ HTTP/1.1\r\n", 400},
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400},
      {"two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: x\r\nhost: y\r\n\r\n", 400},
      {"an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"a Host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 400},
      {"no colon", get_with("Accept\r\n"), 400},
      {"an empty header name", get_with(": v\r\n"), 400},
      {"a folded header", get_with("A: b\r\n c\r\n"), 400},
      {"a folded first header", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400},
      {"a NUL in a header value", get_with("A: b\0c\r\n"s), 400},
      {"a control byte in a header value", get_with("A: b\x07\r\n"), 400},
      {"a NUL in a header name", get_with("A\0: b\r\n"s), 400},
      {"a blank before the colon", get_with("Content-Length : 5\r\n"), 400},
      {"a blank within a name", get_with("Content Length: 5\r\n"), 400},
      {"Content-Length twice and different", get_with("Content-Length: 5\r\nContent-Length: 6\r\n"), 400},
      {"Content-Length twice and equal", get_with("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
      {"Content-Length +5", get_with("Content-Length: +5\r\n"), 400},
      {"Content-Length -1", get_with("Content-Length: -1\r\n"), 400},
      {"Content-Length abc", get_with("Content-Length: abc\r\n"), 400},
      {"Content-Length 0x5", get_with("Content-Length: 0x5\r\n"), 400},
      {"Content-Length 5, 6", get_with("Content-Length: 5, 6\r\n"), 400},
      {"Content-Length 5 5", get_with("Content-Length: 5 5\r\n"), 400},
      {"an empty Content-Length", get_with("Content-Length:\r\n"), 400},
      {"Content-Length 2^64", get_with("Content-Length: 18446744073709551616\r\n"), 400},
      {"Content-Length 2^64-1", get_with("Content-Length: 18446744073709551615\r\n"), 413},
      {"a body one byte too large", get_with("Content-Length: 1048577\r\n"), 413},
      {"Content-Length with chunked", get_with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"chunked with Content-Length", get_with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
      {"gzip and chunked", get_with("Transfer-Encoding: gzip, chunked\r\n"), 400},
      {"chunked twice", get_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"chunked, chunked", get_with("Transfer-Encoding: chunked, chunked\r\n"), 400},
      {"identity", get_with("Transfer-Encoding: identity\r\n"), 400},
      {"chunked with a vertical tab",
       get_with("Transfer-Encoding: \x0b"
                "chunked\r\n"),
       400},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"Content-Encoding gzip", get_with("Content-Encoding: gzip\r\nContent-Length: 5\r\n"), 415},
      {"Content-Encoding identity", get_with("Content-Encoding: identity\r\n"), 415},
      {"another expectation", get_with("Expect: 200-ok\r\n"), 417},
      {"chunk size -2", chunked("-2\r\n"), 400},
      {"chunk size 0x5", chunked("0x5\r\n"), 400},
      {"chunk size with a plus", chunked("+5\r\n"), 400},
      {"chunk size g", chunked("g\r\n"), 400},
      {"no chunk size", chunked("\r\n"), 400},
      {"a blank before the chunk size", chunked(" 5\r\nabcde\r\n"), 400},
      {"a blank behind the chunk size", chunked("5 \r\nabcde\r\n"), 400},
      {"a chunk size of 2^64", chunked("10000000000000000\r\n"), 400},
      {"a chunk size of 2^64-1", chunked("ffffffffffffffff\r\n"), 413},
      {"a chunk size ended by a line feed", chunked("5\nabcde\r\n"), 400},
      {"a NUL in a chunk extension", chunked("5;a=\0\r\n"s), 400},
      {"junk behind a chunk", chunked("5\r\nabcdeX\r\n"), 400},
      {"a chunk ended by a line feed", chunked("5\r\nabcde\n0\r\n\r\n"), 400},
      {"a bad trailer", chunked("0\r\nno colon\r\n\r\n"), 400},
      {"an endless chunk-size line", chunked("5;" + long_text), 400},
      {"endless trailers", chunked("0\r\nA: " + long_text), 431},
      {"too many trailers", chunked("0\r\n" + many_headers(99)), 431},
      {"chunks beyond the limit", chunked("100000\r\n" + std::string(0x100000, 'a') + "\r\n1\r\n"), 413},
      {"an endless request line", "GET /" + long_text, 414},
      {"an endless header", "GET / HTTP/1.1\r\nA: " + long_text, 431},
      {"an endless header name", "GET / HTTP/1.1\r\n" + long_text, 431},
      {"101 headers", get_with(many_headers(100)), 431},
      {"endless headers", "GET / HTTP/1.1\r\n" + many_headers(200), 431},
  };
  // RFC 9112 section 3.2: an invalid field value of Host is answered with 400.
  for (const char* host :
       {"[::1",       "[zz]",      "[]",    "[]:80",   "[::1]x",   "[localhost]", "[localhost]evil.com",
        "[::1%25lo]", "[1.2.3.4]", "[v.a]", "[v1.]",   "[vx.a]",   "[:::]",       "a:b",
        "a:99999",    "a:65536",   "a:-1",  "a:80:80", "a:80x",    "::1",         ":80",
        ":",          "a%zz",      "a%4",   "a%",      "a@b",      "a b",         "a?b",
        "a\\b",       "a\"b",      "<a>",   "a|b",     "\xc3\xa4", "[a]b]",       "a]",
        "a[b"}) {
    requests.push_back(
        {"the Host " + std::string(host), "GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n", 400});
  }
  return requests;
}

}  // namespace jobrig::test
