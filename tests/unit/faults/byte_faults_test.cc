// Faults that write invalid HTTP: the exact bytes and the end of the connection.
#include <algorithm>
#include <string>

#include "support/catch.h"
#include "support/faulting.h"

using jobrig::model::CloseAction;
using jobrig::test::good_reply;
using jobrig::test::lay_faults;

namespace {

const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-amzn-RequestId: r-1\r\n";
const std::string kBody = R"({"execution":{"jobId":"j","status":"QUEUED","versionNumber":1}})";
const std::string kGood = kHead + "Content-Length: 63\r\n\r\n" + kBody;
const std::string kChunkedHead = kHead + "Transfer-Encoding: chunked\r\n\r\n";

}  // namespace

TEST_CASE("without faults the answer is the good one", "[faults]") {
  const auto faulted = lay_faults("[]");
  CHECK(faulted.bytes() == kGood);
  CHECK(faulted.script.close_action == CloseAction::kKeepOpen);
}

TEST_CASE("garbage instead of HTTP is random bytes and a close", "[faults]") {
  const auto faulted = lay_faults("[{garbage: {bytes: 20}}]");
  CHECK(faulted.bytes().size() == 20);
  CHECK(faulted.bytes().find("HTTP") == std::string::npos);
  CHECK(faulted.script.close_action == CloseAction::kClose);
  CHECK(faulted.script.head_size == 0);
  CHECK(lay_faults("[{garbage: {bytes: 20}}]").bytes() == faulted.bytes());
  CHECK(lay_faults("[{garbage: {bytes: 20}}]", good_reply(), "GET", 1).bytes() != faulted.bytes());
  CHECK(lay_faults("[garbage]").bytes().size() == 64);
}

TEST_CASE("garbage after a valid head replaces the body", "[faults]") {
  const auto faulted = lay_faults("[{garbage: {after: head, bytes: 8}}]");
  CHECK(faulted.bytes().starts_with(kHead + "Content-Length: 63\r\n\r\n"));
  CHECK(faulted.body().size() == 8);
  CHECK(faulted.script.close_action == CloseAction::kClose);
  const auto chunked = lay_faults("[{garbage: {after: chunked-head, bytes: 8}}]");
  CHECK(chunked.bytes().starts_with(kChunkedHead));
  CHECK(chunked.body().size() == 8);
}

TEST_CASE("WireMock's four names do what they do there", "[faults]") {
  const auto empty = lay_faults("[EMPTY_RESPONSE]");
  CHECK(empty.in_words() == "close");
  CHECK(empty.names == std::vector<std::string>{"empty"});
  const auto malformed = lay_faults("[MALFORMED_RESPONSE_CHUNK]");
  CHECK(malformed.bytes().starts_with(kChunkedHead));
  CHECK(malformed.body().size() == 64);
  CHECK(malformed.script.close_action == CloseAction::kClose);
  const auto random = lay_faults("[RANDOM_DATA_THEN_CLOSE]");
  CHECK(random.bytes() == lay_faults("[garbage]").bytes());
  CHECK(lay_faults("[CONNECTION_RESET_BY_PEER]").in_words() == "reset");
}

TEST_CASE("chunks are malformed or end without the last one or are good", "[faults]") {
  const auto bad = lay_faults("[bad-chunk]");
  CHECK(bad.bytes() == kChunkedHead + "not-a-size\r\n" + kBody + "\r\n0\r\n\r\n");
  CHECK(bad.script.close_action == CloseAction::kClose);
  CHECK(lay_faults("[bad-chunk: \"-2\"]").body().starts_with("-2\r\n"));
  const auto unfinished = lay_faults("[no-last-chunk]");
  CHECK(unfinished.bytes() == kChunkedHead + "3f\r\n" + kBody + "\r\n");
  CHECK(unfinished.script.close_action == CloseAction::kClose);
  const auto good = lay_faults("[{chunked: {size: 40}}]");
  CHECK(good.bytes() ==
        kChunkedHead + "28\r\n" + kBody.substr(0, 40) + "\r\n17\r\n" + kBody.substr(40) + "\r\n0\r\n\r\n");
  CHECK(good.script.close_action == CloseAction::kKeepOpen);
}

TEST_CASE("chunks have extensions and trailers", "[faults]") {
  CHECK(lay_faults("[{chunked: {size: 40, extension: a=b, trailer: 'X-Sum: 1'}}]").bytes() ==
        kChunkedHead + "28;a=b\r\n" + kBody.substr(0, 40) + "\r\n17;a=b\r\n" + kBody.substr(40) +
            "\r\n0;a=b\r\nX-Sum: 1\r\n\r\n");
}

TEST_CASE("status-line changes the status and the phrase, and nothing else", "[faults]") {
  CHECK(lay_faults("[{status-line: 202}]").bytes() == "HTTP/1.1 202" + kGood.substr(12));
  CHECK(lay_faults("[{status-line: {reason: ''}}]").bytes() == "HTTP/1.1 200 " + kGood.substr(kGood.find('\r')));
  CHECK(lay_faults("[{status-line: {status: 201, reason: Made it}}]").bytes() ==
        "HTTP/1.1 201 Made it" + kGood.substr(kGood.find('\r')));
}

