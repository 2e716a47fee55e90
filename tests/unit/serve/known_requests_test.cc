// Known requests: a request that is repeated byte for byte is found with everything that its bytes decide.
#include <string>

#include "serve/known_requests.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

std::string get(const std::string& target, const std::string& headers = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

/// Looks for the request at the beginning of `bytes`, and offers it to be kept.
serve::KnownRequest* offer(serve::KnownRequests& requests, const std::string& bytes) {
  CHECK(requests.find(bytes) == nullptr);
  const serve::FramerLimits limits;
  serve::Framer framer(limits);
  REQUIRE(framer.advance(bytes) == serve::Framer::Progress::kWhole);
  return requests.keep(framer, bytes);
}

/// The same, when it comes twice.
serve::KnownRequest* keep(serve::KnownRequests& requests, const std::string& bytes) {
  offer(requests, bytes);
  return offer(requests, bytes);
}

}  // namespace

TEST_CASE("a kept request is found at the beginning of the bytes that follow", "[serve][known]") {
  serve::KnownRequests requests;
  const std::string first = get("/things/lamp/jobs/one?includeJobDocument=true", "Connection: close\r\n");
  CHECK(offer(requests, first) == nullptr);
  const serve::KnownRequest* const kept = offer(requests, first);
  REQUIRE(kept != nullptr);
  CHECK(requests.find(first) == kept);
  CHECK(requests.find(first + get("/things/lamp/jobs/two")) == kept);
  CHECK(kept->raw == first);
  CHECK_FALSE(kept->keep_alive);
  CHECK(kept->request.method == "GET");
  CHECK(kept->request.target == "/things/lamp/jobs/one?includeJobDocument=true");
  CHECK(kept->request.header("connection") == "close");
  CHECK(kept->request.raw.data() == kept->raw.data());
}

TEST_CASE("a request that differs in one byte, or is not complete, is not found", "[serve][known]") {
  serve::KnownRequests requests;
  const std::string raw = get("/things/lamp/jobs/one", "Accept: a\r\n");
  keep(requests, raw);
  CHECK(requests.find(get("/things/lamp/jobs/one", "Accept: b\r\n")) == nullptr);
  CHECK(requests.find(get("/things/lamp/jobs/on", "eAccept: a\r\n")) == nullptr);
  for (std::size_t size = 0; size < raw.size(); ++size) {
    CHECK(requests.find(raw.substr(0, size)) == nullptr);
  }
}

TEST_CASE("a request with a body is found only with the same body", "[serve][known]") {
  serve::KnownRequests requests;
  const std::string head = "POST /things/lamp/jobs/one HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n";
  const serve::KnownRequest* const kept = keep(requests, head + "same and the next request");
  REQUIRE(kept != nullptr);
  CHECK(kept->request.body == "same");
  CHECK(requests.find(head + "same") == kept);
  CHECK(requests.find(head + "sam") == nullptr);
  CHECK(requests.find(head + "also") == nullptr);
}

TEST_CASE("the newest request with a request line takes the place of the older one", "[serve][known]") {
  serve::KnownRequests requests;
  const std::string older = get("/things/lamp/jobs/one", "X-Amz-Date: 1\r\n");
  const std::string newer = get("/things/lamp/jobs/one", "X-Amz-Date: 2\r\n");
  keep(requests, older)->call.call.emplace();
  const serve::KnownRequest* const kept = offer(requests, newer);
  CHECK(requests.find(older) == nullptr);
  CHECK(requests.find(newer) == kept);
  CHECK_FALSE(kept->call.call);
}

TEST_CASE("large requests and bodies in chunks are not kept", "[serve][known]") {
  serve::KnownRequests requests;
  const std::string large =
      get("/things/lamp/jobs/one", "X: " + std::string(serve::KnownRequests::kMaxSize, 'x') + "\r\n");
  CHECK(keep(requests, large) == nullptr);
  CHECK(keep(requests, "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n") ==
        nullptr);
}
