// Judging in tests: hand-made records and cases for tests of checks and verdicts without a socket.
#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "judge/catalogue.h"
#include "model/case_record.h"
#include "suite/case_loader.h"
#include "support/loading.h"
#include "yaml/reader.h"

namespace jobrig::test {

using std::chrono::milliseconds;

/// A time relative to the start of the record. Never zero, because zero means "did not happen".
inline base::Monotonic at(milliseconds time) { return base::Monotonic{} + std::chrono::hours(1) + time; }

inline std::string get_request(const std::string& target, const std::string& headers = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n" + headers + "\r\n";
}

constexpr const char* kInProgress = R"({"execution":{"status":"IN_PROGRESS","versionNumber":2}})";

inline std::string answer_bytes(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

/// An exchange that arrived at `arrived` and got a response with `status` 10 ms later.
inline model::Exchange exchange(milliseconds arrived, std::string request, int status = 200,
                                std::uint64_t connection = 1) {
  model::Exchange made;
  made.connection = connection;
  made.request = std::move(request);
  made.status = status;
  made.answer = status == 0 ? "" : answer_bytes(status, status == 200 ? kInProgress : R"({"message":"no"})");
  made.decision.operation = "DescribeJobExecution";
  made.decision.faults = {"by hand"};  // its response is not checked against the contract
  made.request_whole = at(arrived);
  made.first_byte = made.last_byte = made.ended = at(arrived + milliseconds(10));
  return made;
}

inline model::ClientOutcome success(std::string response) {
  model::ClientOutcome outcome;
  outcome.kind = model::ClientOutcome::Kind::kSuccess;
  outcome.response = std::move(response);
  return outcome;
}

inline model::ClientOutcome failure(std::string name, model::FailureKind kind = model::FailureKind::kService) {
  model::ClientOutcome outcome;
  outcome.kind = model::ClientOutcome::Kind::kError;
  outcome.error = std::move(name);
  outcome.failure = kind;
  return outcome;
}

inline model::CallRecord call(milliseconds began, milliseconds ended, model::ClientOutcome outcome,
                              std::string operation = "DescribeJobExecution") {
  model::CallRecord made;
  made.operation = std::move(operation);
  made.arguments = "{}";
  made.began = at(began);
  made.ended = at(ended);
  made.outcome = std::move(outcome);
  return made;
}

/// One call with one request and a success whose execution is IN_PROGRESS.
inline model::CaseRecord good_record() {
  model::CaseRecord record;
  record.thing = "case-1";
  record.calls = {call(milliseconds(0), milliseconds(50), success(kInProgress))};
  record.exchanges = {exchange(milliseconds(10), get_request("/things/case-1/jobs/job-1"))};
  return record;
}

/// Parses one entry of `expect:`, such as `requests: 1`. Throws with the errors if it has any.
inline std::shared_ptr<const model::Check> check_of(const std::string& entry) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(entry, "test.yaml", diagnostics);
  if (!node || node->entries.size() != 1) {
    throw std::runtime_error("no entry: " + entry + "\n" + in_words(diagnostics));
  }
  const judge::CheckKind* const kind = judge::kind_named(node->entries.front().key);
  auto check = kind == nullptr ? nullptr : kind->parse(node->entries.front().value, diagnostics);
  if (check == nullptr) {
    throw std::runtime_error("no check: " + entry + "\n" + in_words(diagnostics));
  }
  return check;
}

/// `holds: EXPECTED | ACTUAL` or `fails: EXPECTED | ACTUAL`.
inline std::string found(const std::string& entry, const model::CaseRecord& record) {
  const model::Finding finding = check_of(entry)->judge(record);
  return (finding.holds ? "holds: " : "fails: ") + finding.expected + " | " + finding.actual;
}

/// The errors in the text of a case. Empty: none.
inline std::string mistakes_of_case(const std::string& text) {
  base::Diagnostics diagnostics;
  const auto one = suite::load_case({"test", "test.yaml", text, {}}, {"case-1", "job-1"}, diagnostics);
  const std::string words = in_words(diagnostics);
  return one.has_value() == words.empty() ? words : "case and mistakes do not fit: " + words;
}

/// Loads a case from text. Throws with the errors if it has any.
inline model::ConformanceCase loaded_case(const std::string& text) {
  base::Diagnostics diagnostics;
  auto one = suite::load_case({"conformance/area/test", "test.yaml", text, {}}, {"case-1", "job-1"}, diagnostics);
  if (!one) {
    throw std::runtime_error(in_words(diagnostics));
  }
  return std::move(*one);
}

/// The text of a case: the required lines, then the given ones.
inline std::string case_text(const std::string& more) {
  return "summary: A test.\nlevel: MUST\nrequirement: It is so.\nsource: RFC 9110 section 15.5.5\n" + more;
}

}  // namespace jobrig::test
