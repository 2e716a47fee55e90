// The journal's line: exact text, every byte kept, always valid JSON.
#include "journal/line.h"

#include <nlohmann/json.hpp>
#include <string>

#include "base/random.h"
#include "base/units.h"
#include "support/catch.h"

using namespace jobrig;
using std::chrono::microseconds;
using std::chrono::nanoseconds;

namespace {

model::Exchange example() {
  model::Exchange exchange;
  exchange.connection = 3;
  exchange.number = 7;
  exchange.decision = {"DescribeJobExecution", {"thermostat-1", "$next"},    2, "outage", 1,
                       {"delay", "cut"},       "ServiceUnavailableException"};
  exchange.request = "GET / HTTP/1.1\r\nA: \"\\\t\x01\x7f\r\n\r\n";
  exchange.answer = "HTTP/1.1 503 Service Unavailable\r\n\r\n\xc3\xa4\xf0\x9f\x98\x80";
  exchange.status = 503;
  exchange.arrived = base::parse_instant("2026-01-02T03:04:05.006007Z").value();
  exchange.request_whole = base::Monotonic(nanoseconds(5'000'999));
  exchange.first_byte = exchange.request_whole + nanoseconds(1'500);
  exchange.last_byte = exchange.request_whole + microseconds(20);
  exchange.ended = exchange.request_whole + microseconds(30);
  exchange.close_reason = model::CloseReason::kClosed;
  return exchange;
}

std::string written_line(const model::Exchange& exchange) {
  std::string line;
  journal::append_journal_line(exchange, line);
  return line;
}

/// The bytes that a reader gets back from the member or its base64 twin.
std::string bytes_of(const nlohmann::json& line, const std::string& name) {
  if (line.contains(name)) {
    return line.at(name).get<std::string>();
  }
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string text = line.at(name + "_base64").get<std::string>();
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.find('='))) {
    bits = bits << 6U | static_cast<std::uint32_t>(kDigits.find(c));
    if (++count % 4 != 1) {
      bytes += static_cast<char>(bits >> (6U - 2U * static_cast<unsigned>((count + 3) % 4)) & 0xffU);
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("an exchange is one line in the documented order", "[serve][journal]") {
  CHECK(
      written_line(example()) ==
      R"({"number":7,"connection":3,"arrived":"2026-01-02T03:04:05.006007Z","monotonic_us":5000,)"
      R"("operation":"DescribeJobExecution","thing":"thermostat-1","job":"$next","ordinal":2,"rule":"outage","step":1,)"
      R"("faults":["delay","cut"],"error":"ServiceUnavailableException","status":503,"close_reason":"closed",)"
      R"("first_byte_us":1,"last_byte_us":20,"ended_us":30,)"
      R"("request":"GET / HTTP/1.1\r\nA: \"\\\t\u0001)"
      "\x7f"
      R"(\r\n\r\n","answer":"HTTP/1.1 503 Service Unavailable\r\n\r\n)"
      "\xc3\xa4\xf0\x9f\x98\x80\"}\n");
}

TEST_CASE("a refused request says why and an unsent answer has no times", "[serve][journal]") {
  model::Exchange exchange;
  exchange.refusal = "the request has no Host header";
  exchange.close_reason = model::CloseReason::kClientGaveUp;
  CHECK(
      written_line(exchange) ==
      R"({"number":0,"connection":0,"arrived":"1970-01-01T00:00:00.000000Z","monotonic_us":0,"operation":"","thing":"",)"
      R"("job":"","ordinal":0,"rule":"","step":0,"faults":[],"error":"","status":0,"close_reason":"client-gave-up",)"
      R"("refusal":"the request has no Host header","first_byte_us":null,"last_byte_us":null,"ended_us":null,)"
      R"("request":"","answer":""})"
      "\n");
}

TEST_CASE("a line has the valid traceparent of the request", "[journal]") {
  const std::string value = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  model::Exchange exchange = example();
  exchange.request = "GET / HTTP/1.1\r\nHost: h\r\nTraceparent: " + value + "\r\n\r\n";
  CHECK(written_line(exchange).find(R"("close_reason":"closed","traceparent":")" + value + R"(","first_byte_us":)") !=
        std::string::npos);
  exchange.refusal = "no";
  CHECK(written_line(exchange).find("\"traceparent\":") == std::string::npos);
  exchange.refusal = "";
  exchange.request = "GET / HTTP/1.1\r\nTraceparent: 00-" + std::string(32, '0') + "-00f067aa0ba902b7-01\r\n\r\n";
  CHECK(written_line(exchange).find("\"traceparent\":") == std::string::npos);
}

TEST_CASE("bytes that are not UTF-8 are written in base64 and the rest as text", "[serve][journal]") {
  model::Exchange exchange = example();
  exchange.answer = "\xff\xfe!";
  const auto line = nlohmann::json::parse(written_line(exchange));
  CHECK(line.at("answer_base64") == "//4h");
  CHECK_FALSE(line.contains("answer"));
  CHECK(bytes_of(line, "request") == exchange.request);
}

TEST_CASE("every ill-formed UTF-8 sequence is told from a well-formed one", "[serve][journal]") {
  model::Exchange exchange;
  for (const std::string good :
       {"\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    exchange.request = "a" + good;
    CHECK(nlohmann::json::parse(written_line(exchange)).at("request") == exchange.request);
  }
  for (const std::string bad :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xe2(\xa1"}) {
    exchange.request = "a" + bad;
    const auto line = nlohmann::json::parse(written_line(exchange));
    CHECK(line.contains("request_base64"));
    CHECK(bytes_of(line, "request") == exchange.request);
  }
}

TEST_CASE("any bytes come back unchanged", "[serve][journal]") {
  for (std::uint64_t ordinal = 0; ordinal < 5000; ++ordinal) {
    base::Random random(base::stable_hash("journal line"), ordinal);
    model::Exchange exchange;
    const bool text = random() % 2 == 0;
    for (std::uint64_t left = random() % 60; left > 0; --left) {
      exchange.request += static_cast<char>(random() % (text ? 128 : 256));
    }
    exchange.answer = exchange.request.substr(exchange.request.size() / 3) + "\"\"\\\n";
    const std::string bytes = written_line(exchange);
    CHECK(bytes.find('\n') == bytes.size() - 1);
    const auto line = nlohmann::json::parse(bytes);
    REQUIRE(bytes_of(line, "request") == exchange.request);
    REQUIRE(bytes_of(line, "answer") == exchange.answer);
  }
}

TEST_CASE("texts longer than a block of the writer come back unchanged", "[serve][journal]") {
  for (const std::string piece : {"\x01", "a", "\"", "aaaaaaa\\", "\xc3\xa9", "ab\xf0\x9f\x98\x80\r\n"}) {
    for (const std::size_t size : {255U, 256U, 257U, 263U, 264U, 271U, 2000U}) {
      model::Exchange exchange;
      while (exchange.request.size() < size) {
        exchange.request += piece;
      }
      CHECK(nlohmann::json::parse(written_line(exchange)).at("request") == exchange.request);
    }
  }
}

TEST_CASE("the line has the reason of a failed signature and of a failed handshake", "[serve][journal]") {
  model::Exchange exchange = example();
  CHECK(written_line(exchange).find("authentication") == std::string::npos);
  CHECK(written_line(exchange).find("handshake") == std::string::npos);
  exchange.decision.authentication = "the signature differs\ncanonical request:\nGET";
  exchange.handshake = "tlsv1 alert unknown ca";
  const auto line = nlohmann::json::parse(written_line(exchange));
  CHECK(line.at("authentication") == "the signature differs\ncanonical request:\nGET");
  CHECK(line.at("handshake") == "tlsv1 alert unknown ca");
}

TEST_CASE("a line is the same with a memory of earlier lines", "[journal]") {
  journal::LineMemo memo;
  base::Random random(base::stable_hash("line memo"), 0);
  model::Exchange exchange = example();
  exchange.answer += std::string(600, '"');
  const std::string pieces[] = {"a", "\"", "\r", "\x01", "\x7f", "\xff"};
  for (int number = 0; number < 2000; ++number) {
    exchange.arrived += microseconds(random() % 3'000'000);
    std::string& text = random() % 2 == 0 ? exchange.request : exchange.answer;
    text[random() % text.size()] = pieces[random() % (number % 10 == 0 ? 6 : 5)][0];
    if (text.find('\xff') != std::string::npos && random() % 3 == 0) {
      text[text.find('\xff')] = 'x';
    }
    std::string line;
    journal::append_journal_line(exchange, memo, line);
    REQUIRE(line == written_line(exchange));
  }
}

TEST_CASE("numbers of any size are written in full", "[journal]") {
  model::Exchange exchange = example();
  std::uint64_t power = 1;
  for (int digits = 1; digits <= 19; ++digits, power *= 10) {
    for (const std::uint64_t number : {power - 1, power, power + 1}) {
      exchange.number = number;
      CHECK(written_line(exchange).starts_with("{\"number\":" + std::to_string(number) + ",\"connection\":3,"));
    }
  }
  exchange.last_byte = exchange.request_whole - microseconds(12'345);
  CHECK(written_line(exchange).find(R"("last_byte_us":-12345,)") != std::string::npos);
}

TEST_CASE("the time of arrival has every digit", "[journal]") {
  model::Exchange exchange;
  for (const std::string_view text :
       {"1969-12-31T23:59:59.999999Z", "2026-01-01T00:00:00.000000Z", "2024-02-29T12:34:56.789012Z",
        "0099-10-09T08:07:06.050403Z", "9999-12-31T23:59:59.999999Z"}) {
    exchange.arrived = base::parse_instant(std::string(text)).value();
    CHECK(nlohmann::json::parse(written_line(exchange)).at("arrived") == text);
  }
}
