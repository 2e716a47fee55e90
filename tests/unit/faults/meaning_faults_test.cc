// Faults that change the meaning of a response: the exact reply of each.
#include <set>
#include <string>

#include "support/catch.h"
#include "support/faulting.h"

using jobrig::model::Header;
using Reply = jobrig::model::HttpReply;
using jobrig::test::good_reply;
using jobrig::test::lay_faults;
using jobrig::test::mistakes_in_faults;
using jobrig::test::throttled_reply;

namespace {

const std::string kDescribeBody = R"({"execution":{"jobId":"j","status":"QUEUED","versionNumber":1}})";

std::string body_after(const std::string& fault) { return lay_faults("[" + fault + "]").reply.body; }

Reply with_body(std::string body) {
  Reply reply = good_reply();
  reply.body = std::move(body);
  return reply;
}

std::string header(const Reply& reply, const std::string& name) {
  std::string all;
  for (const Header& one : reply.headers) {
    if (one.name == name) {
      all += one.value + ";";
    }
  }
  return all;
}

}  // namespace

TEST_CASE("members are dropped or null or of another type", "[faults]") {
  CHECK(body_after("drop-member: execution.status") == R"({"execution":{"jobId":"j","versionNumber":1}})");
  CHECK(body_after("drop-member: execution") == "{}");
  CHECK(body_after("null-member: jobId") == R"({"execution":{"jobId":null,"status":"QUEUED","versionNumber":1}})");
  CHECK(body_after("wrong-type: status") == R"({"execution":{"jobId":"j","status":7,"versionNumber":1}})");
  CHECK(body_after("wrong-type: versionNumber") ==
        R"({"execution":{"jobId":"j","status":"QUEUED","versionNumber":"1"}})");
  CHECK(body_after("wrong-type: {member: execution, as: list}") == R"({"execution":[]})");
  CHECK(body_after("wrong-type: {member: status, as: map}").find(R"("status":{})") != std::string::npos);
  CHECK(body_after("wrong-type: {member: status, as: true-or-false}").find(R"("status":true)") != std::string::npos);
  CHECK(body_after("drop-member: nobody") == kDescribeBody);
}

TEST_CASE("without a name any member is hit and every one of them sometimes", "[faults]") {
  std::set<std::string> bodies;
  for (std::uint64_t ordinal = 0; ordinal < 100; ++ordinal) {
    bodies.insert(lay_faults("[drop-member]", good_reply(), "GET", ordinal).reply.body);
  }
  CHECK(bodies == std::set<std::string>{"{}", R"({"execution":{"jobId":"j","status":"QUEUED"}})",
                                        R"({"execution":{"jobId":"j","versionNumber":1}})",
                                        R"({"execution":{"status":"QUEUED","versionNumber":1}})"});
  CHECK(lay_faults("[drop-member]").draws == 1);
}

TEST_CASE("undocumented members and statuses are added", "[faults]") {
  CHECK(body_after("unknown-member: {name: phase, value: two}") ==
        R"({"execution":{"jobId":"j","status":"QUEUED","versionNumber":1,"phase":"two"}})");
  CHECK(lay_faults("[unknown-member: x]", with_body("{}")).reply.body == R"({"x":"undocumented"})");
  CHECK(body_after("unknown-status") == R"({"execution":{"jobId":"j","status":"PAUSED","versionNumber":1}})");
  CHECK(body_after("unknown-status: SUCCESS").find(R"("status":"SUCCESS")") != std::string::npos);
}

TEST_CASE("numbers go beyond 2^53 and 2^63 and keep every digit", "[faults]") {
  CHECK(body_after("huge-number").find(R"("versionNumber":9007199254740993})") != std::string::npos);
  CHECK(body_after("huge-number: {beyond: 2^63}").find(R"("versionNumber":9223372036854775808})") != std::string::npos);
}

TEST_CASE("times are written in every form from every form", "[faults]") {
  const std::string seconds = R"({"queuedAt":1767225600,"jobs":[{"lastUpdatedAt":1767225601}]})";
  const std::string millis = R"({"queuedAt":1767225600000,"jobs":[{"lastUpdatedAt":1767225601000}]})";
  const std::string floats = R"({"queuedAt":1767225600.000,"jobs":[{"lastUpdatedAt":1767225601.000}]})";
  const std::string iso = R"({"queuedAt":"2026-01-01T00:00:00Z","jobs":[{"lastUpdatedAt":"2026-01-01T00:00:01Z"}]})";
  for (const std::string& from : {seconds, millis, floats}) {
    CHECK(lay_faults("[timestamps-as: seconds]", with_body(from)).reply.body == seconds);
    CHECK(lay_faults("[timestamps-as: milliseconds]", with_body(from)).reply.body == millis);
    CHECK(lay_faults("[timestamps-as: float-seconds]", with_body(from)).reply.body == floats);
    CHECK(lay_faults("[timestamps-as: iso]", with_body(from)).reply.body == iso);
  }
}

