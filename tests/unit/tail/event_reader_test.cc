// Reading the response to GET /events: in pieces of any size, and what is refused.
#include "tail/event_reader.h"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"

using namespace jobrig;
using tail::EventReader;
using tail::StreamEvent;

namespace {

const std::string kStreamHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
std::string chunk_of(const std::string& content) {
  std::ostringstream size;
  size << std::hex << content.size();
  return size.str() + "\r\n" + content + "\r\n";
}

const std::string kStreamBody = chunk_of("event: hello\ndata: {\"a\":1}\n\n") + chunk_of(":\n\n") +
                                chunk_of("event: exchanges\ni") + chunk_of("d: 7\ndata: {\"b\":2}\n") + chunk_of("\n");

using Names = std::vector<std::pair<std::string, std::string>>;

Names read_in_pieces(const std::string& bytes, std::size_t size) {
  Names found;
  EventReader reader([&](const StreamEvent& event) { found.emplace_back(event.name, event.data); });
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    REQUIRE(reader.read(bytes.substr(at, size)));
  }
  CHECK(reader.status() == 200);
  return found;
}

std::string problem_of(const std::string& bytes) {
  EventReader reader([](const StreamEvent&) {});
  return reader.read(bytes) && reader.end() ? "" : reader.problem();
}

}  // namespace

TEST_CASE("events are read from chunks of any size, and comments are skipped", "[tail]") {
  for (std::size_t size = 1; size < kStreamHead.size() + kStreamBody.size(); size += 7) {
    CAPTURE(size);
    CHECK(read_in_pieces(kStreamHead + kStreamBody, size) == Names{{"hello", "{\"a\":1}"}, {"exchanges", "{\"b\":2}"}});
  }
}

TEST_CASE("the last chunk completes the stream", "[tail]") {
  EventReader reader([](const StreamEvent&) {});
  REQUIRE(reader.read(kStreamHead + kStreamBody));
  CHECK_FALSE(reader.is_complete());
  REQUIRE(reader.read("0\r\n\r\n"));
  CHECK(reader.is_complete());
}

TEST_CASE("a response that is not a stream keeps its status and body", "[tail]") {
  EventReader reader([](const StreamEvent&) {});
  REQUIRE(reader.read("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{"));
  REQUIRE(reader.read("}"));
  CHECK(reader.end());
  CHECK(reader.status() == 401);
  CHECK(reader.body() == "{}");
}

TEST_CASE("responses that are not those of an admin interface are refused", "[tail]") {
  CHECK(problem_of("") == "connection closed without a response");
  CHECK(problem_of("SSH-2.0-OpenSSH\r\n") == "the response is not one of an admin interface");
  CHECK(problem_of("HTTP/1.1 2000 OK\r\n\r\n") == "the response is not one of an admin interface");
  CHECK(problem_of("HTTP/1.1 -00 OK\r\n\r\n") == "the response is not one of an admin interface");
  CHECK(problem_of("HTTP/1.1 099 OK\r\n\r\n") == "the response is not one of an admin interface");
  CHECK(problem_of(std::string(70'000, 'x')) == "the response is not one of an admin interface");
  CHECK(problem_of("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") == "the response is not a stream of events");
  CHECK(problem_of(kStreamHead + "x\r\n") == "the response has an invalid chunk");
  CHECK(problem_of(kStreamHead + "fffffffff\r\n") == "the response has an invalid chunk");
  CHECK(problem_of("HTTP/1.1 404 Not Found\r\n\r\n" + std::string(70'000, 'x')) == "the response is too large");
}
