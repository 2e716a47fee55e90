#include "support/fault_table.h"

#include <algorithm>

#include "support/faulting.h"

namespace jobrig::test {
namespace {

using model::CloseAction;
using std::chrono::milliseconds;

const std::string kBody = R"({"execution":{"jobId":"j","status":"QUEUED","versionNumber":1}})";
const std::string kFields = "Content-Type: application/json\r\nx-amzn-RequestId: r-1\r\n";
const std::string kStatusLine = "HTTP/1.1 200 OK\r\n";

std::string with_body(const std::string& body) {
  return kStatusLine + kFields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string with_lines(const std::string& lines, const std::string& body) {
  return kStatusLine + kFields + lines + "\r\n" + body;
}

/// A case that changes only the body.
FaultCase meaning(std::string faults, const std::string& body) {
  return {std::move(faults), with_body(body), milliseconds(0), CloseAction::kKeepOpen, std::nullopt};
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  return text.replace(text.find(what), what.size(), with);
}

std::string without_cr(std::string text) {
  std::erase(text, '\r');
  return text;
}

std::string without_blanks_after_colons(std::string lines) {
  for (std::size_t at = lines.find(": "); at != std::string::npos; at = lines.find(": ", at)) {
    lines.erase(at + 1, 1);
  }
  return lines;
}

std::string numbered_headers(int count) {
  std::string lines;
  for (int number = 1; number <= count; ++number) {
    lines += "x-header-" + std::to_string(number) + ": x\r\n";
  }
  return lines;
}

const std::string kGood = with_body(kBody);
const std::size_t kHead = kGood.size() - kBody.size();
const std::string kLength = "Content-Length: 63\r\n";
const std::string kChunked = "Transfer-Encoding: chunked\r\n";

void add_time(std::vector<FaultCase>& table) {
  table.push_back({"[delay: 60ms]", kGood, milliseconds(60), CloseAction::kKeepOpen, 0});
  table.push_back({"[delay: 50ms..60ms]", kGood, milliseconds(50), CloseAction::kKeepOpen, 0});
  table.push_back({"[delay: {mean: 60ms, deviation: 1ms}]", kGood, milliseconds(50), CloseAction::kKeepOpen, 0});
  table.push_back({"[delay: {median: 60ms, p99: 65ms}]", kGood, milliseconds(50), CloseAction::kKeepOpen, 0});
  table.push_back(
      {"[delay: {percentiles: {0%: 50ms, 100%: 60ms}}]", kGood, milliseconds(50), CloseAction::kKeepOpen, 0});
  table.push_back({"[load-delay: 60ms]", kGood, milliseconds(0), CloseAction::kKeepOpen, 0});  // no other request
  table.push_back({"[{drip: {bytes: 20, every: 10ms}}]", kGood, milliseconds(80), CloseAction::kKeepOpen, 0});
  table.push_back({"[{stall: {at: byte 10, for: 60ms}}]", kGood, milliseconds(60), CloseAction::kKeepOpen, 0});
  table.push_back({"[{stall: {after: 20B, for: ever}}]", kGood.substr(0, 20), milliseconds(0), CloseAction::kHang, 28});
  table.push_back({"[hang]", "", milliseconds(0), CloseAction::kHang, 28});
  table.push_back({"[hang: 60ms]", "", milliseconds(60), CloseAction::kClose, 52});
  table.push_back({"[slow-close: 60ms]", kGood, milliseconds(60), CloseAction::kClose, 0});
}

void add_cuts(std::vector<FaultCase>& table) {
  // The exit codes of curl 7.88: 52 for an empty reply, 18 for a partial file, 56 for a receive error. It returns 0 for
  // a head that is cut in the middle.
  struct At {
    std::string location;
    std::size_t bytes;
    int cut;
    int reset;
  };
  const std::vector<At> places{{"before-answer", 0, 52, 56},
                               {"status-line", kStatusLine.size() / 2, 52, 56},
                               {"head", kStatusLine.size() + (kHead - kStatusLine.size()) / 2, 0, 56},
                               {"byte 20 of body", kHead + 20, 18, 56},
                               {"50% of body", kHead + 31, 18, 56},
                               {"after-body", kGood.size(), 0, 0}};
  for (const At& at : places) {
    const std::string bytes = kGood.substr(0, at.bytes);
    table.push_back({"[cut: " + at.location + "]", bytes, milliseconds(0), CloseAction::kClose, at.cut});
    table.push_back({"[reset: " + at.location + "]", bytes, milliseconds(0), CloseAction::kReset, at.reset});
    table.push_back({"[half-close: " + at.location + "]", bytes, milliseconds(0), CloseAction::kHalfClose, at.cut});
    // curl treats a FIN without close_notify over TLS like one over TCP.
    table.push_back(
        {"[close-without-notify: " + at.location + "]", bytes, milliseconds(0), CloseAction::kCloseSilently, at.cut});
  }
  table.push_back({"[cut]", "", milliseconds(0), CloseAction::kClose, 52});
  table.push_back({"[empty]", "", milliseconds(0), CloseAction::kClose, 52});
  table.push_back({"[EMPTY_RESPONSE]", "", milliseconds(0), CloseAction::kClose, 52});
  table.push_back({"[cut: byte 20]", kGood.substr(0, kHead + 20), milliseconds(0), CloseAction::kClose, 18});
  table.push_back({"[reset]", "", milliseconds(0), CloseAction::kReset, 56});
  table.push_back({"[CONNECTION_RESET_BY_PEER]", "", milliseconds(0), CloseAction::kReset, 56});
  table.push_back({"[half-close]", kGood, milliseconds(0), CloseAction::kHalfClose, 0});
  table.push_back({"[close-without-notify]", kGood, milliseconds(0), CloseAction::kCloseSilently, 0});
}

void add_bytes(std::vector<FaultCase>& table) {
  const auto closes = [&table](std::string faults, std::string bytes, std::optional<int> curl) {
    table.push_back({std::move(faults), std::move(bytes), milliseconds(0), CloseAction::kClose, curl});
  };
  const auto keeps = [&table](std::string faults, std::string bytes, std::optional<int> curl) {
    table.push_back({std::move(faults), std::move(bytes), milliseconds(0), CloseAction::kKeepOpen, curl});
  };
  // Random bytes depend on the seed only. A server must not change them.
  closes("[garbage]", lay_faults("[garbage]").bytes(), 1);
  closes("[RANDOM_DATA_THEN_CLOSE]", lay_faults("[garbage]").bytes(), 1);
  closes("[{garbage: {after: head, bytes: 8}}]", lay_faults("[{garbage: {after: head, bytes: 8}}]").bytes(), 18);
  closes("[MALFORMED_RESPONSE_CHUNK]", lay_faults("[MALFORMED_RESPONSE_CHUNK]").bytes(), 56);
  closes("[bad-chunk]", with_lines(kChunked, "not-a-size\r\n" + kBody + "\r\n0\r\n\r\n"), 56);
  closes("[no-last-chunk]", with_lines(kChunked, "3f\r\n" + kBody + "\r\n"), 18);
  closes("[content-length-too-big: 10]", with_lines("Content-Length: 73\r\n", kBody), 18);
  keeps("[content-length-too-small: 10]", with_lines("Content-Length: 53\r\n", kBody), 0);
  keeps("[length-and-chunked]", with_lines(kLength + kChunked, "3f\r\n" + kBody + "\r\n0\r\n\r\n"), 0);
  keeps("[duplicate-content-length]", with_lines(kLength + "Content-Length: 64\r\n", kBody), 28);
  keeps("[duplicate-content-length: same]", with_lines(kLength + kLength, kBody), 0);
  keeps("[bare-lf]", without_cr(kGood.substr(0, kHead)) + kBody, 0);
  keeps("[big-header]", with_lines(kLength + "x-padding: " + std::string(16374, 'x') + "\r\n", kBody), 0);
  keeps("[many-headers]", with_lines(kLength + numbered_headers(98), kBody), 0);
  keeps("[informational: 103]", "HTTP/1.1 103 Early Hints\r\n\r\n" + kGood, 0);
  keeps("[{status-line: {status: 202, reason: ''}}]", replaced(kGood, "200 OK", "202 "), 0);
  keeps("[{header-lines: {values: unpadded}}]",
        kStatusLine + without_blanks_after_colons(kFields + kLength) + "\r\n" + kBody, 0);
  closes("[http-1.0]", "HTTP/1.0" + kGood.substr(8), 0);
  keeps("[chunked: 40]",
        with_lines(kChunked, "28\r\n" + kBody.substr(0, 40) + "\r\n17\r\n" + kBody.substr(40) + "\r\n0\r\n\r\n"), 0);
  closes("[close-delimited]", with_lines("Connection: close\r\n", kBody), 0);
  keeps("[extra-bytes: {text: xyz}]", kGood + "xyz", 0);
  keeps("[second-answer]", kGood + "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        0);
}

/// Combinations of faults. The order of application is meaning, bytes, cuts, time, regardless of the order in the list.
void add_combinations(std::vector<FaultCase>& table) {
  const std::string chunks = with_lines(kChunked, "3f\r\n" + kBody + "\r\n");
  table.push_back({"[delay: 30ms, {drip: {bytes: 50, every: 10ms}}, cut: 50% of body]", kGood.substr(0, kHead + 31),
                   milliseconds(50), CloseAction::kClose, 18});
  table.push_back(
      {"[{stall: {at: after-body, for: ever}}, no-last-chunk]", chunks, milliseconds(0), CloseAction::kHang, 28});
  table.push_back({"[reset: after-body, http-1.0, unknown-status: SUCCESS]",
                   "HTTP/1.0" + with_body(replaced(kBody, "QUEUED", "SUCCESS")).substr(8), milliseconds(0),
                   CloseAction::kReset, 0});
  table.push_back({"[slow-close: 60ms, {garbage: {after: nothing, bytes: 8}}, delay: 20ms]",
                   lay_faults("[{garbage: {bytes: 8}}]").bytes(), milliseconds(80), CloseAction::kClose, 1});
}

void add_meaning(std::vector<FaultCase>& table) {
  const auto changed = [](const std::string& what, const std::string& with) { return replaced(kBody, what, with); };
  table.push_back(meaning("[drop-member: status]", changed(R"("status":"QUEUED",)", "")));
  table.push_back(meaning("[null-member: status]", changed(R"("QUEUED")", "null")));
  table.push_back(meaning("[wrong-type: status]", changed(R"("QUEUED")", "7")));
  table.push_back(meaning("[unknown-member: {name: a, value: b}]", changed("}}", R"(,"a":"b"}})")));
  table.push_back(meaning("[unknown-status: SUCCESS]", changed("QUEUED", "SUCCESS")));
  table.push_back(meaning("[huge-number: {beyond: 2^63}]", changed("1}", "9223372036854775808}")));
  table.push_back(meaning("[huge-number: {beyond: 2^53}]", changed("1}", "9007199254740993}")));
  table.push_back(meaning("[cut-json]", kBody.substr(0, 31)));
  table.push_back(meaning("[byte-order-mark]", "\xEF\xBB\xBF" + kBody));
  table.push_back(meaning("[trailing-bytes: \"}\"]", kBody + "}"));
  table.push_back(meaning("[invalid-utf8: jobId]", changed("\"j\"", "\"\xFFj\"")));
  table.push_back(meaning("[lone-surrogate: jobId]", changed("\"j\"", "\"\\ud800j\"")));
  table.push_back(meaning("[duplicate-keys: status]", changed("\"QUEUED\"", R"("QUEUED","status":null)")));
  table.push_back(meaning("[deep-nesting: {levels: 1000}]",
                          changed("}}", ",\"nested\":" + std::string(1000, '[') + std::string(1000, ']') + "}}")));
  table.push_back(meaning("[empty-body]", ""));
  table.push_back(meaning("[empty-object]", "{}"));
  table.push_back(meaning("[null-body]", "null"));
  table.push_back(meaning("[array-body]", "[]"));
  table.push_back(meaning("[control-plane-shape]", changed("}}", R"(,"forceCanceled":false}})")));
}

/// Faults that need more members than the default body has.
void add_meaning_of_full(std::vector<FaultCase>& table) {
  const auto full = [&table](std::string faults, const std::string& times, const std::string& document) {
    table.push_back({std::move(faults),
                     with_body(R"({"execution":{"queuedAt":)" + times + R"(,"lastUpdatedAt":)" + times +
                               R"(,"jobDocument":)" + document + "}}"),
                     milliseconds(0), CloseAction::kKeepOpen, std::nullopt, "/full"});
  };
  const std::string document = R"("{\"a\":1}")";
  full("[timestamps-as: iso]", R"("2026-01-01T00:00:00Z")", document);
  full("[timestamps-as: milliseconds]", "1767225600000", document);
  full("[timestamps-as: float-seconds]", "1767225600.000", document);
  full("[long-document: {characters: 40}]", "1767225600", R"("{\"padding\":\")" + std::string(26, 'x') + R"(\"}")");
  full("[document-not-json]", "1767225600", R"("{\"operation\": install")");
}

void add_meaning_of_heads(std::vector<FaultCase>& table) {
  const auto keeps = [&table](std::string faults, std::string bytes) {
    table.push_back({std::move(faults), std::move(bytes), milliseconds(0), CloseAction::kKeepOpen, std::nullopt});
  };
  const std::string page =
      "<!DOCTYPE html>\n<html><head><title>502</title></head><body><h1>502</h1><p>The proxy could not reach the "
      "service.</p></body></html>\n";
  keeps("[html-body: 502]",
        "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html; charset=utf-8\r\nx-amzn-RequestId: r-1\r\n"
        "Content-Length: " +
            std::to_string(page.size()) + "\r\n\r\n" + page);
  keeps("[content-type: text/plain]", replaced(kGood, "application/json", "text/plain"));
  keeps("[content-type: none]", replaced(kGood, "Content-Type: application/json\r\n", ""));
  keeps("[{headers: {set: {Content-Type: none, Retry-After: [-1, \"\"], x-amzn-requestid: r-2}, add: {Vary: Origin}}}]",
        kStatusLine + "x-amzn-RequestId: r-2\r\nRetry-After: -1\r\nRetry-After: \r\nVary: Origin\r\n" + kLength +
            "\r\n" + kBody);
  keeps("[wrong-date: -2h]", with_lines("Date: Wed, 31 Dec 1969 22:00:00 GMT\r\n" + kLength, kBody));
  keeps("[redirect]",
        "HTTP/1.1 307 Temporary Redirect\r\n" + kFields + "Location: /elsewhere\r\nContent-Length: 0\r\n\r\n");
  const std::string stored("\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\xFF\x01\x3F\x00\xC0\xFF", 15);
  // The checksum is zlib.crc32(body) in Python.
  const std::string trailer(
      "\x06\xEC\x4D\x3C"
      "\x3F\x00\x00\x00",
      8);
  keeps("[gzip]",
        kStatusLine + kFields + "Content-Encoding: gzip\r\nContent-Length: 86\r\n\r\n" + stored + kBody + trailer);
  const std::string slow = R"({"message":"The rate exceeds the limit."})";
  const std::string away = R"({"message":"The service is temporarily unavailable."})";
  const auto length = [](const std::string& body) {
    return "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  };
  keeps("[error: {name: ThrottlingException, retry-after: 1s}]",
        "HTTP/1.1 429 Too Many Requests\r\n" + kFields + "x-amzn-ErrorType: ThrottlingException\r\nRetry-After: 1\r\n" +
            length(slow));
  keeps("[error: {name: ThrottlingException, effect: none, retry-after: {in: 1m, as: rfc850-date}}]",
        "HTTP/1.1 429 Too Many Requests\r\n" + kFields +
            "x-amzn-ErrorType: ThrottlingException\r\nRetry-After: Thursday, 01-Jan-70 00:01:00 GMT\r\n" +
            length(slow));
  keeps("[error-on-200: ThrottlingException]",
        kStatusLine + kFields + "x-amzn-ErrorType: ThrottlingException\r\n" + length(slow));
  keeps("[wrapped-error]",
        kStatusLine + kFields +
            length(R"({"Output":{"__type":"com.amazon.coral.service#UnknownOperationException","message":null},)"
                   R"("Version":"1.0"})"));
  keeps("[wrapped-error: {error: ThrottlingException, message: slower}]",
        kStatusLine + kFields +
            length(R"({"Output":{"__type":"com.amazon.coral.service#ThrottlingException","message":"slower"},)"
                   R"("Version":"1.0"})"));
  const std::string unavailable = "HTTP/1.1 503 Service Unavailable\r\n";
  const std::string named = "x-amzn-ErrorType: ServiceUnavailableException\r\n";
  const std::string error_page = replaced(replaced(page, "502", "503"), "502", "503");
  keeps("[error-body: html]",
        unavailable + replaced(kFields, "application/json", "text/html; charset=utf-8") + named + length(error_page));
  keeps("[error-body: list]", unavailable + kFields + named + length("[]"));
  keeps("[error-body: empty]", unavailable + kFields + named + length(""));
  keeps("[error-body: no-name]", unavailable + kFields + length(away));
  for (const std::string member : {"__type", "code", "Code"}) {
    const std::string body = replaced(away, "}", ",\"" + member + R"(":"ServiceUnavailableException"})");
    keeps("[error-name-in: " + member + "]", unavailable + kFields + length(body));
  }
  const std::string uri = ":http://internal.amazon.com/coral/com.amazonaws.iot.laser/";
  const std::string spaced = "com.amazonaws.iot.laser#ServiceUnavailableException";
  for (const std::string member : {"__type", "code"}) {
    const std::string key = ",\"" + member + "\":\"" + spaced;
    keeps("[error-name-in: " + member + "-namespace]",
          unavailable + kFields + length(replaced(away, "}", key + "\"}")));
    keeps("[error-name-in: " + member + "-namespace-uri]",
          unavailable + kFields + length(replaced(away, "}", key + uri + "\"}")));
  }
  keeps("[error-name-in: __type-nested]",
        unavailable + kFields +
            length(replaced(away, "}",
                            ",\"__type\":\"" + spaced +
                                R"(","errorDetails":[{"__type":"com.amazonaws.iot.laser#ErrorDetail",)"
                                R"("message":"Not the error."}]})")));
  keeps("[error-name-in: header-namespace-uri]",
        unavailable + kFields +
            replaced(replaced(named, "Service", "com.amazonaws.iot.laser#Service"), "\r\n", uri + "\r\n") +
            length(away));
  keeps("[error: {name: ExpiredTokenException, name-in: header-uri}]",
        "HTTP/1.1 403 Forbidden\r\n" + kFields + "x-amzn-ErrorType: ExpiredTokenException" + uri + "\r\n" +
            length(R"({"message":"The security token included in the request is expired"})"));
  keeps("[error-name-in: header]", unavailable + kFields + named + length(away));
  keeps("[error-name-in: header-uri]",
        unavailable + kFields +
            replaced(named, "\r\n", ":http://internal.amazon.com/coral/com.amazonaws.iot.laser/\r\n") + length(away));
  keeps("[error-name-in: header-namespace]",
        unavailable + kFields + replaced(named, "Service", "com.amazonaws.iot.laser#Service") + length(away));
}

}  // namespace

std::string good_answer() { return kGood; }

const std::vector<FaultCase>& fault_table() {
  static const std::vector<FaultCase> table = [] {
    std::vector<FaultCase> cases;
    add_time(cases);
    add_cuts(cases);
    add_bytes(cases);
    add_combinations(cases);
    add_meaning(cases);
    add_meaning_of_full(cases);
    add_meaning_of_heads(cases);
    return cases;
  }();
  return table;
}

}  // namespace jobrig::test