TEST_CASE("documents are as long as asked and JSON or not JSON at all", "[faults]") {
  const Reply reply = with_body(R"({"execution":{"jobDocument":"{}"}})");
  const auto document_size = [&](const std::string& fault) {
    const std::string body = lay_faults("[" + fault + "]", reply).reply.body;
    // The document is surrounded by `{"execution":{"jobDocument":"` and `"}}` and contains four escaped quotes.
    return body.size() - 29 - 3 - 4;
  };
  CHECK(document_size("long-document: 32768") == 32768);
  CHECK(document_size("long-document") == 32769);
  CHECK(lay_faults("[document-not-json]", reply).reply.body ==
        R"({"execution":{"jobDocument":"{\"operation\": install"}})");
  CHECK(body_after("long-document") == kDescribeBody);
}

TEST_CASE("the body is cut or followed or preceded and its length is right", "[faults]") {
  CHECK(body_after("cut-json") == kDescribeBody.substr(0, 31));
  CHECK(lay_faults("[cut-json]").bytes().find("Content-Length: 31\r\n") != std::string::npos);
  CHECK(body_after("cut-json: 90%") == kDescribeBody.substr(0, 56));
  CHECK(body_after("byte-order-mark") == "\xEF\xBB\xBF" + kDescribeBody);
  CHECK(lay_faults("[trailing-bytes: \"}\"]").bytes().ends_with("Content-Length: 64\r\n\r\n" + kDescribeBody + "}"));
}

TEST_CASE("strings hold bytes and escapes that they must not", "[faults]") {
  CHECK(body_after("invalid-utf8: jobId").find("\"jobId\":\"\xFFj\"") != std::string::npos);
  CHECK(body_after("lone-surrogate: jobId").find(R"("jobId":"\ud800j")") != std::string::npos);
  CHECK(body_after("invalid-utf8: versionNumber") == kDescribeBody);
  CHECK(body_after("lone-surrogate") != kDescribeBody);
}

TEST_CASE("keys come twice and lists nest deep", "[faults]") {
  CHECK(body_after("duplicate-keys: status") ==
        R"({"execution":{"jobId":"j","status":"QUEUED","status":null,"versionNumber":1}})");
  const std::string deep = body_after("deep-nesting: {levels: 500}");
  CHECK(deep.ends_with("\"versionNumber\":1,\"nested\":" + std::string(500, '[') + std::string(500, ']') + "}}"));
}

TEST_CASE("bodies are replaced and say their length", "[faults]") {
  CHECK(lay_faults("[empty-body]").bytes().ends_with("Content-Length: 0\r\n\r\n"));
  CHECK(lay_faults("[empty-object]").bytes().ends_with("Content-Length: 2\r\n\r\n{}"));
  CHECK(lay_faults("[null-body]").bytes().ends_with("Content-Length: 4\r\n\r\nnull"));
  CHECK(lay_faults("[array-body]").bytes().ends_with("Content-Length: 2\r\n\r\n[]"));
  const Reply html = lay_faults("[html-body: 502]").reply;
  CHECK(html.status == 502);
  CHECK(header(html, "Content-Type") == "text/html; charset=utf-8;");
  CHECK(html.body.starts_with("<!DOCTYPE html>"));
  CHECK(lay_faults("[html-body]").reply.status == 200);
}

TEST_CASE("gzip is a valid stream of stored blocks", "[faults]") {
  const Reply reply = lay_faults("[gzip]", with_body("{}")).reply;
  // python3 -c 'import zlib; print(hex(zlib.crc32(b"{}")))' gives 0xa3a6bf43.
  const std::string expected(
      "\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\xFF\x01\x02\x00\xFD\xFF{}\x43\xBF\xA6\xA3\x02\x00\x00\x00", 25);
  CHECK(reply.body == expected);
  CHECK(header(reply, "Content-Encoding") == "gzip;");
  CHECK(header(lay_faults("[gzip: none]").reply, "Content-Encoding") == "");
  const std::string large(70000, 'x');
  const std::string packed = lay_faults("[gzip]", with_body(large)).reply.body;
  CHECK(packed.size() == 10 + 5 + 65535 + 5 + (70000 - 65535) + 8);
}