TEST_CASE("header-lines writes names and values in other forms", "[faults]") {
  const std::string lower = lay_faults("[{header-lines: {names: lower}}]").bytes();
  CHECK(lower.find("\r\ncontent-length: 63\r\n") != std::string::npos);
  CHECK(lay_faults("[{header-lines: {names: upper}}]").bytes().find("\r\nCONTENT-LENGTH: 63\r\n") != std::string::npos);
  CHECK(lay_faults("[{header-lines: {names: mixed}}]").bytes().find("\r\ncOnTeNt-lEnGtH: 63\r\n") != std::string::npos);
  CHECK(lay_faults("[{header-lines: {values: unpadded}}]").bytes().find("\r\nContent-Length:63\r\n") !=
        std::string::npos);
  CHECK(lay_faults("[{header-lines: {values: folded}}]").bytes().find("\r\nContent-Length:\r\n \t63\r\n") !=
        std::string::npos);
}

TEST_CASE("Content-Length lies in either direction", "[faults]") {
  const auto big = lay_faults("[{content-length-too-big: {by: 10}}]");
  CHECK(big.bytes() == kHead + "Content-Length: 73\r\n\r\n" + kBody);
  CHECK(big.script.close_action == CloseAction::kClose);
  const auto small = lay_faults("[{content-length-too-small: {by: 10}}]");
  CHECK(small.bytes() == kHead + "Content-Length: 53\r\n\r\n" + kBody);
  CHECK(small.script.close_action == CloseAction::kKeepOpen);
  CHECK(lay_faults("[content-length-too-small: 1000]").bytes() == kHead + "Content-Length: 0\r\n\r\n" + kBody);
  CHECK(lay_faults("[content-length-too-big]").bytes() == kHead + "Content-Length: 64\r\n\r\n" + kBody);
}

TEST_CASE("Content-Length comes with chunks or twice", "[faults]") {
  CHECK(lay_faults("[length-and-chunked]").bytes() ==
        kHead + "Content-Length: 63\r\nTransfer-Encoding: chunked\r\n\r\n3f\r\n" + kBody + "\r\n0\r\n\r\n");
  CHECK(lay_faults("[duplicate-content-length]").bytes() ==
        kHead + "Content-Length: 63\r\nContent-Length: 64\r\n\r\n" + kBody);
  CHECK(lay_faults("[duplicate-content-length: same]").bytes() ==
        kHead + "Content-Length: 63\r\nContent-Length: 63\r\n\r\n" + kBody);
}

TEST_CASE("bare-lf leaves every CR of the head out and the body alone", "[faults]") {
  std::string expected = kHead + "Content-Length: 63\r\n\r\n";
  std::erase(expected, '\r');
  CHECK(lay_faults("[bare-lf]").bytes() == expected + kBody);
}

TEST_CASE("headers are too big or too many", "[faults]") {
  const std::string big = lay_faults("[big-header]").bytes();
  CHECK(big == kHead + "Content-Length: 63\r\nx-padding: " + std::string(16 * 1024 + 1 - 11, 'x') + "\r\n\r\n" + kBody);
  const std::string many = lay_faults("[many-headers]").bytes();
  const std::string head = many.substr(0, many.find("\r\n\r\n") + 2);
  CHECK(std::count(head.begin(), head.end(), '\n') == 1 + 101);
  CHECK(head.ends_with("x-header-98: x\r\n"));
}

TEST_CASE("informational answers come first", "[faults]") {
  CHECK(lay_faults("[informational]").bytes() == "HTTP/1.1 100 Continue\r\n\r\n" + kGood);
  CHECK(lay_faults("[informational: {status: 103, times: 2}]").bytes() ==
        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + kGood);
}

TEST_CASE("http-1.0 and close-delimited end with the connection", "[faults]") {
  const auto old = lay_faults("[http-1.0]");
  CHECK(old.bytes() == "HTTP/1.0" + kGood.substr(8));
  CHECK(old.script.close_action == CloseAction::kClose);
  const auto delimited = lay_faults("[close-delimited]");
  CHECK(delimited.bytes() == kHead + "Connection: close\r\n\r\n" + kBody);
  CHECK(delimited.script.close_action == CloseAction::kClose);
}

TEST_CASE("extra bytes and a second response follow the response", "[faults]") {
  CHECK(lay_faults("[extra-bytes: {text: xyz}]").bytes() == kGood + "xyz");
  CHECK(lay_faults("[extra-bytes]").bytes().size() == kGood.size() + 16);
  const auto second = lay_faults("[second-answer]");
  CHECK(second.bytes() == kGood + "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
  CHECK(second.script.close_action == CloseAction::kKeepOpen);
}

TEST_CASE("a response to HEAD gets no chunks after its head", "[faults]") {
  for (const std::string fault : {"chunked", "bad-chunk", "no-last-chunk", "length-and-chunked"}) {
    CAPTURE(fault);
    const auto faulted = lay_faults("[" + fault + "]", good_reply(), "HEAD");
    CHECK(faulted.bytes().find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    CHECK(faulted.body().empty());
  }
}

TEST_CASE("faults on bytes leave garbage as it is", "[faults]") {
  const std::string garbage = lay_faults("[garbage]").bytes();
  CHECK(lay_faults("[garbage, bad-chunk, bare-lf]").bytes() == garbage);
  CHECK(lay_faults("[{garbage: {bytes: 10}}, {cut: 50% of body}]").bytes().size() == 5);
}
