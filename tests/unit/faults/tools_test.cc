// The building blocks of faults: split responses, JSON edited in place, positions.
#include <string>

#include "faults/json_edit.h"
#include "faults/position.h"
#include "faults/response_bytes.h"
#include "faults/script_edit.h"
#include "support/catch.h"

using namespace jobrig;
using namespace jobrig::faults;

namespace {

// Status line 17, head 17 + 19 + 2 = 38, body 5: 43 bytes.
const std::string kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

model::Script script_of(const std::string& bytes, std::size_t status_line, std::size_t head) {
  model::Script script;
  script.steps = {model::Send{bytes}};
  script.status_line_size = status_line;
  script.head_size = head;
  return script;
}

model::Script hello() { return script_of(kAnswer, 17, 38); }

std::string bytes_of(const model::Script& script) {
  std::string all;
  for (const auto& step : script.steps) {
    if (const auto* const send = std::get_if<model::Send>(&step)) {
      all += send->bytes;
    }
  }
  return all;
}

Position position(const std::string& text, bool early = false) {
  base::Diagnostics diagnostics;
  base::Node node;
  node.kind = base::Node::Kind::kScalar;
  node.text = text;
  const auto read = read_position(node, "\"at\"", early, diagnostics);
  CAPTURE(text);
  REQUIRE(read.has_value());
  return *read;
}

std::string dropped(std::string json, const std::string& path) {
  const auto member = find_member(json, path);
  REQUIRE(member.has_value());
  drop_member(json, *member);
  return json;
}

}  // namespace

TEST_CASE("an answer that is taken apart and put together again is the same with the same landmarks", "[faults]") {
  model::Script script = hello();
  script.steps.insert(script.steps.begin(), model::Pause{std::chrono::seconds(1)});
  const ResponseBytes answer = split_response(script, false);
  CHECK(answer.status_line == "HTTP/1.1 200 OK");
  CHECK(answer.lines == std::vector<std::string>{"Content-Length: 5"});
  CHECK(answer.body == "hello");
  CHECK(answer.may_have_body);
  join_response(answer, script);
  const std::vector<model::ScriptStep> expected{model::Pause{std::chrono::seconds(1)}, model::Send{kAnswer}};
  CHECK((script.steps == expected));
  CHECK(script.status_line_size == 17);
  CHECK(script.head_size == 38);
}

TEST_CASE("informational answers and bare line feeds survive being taken apart", "[faults]") {
  ResponseBytes answer = split_response(hello(), false);
  answer.informational = "HTTP/1.1 103 Early Hints\r\n\r\n";
  answer.line_end = "\n";
  model::Script script;
  join_response(answer, script);
  CHECK(bytes_of(script) == "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\nContent-Length: 5\n\nhello");
  CHECK(script.informational_size == 28);
  CHECK(script.status_line_size == 28 + 16);
  model::Script again;
  join_response(split_response(script, false), again);
  CHECK(bytes_of(again) == bytes_of(script));
  CHECK(again.head_size == script.head_size);
}

TEST_CASE("a response to HEAD or with 204 has no body and bytes without a head are not HTTP", "[faults]") {
  CHECK_FALSE(split_response(hello(), true).may_have_body);
  CHECK_FALSE(split_response(script_of("HTTP/1.1 204 No Content\r\n\r\n", 25, 27), false).may_have_body);
  const ResponseBytes junk = split_response(script_of("junk", 0, 0), false);
  CHECK_FALSE(junk.is_http);
  CHECK(junk.body == "junk");
}

TEST_CASE("lines are found without case", "[faults]") {
  ResponseBytes answer = split_response(hello(), false);
  CHECK(line_value(answer, "content-length") == "5");
  CHECK(line_value(answer, "nothing").data() == nullptr);
  append_line(answer, "X", "1");
  announce_chunks(answer);
  CHECK(answer.lines == std::vector<std::string>{"Transfer-Encoding: chunked", "X: 1"});
  CHECK(chunk_of("0123456789abcdef!") == "11\r\n0123456789abcdef!\r\n");
}

TEST_CASE("a position is so many bytes of the answer", "[faults]") {
  const model::Script script = hello();
  CHECK(position("before-answer").offset_in(script) == 0);
  CHECK(position("status-line").offset_in(script) == 8);
  CHECK(position("head").offset_in(script) == 17 + 10);
  CHECK(position("byte 0").offset_in(script) == 38);
  CHECK(position("byte 2 of body").offset_in(script) == 40);
  CHECK(position("byte 99 of body").offset_in(script) == 43);
  CHECK(position("50% of body").offset_in(script) == 40);
  CHECK(position("100% of body").offset_in(script) == 43);
  CHECK(position("after-body").offset_in(script) == 43);
  CHECK(position("accept", true).moment() == model::Moment::kAccept);
  CHECK(position("request-head", true).moment() == model::Moment::kRequestHead);
  CHECK(position("head").moment() == model::Moment::kAnswer);
}