TEST_CASE("the content type is another or none", "[faults]") {
  CHECK(header(lay_faults("[content-type: text/plain]").reply, "Content-Type") == "text/plain;");
  CHECK(lay_faults("[content-type: none]").bytes().find("Content-Type") == std::string::npos);
}

TEST_CASE("a redirect says where to", "[faults]") {
  const Reply reply = lay_faults("[redirect: {status: 301, location: \"http://127.0.0.1:9/\"}]").reply;
  CHECK(reply.status == 301);
  CHECK(header(reply, "Location") == "http://127.0.0.1:9/;");
  CHECK(reply.body.empty());
}

TEST_CASE("an error comes with 200", "[faults]") {
  const Reply own = lay_faults("[error-on-200]", throttled_reply()).reply;
  CHECK(own.status == 200);
  CHECK(own.body == throttled_reply().body);
  CHECK(header(own, "x-amzn-ErrorType") == "ThrottlingException;");
  const Reply named = lay_faults("[error-on-200: {error: ResourceNotFoundException, name-in: __type}]").reply;
  CHECK(named.status == 200);
  CHECK(named.body.find(R"("__type":"ResourceNotFoundException")") != std::string::npos);
  CHECK(header(named, "x-amzn-ErrorType") == "");
  CHECK(header(lay_faults("[error-on-200]").reply, "x-amzn-ErrorType") == "ServiceUnavailableException;");
}

TEST_CASE("an error takes the place of the answer with its hints and its own words", "[faults]") {
  const Reply bare = lay_faults("[error: ServiceUnavailableException]").reply;
  CHECK(bare.status == 503);
  CHECK(header(bare, "x-amzn-ErrorType") == "ServiceUnavailableException;");
  CHECK(header(bare, "x-amzn-RequestId") == "r-1;");
  CHECK(header(bare, "Retry-After") == "");
  CHECK(bare.body == R"({"message":"The service is temporarily unavailable."})");
  const Reply whole = lay_faults(
                          "[error: {name: ThrottlingException, name-in: code, message: 'say \"please\"', "
                          "retry-after: 2s, x-amz-retry-after: 1500ms}]",
                          throttled_reply())
                          .reply;
  CHECK(whole.status == 429);
  CHECK(header(whole, "x-amzn-ErrorType") == "");
  CHECK(header(whole, "Retry-After") == "2;");
  CHECK(header(whole, "x-amz-retry-after") == "1500;");
  CHECK(whole.body == R"({"message":"say \"please\"","code":"ThrottlingException"})");
}

TEST_CASE("an unknown error or a hint that its header cannot express is refused", "[faults]") {
  CHECK(mistakes_in_faults("[error]").find("\"name\"") != std::string::npos);
  CHECK(mistakes_in_faults("[error: ThrotlingException]").find("did you mean \"ThrottlingException\"?") !=
        std::string::npos);
  CHECK(mistakes_in_faults("[error: {name: ThrottlingException, retry-after: 1500ms}]") ==
        "1:50: \"retry-after\" counts whole seconds\n");
}

TEST_CASE("an error's body is anything but what it should be", "[faults]") {
  const Reply html = lay_faults("[error-body: html]", throttled_reply()).reply;
  CHECK(html.status == 429);
  CHECK(html.body.find("<h1>429</h1>") != std::string::npos);
  CHECK(lay_faults("[error-body: list]", throttled_reply()).reply.body == "[]");
  CHECK(lay_faults("[error-body: empty]", throttled_reply()).reply.body.empty());
  const Reply nameless = lay_faults("[error-body: no-name]", throttled_reply()).reply;
  CHECK(header(nameless, "x-amzn-ErrorType") == "");
  CHECK(nameless.body == throttled_reply().body);
  const Reply made = lay_faults("[error-body: {is: list, error: ThrottlingException}]").reply;
  CHECK(made.status == 429);
  CHECK(header(made, "x-amzn-ErrorType") == "ThrottlingException;");
}

