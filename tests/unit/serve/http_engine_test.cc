// Rendering: a reply's headers exactly as given, and no more than framing needs beside them.
#include "serve/http_engine.h"

#include <string>

#include "support/catch.h"

using namespace jobrig;

namespace {

using namespace std::string_literals;

model::Request request_of(std::string_view method, int version_minor = 1) {
  model::Request request;
  request.method = method;
  request.target = "/";
  request.version_minor = version_minor;
  return request;
}

std::string bytes_of(const model::Script& script) {
  REQUIRE(script.steps.size() == 1);
  return std::get<model::Send>(script.steps.front()).bytes;
}

std::string rendered(const model::HttpReply& reply, std::string_view method = "GET") {
  serve::HttpEngine engine;
  return bytes_of(engine.render(request_of(method), true, reply).script);
}

}  // namespace

TEST_CASE("headers keep their order and case and bytes", "[serve][engine]") {
  const model::HttpReply reply{200,
                               {{"zeta", "1"},
                                {"Content-Type", "application/json"},
                                {"ALPHA", ""},
                                {"zeta", "2"},
                                {"x-raw", "a%0d%0a \xff \0 b"s},
                                {"x-inject", "a\r\nSet-Cookie: b"}},
                               "{}"};
  CHECK(rendered(reply) ==
        "HTTP/1.1 200 OK\r\nzeta: 1\r\nContent-Type: application/json\r\nALPHA: \r\nzeta: 2\r\n"
        "x-raw: a%0d%0a \xff \0 b\r\nx-inject: a\r\nSet-Cookie: b\r\nContent-Length: 2\r\n\r\n{}"s);
}

TEST_CASE("the landmarks are the ends of the status line and of the head", "[serve][engine]") {
  serve::HttpEngine engine;
  const model::Script script = engine.render(request_of("GET"), true, {200, {{"A", "b"}}, "body"}).script;
  const std::string bytes = bytes_of(script);
  CHECK(bytes.substr(0, script.status_line_size) == "HTTP/1.1 200 OK\r\n");
  CHECK(bytes.substr(script.head_size) == "body");
  CHECK(script.close_action == model::CloseAction::kKeepOpen);
}

TEST_CASE("an empty body has its length told and no type invented", "[serve][engine]") {
  CHECK(rendered({404, {}, ""}) == "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  CHECK(rendered({200, {}, "x"}) == "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
}

TEST_CASE("a reply that brings its own framing gets no second", "[serve][engine]") {
  CHECK(rendered({200, {{"content-length", "9"}}, "abc"}) == "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc");
  CHECK(rendered({200, {{"Transfer-Encoding", "chunked"}}, "0\r\n\r\n"}) ==
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

TEST_CASE("statuses without a body have neither body nor length", "[serve][engine]") {
  CHECK(rendered({204, {}, "ignored"}) == "HTTP/1.1 204 No Content\r\n\r\n");
  CHECK(rendered({304, {{"ETag", "a"}}, ""}) == "HTTP/1.1 304 Not Modified\r\nETag: a\r\n\r\n");
}

TEST_CASE("a status without a phrase gets none and 500 keeps its own", "[serve][engine]") {
  CHECK(rendered({299, {}, ""}) == "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n");
  CHECK(rendered({599, {}, ""}) == "HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n");
  CHECK(rendered({500, {}, ""}) == "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
  CHECK(rendered({429, {}, ""}) == "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("HEAD is told the length of the body that GET would get", "[serve][engine]") {
  CHECK(rendered({200, {}, "abc"}, "HEAD") == "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
  CHECK(rendered({200, {}, ""}, "HEAD") == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("Connection is told when it differs from what the version implies", "[serve][engine]") {
  serve::HttpEngine engine;
  const model::HttpReply plain{200, {}, ""};
  const auto closing = engine.render(request_of("GET"), false, plain);
  CHECK(bytes_of(closing.script) == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  CHECK(closing.script.close_action == model::CloseAction::kClose);
  const auto old = engine.render(request_of("GET", 0), true, plain);
  CHECK(bytes_of(old.script) == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
  const auto own = engine.render(request_of("GET"), true, {200, {{"connection", "Close"}}, ""});
  CHECK(bytes_of(own.script) == "HTTP/1.1 200 OK\r\nconnection: Close\r\nContent-Length: 0\r\n\r\n");
  CHECK(own.script.close_action == model::CloseAction::kClose);
}

TEST_CASE("an exception becomes a plain 500 and its text goes to the log", "[serve][engine]") {
  std::string logged;
  serve::HttpEngine engine([&logged](std::string_view line) { logged += line; });
  const auto answer = engine.render(request_of("GET"), true,
                                    []() -> const model::HttpReply& { throw std::runtime_error("the secret"); });
  CHECK(answer.status == 500);
  const std::string bytes = bytes_of(answer.script);
  CHECK(bytes.find("secret") == std::string::npos);
  CHECK(bytes.find("EXCEPTION") == std::string::npos);
  CHECK(logged == "cannot build the response: the secret");
  CHECK(bytes_of(engine.render(request_of("GET"), true, {200, {}, ""}).script) ==
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("an engine renders a thousand replies as it does one", "[serve][engine]") {
  serve::HttpEngine engine;
  const model::HttpReply reply{200, {{"A", "b"}}, std::string(5000, 'x')};
  const std::string first = bytes_of(engine.render(request_of("GET"), true, reply).script);
  for (int i = 0; i < 1000; ++i) {
    REQUIRE(bytes_of(engine.render(request_of("GET"), true, reply).script) == first);
  }
}

TEST_CASE("what was rendered before changes no answer", "[serve][engine]") {
  const std::string long_body(256, 'x');
  const model::HttpReply replies[] = {
      {200, {}, "abc"},
      {200, {}, "xyz"},
      {200, {}, "abc" + long_body},
      {200, {{"Content-Length", "3"}}, "abc"},
      {200, {{"Transfer-Encoding", "chunked"}}, "abc"},
      {204, {}, "abc"},
      {404, {}, "abc"},
      {299, {}, "abc"},
      {500, {}, "abc"},
      {200, {}, ""},
  };
  serve::HttpEngine engine;
  for (int round = 0; round < 2; ++round) {
    for (const model::HttpReply& reply : replies) {
      for (const char* method : {"GET", "HEAD", "POST"}) {
        CHECK(bytes_of(engine.render(request_of(method), true, reply).script) == rendered(reply, method));
      }
    }
  }
}