TEST_CASE("positions count from the answer's own status line and not from informational ones", "[faults]") {
  ResponseBytes answer = split_response(hello(), false);
  answer.informational = "HTTP/1.1 100 \r\n\r\n";
  model::Script script;
  join_response(answer, script);
  CHECK(position("before-answer").offset_in(script) == 0);
  CHECK(position("status-line").offset_in(script) == 17 + 8);
  CHECK(position("byte 1").offset_in(script) == 17 + 39);
}

TEST_CASE("an unknown position is reported with the nearest word", "[faults]") {
  const auto mistake = [](const std::string& text, bool early) {
    base::Diagnostics diagnostics;
    base::Node node;
    node.kind = base::Node::Kind::kScalar;
    node.text = text;
    CHECK_FALSE(read_position(node, "\"at\"", early, diagnostics).has_value());
    REQUIRE(diagnostics.list().size() == 1);
    return diagnostics.list()[0].message;
  };
  CHECK(mistake("heads", true) ==
        "\"at\" must be one of accept, request-head, before-answer, status-line, head, after-body, \"byte 20 of "
        "request body\", \"byte 20 of body\" "
        "or \"50% of body\", not \"heads\"; did you mean \"head\"?");
  CHECK(mistake("accept", false).starts_with("\"at\" must be one of before-answer, status-line"));
  CHECK(mistake("50%", true).find("not \"50%\"") != std::string::npos);
  CHECK(mistake("101% of body", true).find("not \"101% of body\"") != std::string::npos);
  CHECK(mistake("byte -1", true).find("not \"byte -1\"") != std::string::npos);
}

TEST_CASE("of two ends the one that comes first counts in either order", "[faults]") {
  for (const bool reset_first : {true, false}) {
    model::Script script = hello();
    const auto reset = [&] { end_at(script, position("byte 1").offset_in(script), model::CloseAction::kReset); };
    const auto cut = [&] { end_at(script, position("80% of body").offset_in(script), model::CloseAction::kClose); };
    if (reset_first) {
      reset();
      cut();
    } else {
      cut();
      reset();
    }
    CHECK(bytes_of(script) == kAnswer.substr(0, 39));
    CHECK(script.close_action == model::CloseAction::kReset);
    CHECK(script.uncut_size == 43U);
  }
}

TEST_CASE("pauses at one place add up", "[faults]") {
  model::Script script = hello();
  insert_pause(script, 38, std::chrono::seconds(1));
  insert_pause(script, 38, std::chrono::seconds(2));
  insert_pause(script, 43, std::chrono::seconds(4));
  const std::vector<model::ScriptStep> expected{model::Send{kAnswer.substr(0, 38)},
                                                model::Pause{std::chrono::seconds(3)}, model::Send{"hello"},
                                                model::Pause{std::chrono::seconds(4)}};
  CHECK((script.steps == expected));
}

TEST_CASE("a member is found by its path or by the end of it", "[faults]") {
  const std::string json = R"({"a":{"status":"x","list":[1,{"status":2}]},"status":3})";
  CHECK(value_of(json, *find_member(json, "status")) == "3");
  CHECK(value_of(json, *find_member(json, "a.status")) == "\"x\"");
  CHECK(value_of(json, *find_member(json, "list")) == R"([1,{"status":2}])");
  CHECK(value_of(json, *find_member(json, "list.1.status")) == "2");
  CHECK(value_of(json, *find_member(json, "a.list.0")) == "1");
  CHECK_FALSE(find_member(json, "tatus").has_value());
  CHECK(find_object(json, "")->end == json.size() - 1);
}

TEST_CASE("dropping a member takes one comma with it", "[faults]") {
  CHECK(dropped(R"({"a":1,"b":2,"c":3})", "a") == R"({"b":2,"c":3})");
  CHECK(dropped(R"({"a":1,"b":2,"c":3})", "b") == R"({"a":1,"c":3})");
  CHECK(dropped(R"({"a":1,"b":2,"c":3})", "c") == R"({"a":1,"b":2})");
  CHECK(dropped(R"({"a":1})", "a") == "{}");
  CHECK(dropped("{ \"a\" : 1 ,\n \"b\" : 2 }", "b") == "{ \"a\" : 1  }");
  CHECK(dropped("[1,2,3]", "1") == "[1,3]");
}

TEST_CASE("a member is appended to empty and full objects", "[faults]") {
  std::string json = R"({"a":{}})";
  append_member(json, *find_object(json, "a"), "b\"", "1");
  CHECK(json == R"({"a":{"b\"":1}})");
  append_member(json, *find_object(json, ""), "c", "[]");
  CHECK(json == R"({"a":{"b\"":1},"c":[]})");
}

TEST_CASE("text that is not JSON or too deep has no members", "[faults]") {
  for (const std::string text : {"", "<html>", R"({"a":)", R"({"a":1)", R"({"a" 1})", R"({"a)", "[1,", "{\"a\":1]"}) {
    CAPTURE(text);
    CHECK_FALSE(find_member(text, "a").has_value());
    CHECK(outline(text).members.empty());
  }
  CHECK(outline(std::string(100'000, '[')).members.empty());
  const std::string escaped = R"({"a":"\"}{\\","b":-1.5e3})";
  CHECK(value_of(escaped, *find_member(escaped, "b")) == "-1.5e3");
}