TEST_CASE("an error's name is told in each of twelve ways and in no other", "[faults]") {
  const auto named = [](const std::string& location) {
    return lay_faults("[error-name-in: " + location + "]", throttled_reply()).reply;
  };
  CHECK(header(named("header"), "x-amzn-ErrorType") == "ThrottlingException;");
  CHECK(header(named("header-uri"), "x-amzn-ErrorType") ==
        "ThrottlingException:http://internal.amazon.com/coral/com.amazonaws.iot.laser/;");
  CHECK(header(named("header-namespace"), "x-amzn-ErrorType") == "com.amazonaws.iot.laser#ThrottlingException;");
  for (const std::string member : {"__type", "code", "Code"}) {
    const Reply reply = named(member);
    CHECK(header(reply, "x-amzn-ErrorType") == "");
    CHECK(reply.body == R"({"message":"slower",")" + member + R"(":"ThrottlingException"})");
    CHECK(lay_faults("[error-name-in: header]", reply).reply.body == throttled_reply().body);
  }
  const std::string uri = ":http://internal.amazon.com/coral/com.amazonaws.iot.laser/";
  CHECK(header(named("header-namespace-uri"), "x-amzn-ErrorType") ==
        "com.amazonaws.iot.laser#ThrottlingException" + uri + ";");
  for (const std::string member : {"__type", "code"}) {
    const std::string begin = R"({"message":"slower",")" + member + R"(":"com.amazonaws.iot.laser#ThrottlingException)";
    CHECK(named(member + "-namespace").body == begin + "\"}");
    CHECK(named(member + "-namespace-uri").body == begin + uri + "\"}");
    // The name is found again in each form.
    for (const std::string form : {"-namespace", "-namespace-uri"}) {
      CHECK(header(lay_faults("[error-name-in: header]", named(member + form)).reply, "x-amzn-ErrorType") ==
            "ThrottlingException;");
    }
  }
  CHECK(named("__type-nested").body ==
        R"({"message":"slower","__type":"com.amazonaws.iot.laser#ThrottlingException",)"
        R"("errorDetails":[{"__type":"com.amazonaws.iot.laser#ErrorDetail","message":"Not the error."}]})");
}

TEST_CASE("a wrapped error is a success without a name", "[faults]") {
  const Reply reply = lay_faults("[wrapped-error]", throttled_reply()).reply;
  CHECK(reply.status == 200);
  CHECK(header(reply, "x-amzn-ErrorType") == "");
  CHECK(reply.body ==
        R"({"Output":{"__type":"com.amazon.coral.service#UnknownOperationException","message":null},"Version":"1.0"})");
  CHECK(lay_faults("[wrapped-error: {error: AccessDeniedException, message: \"no\"}]").reply.body ==
        R"({"Output":{"__type":"com.amazon.coral.service#AccessDeniedException","message":"no"},"Version":"1.0"})");
}

TEST_CASE("errors common to AWS services are made by name with their statuses", "[faults]") {
  CHECK(lay_faults("[error: ExpiredTokenException]").reply.status == 403);
  CHECK(lay_faults("[error-on-200: AccessDeniedException]").reply.status == 200);
  CHECK(lay_faults("[error-name-in: {place: code, error: RequestExpired}]").reply.status == 400);
}

TEST_CASE("the control plane's shape replaces the data plane's", "[faults]") {
  const Reply reply = with_body(
      R"({"execution":{"jobId":"j","thingName":"t","statusDetails":{"a":"b"},"jobDocument":"{}","versionNumber":1}})");
  CHECK(lay_faults("[control-plane-shape]", reply).reply.body ==
        R"({"execution":{"jobId":"j","statusDetails":{"detailsMap":{"a":"b"}},"versionNumber":1,)"
        R"("thingArn":"arn:aws:iot:us-east-1:123456789012:thing/t","forceCanceled":false}})");
  CHECK(lay_faults("[control-plane-shape]", throttled_reply()).reply.status == 400);
}

TEST_CASE("faults of meaning do not change bodies that are not JSON", "[faults]") {
  for (const std::string fault : {"drop-member", "unknown-member", "duplicate-keys", "deep-nesting", "huge-number",
                                  "unknown-status", "timestamps-as: iso", "control-plane-shape"}) {
    CAPTURE(fault);
    CHECK(lay_faults("[" + fault + "]", with_body("<html>")).reply.body == "<html>");
  }
}

TEST_CASE("thousands of long documents cost nothing until they are sent", "[faults]") {
  std::string faults = "[";
  for (int i = 0; i < 5000; ++i) {
    faults += "{long-document: 16777216},";
  }
  CHECK(mistakes_in_faults(faults + "]").empty());  // would take 80 GB if the documents were built now
}
