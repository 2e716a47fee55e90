#include <algorithm>
#include <set>
#include <string>

#include "contract/editions.h"
#include "contract/errors.h"
#include "contract/operations.h"
#include "contract/statuses.h"
#include "support/catch.h"

using namespace jobrig;
using model::Edition;
using model::Operation;
using model::Status;

TEST_CASE("every operation is found by its name and its row", "[contract]") {
  REQUIRE(contract::operations().size() == 5);
  for (const auto& row : contract::operations()) {
    CHECK(contract::operation_named(row.name) == row.operation);
    CHECK(contract::row_of(row.operation).name == row.name);
  }
  CHECK_FALSE(contract::operation_named("describeJobExecution").has_value());
  CHECK_FALSE(contract::operation_named("").has_value());
}

TEST_CASE("no two operations share a method and a path", "[contract]") {
  std::set<std::string> seen;
  for (const auto& row : contract::operations()) {
    CHECK(seen.insert(std::string(row.method) + " " + std::string(row.path)).second);
  }
}

TEST_CASE("every error that an operation documents is in the table of errors", "[contract]") {
  for (const auto& row : contract::operations()) {
    CHECK_FALSE(row.errors.empty());
    for (const auto name : row.errors) {
      CAPTURE(row.name, name);
      REQUIRE(contract::error_named(name) != nullptr);
      CHECK((row.current_only || !contract::error_named(name)->current_only));
      CHECK(contract::documents_error(row.operation, name));
    }
  }
}

TEST_CASE("every error of the table is documented by an operation", "[contract]") {
  for (const auto& error : contract::errors()) {
    CAPTURE(error.name);
    CHECK(std::any_of(contract::operations().begin(), contract::operations().end(),
                      [&](const auto& row) { return contract::documents_error(row.operation, error.name); }));
  }
}

TEST_CASE("DescribeJobExecution has the six documented errors with their codes", "[contract]") {
  const std::pair<std::string_view, int> documented[] = {
      {"CertificateValidationException", 400}, {"InvalidRequestException", 400}, {"ResourceNotFoundException", 404},
      {"TerminalStateException", 410},         {"ThrottlingException", 429},     {"ServiceUnavailableException", 503}};
  REQUIRE(contract::row_of(Operation::kDescribeJobExecution).errors.size() == std::size(documented));
  for (const auto& [name, status] : documented) {
    CHECK(contract::documents_error(Operation::kDescribeJobExecution, name));
    REQUIRE(contract::error_named(name) != nullptr);
    CHECK(contract::error_named(name)->status == status);
    CHECK(contract::error_named(name)->retryable == (status == 429 || status == 503));
    CHECK_FALSE(contract::error_named(name)->message.empty());
  }
}

TEST_CASE("only describing can meet a terminal state and only updating a forbidden transition", "[contract]") {
  for (const auto& row : contract::operations()) {
    CHECK(contract::documents_error(row.operation, "TerminalStateException") ==
          (row.operation == Operation::kDescribeJobExecution));
    CHECK(contract::documents_error(row.operation, "InvalidStateTransitionException") ==
          (row.operation == Operation::kUpdateJobExecution));
  }
}

TEST_CASE("an unknown error has no row", "[contract]") {
  CHECK(contract::error_named("ThrottledException") == nullptr);
  CHECK(contract::error_named("") == nullptr);
}

TEST_CASE("StartCommandExecution is in the current edition only", "[contract]") {
  CHECK_FALSE(contract::has_operation(Edition::kOriginal, Operation::kStartCommandExecution));
  CHECK(contract::has_operation(Edition::kCurrent, Operation::kStartCommandExecution));
  CHECK(contract::has_operation(Edition::kOriginal, Operation::kUpdateJobExecution));
}

TEST_CASE("the editions differ in what an absent includeJobDocument means", "[contract]") {
  CHECK_FALSE(contract::row_of(Edition::kOriginal).document_by_default);
  CHECK(contract::row_of(Edition::kCurrent).document_by_default);
  CHECK(contract::edition_named("original") == Edition::kOriginal);
  CHECK(contract::edition_named("current") == Edition::kCurrent);
  CHECK_FALSE(contract::edition_named("Current").has_value());
}

TEST_CASE("the statuses are the eight words of the enumeration", "[contract]") {
  std::set<std::string_view> words;
  for (const auto& row : contract::statuses()) {
    words.insert(row.word);
    CHECK(contract::status_named(row.word) == row.status);
    CHECK(contract::word_of(row.status) == row.word);
    CHECK(contract::is_terminal(row.status) == row.terminal);
  }
  CHECK(words == std::set<std::string_view>{"QUEUED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED",
                                            "REMOVED", "CANCELED"});
  CHECK_FALSE(contract::status_named("SUCCESS").has_value());
}

TEST_CASE("a device may set four of the statuses", "[contract]") {
  std::set<std::string_view> words;
  for (const auto& row : contract::statuses()) {
    if (row.device_may_set) {
      words.insert(row.word);
    }
  }
  CHECK(words == std::set<std::string_view>{"IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED"});
}

TEST_CASE("the lifecycle allows fourteen transitions and no others", "[contract]") {
  // QUEUED and IN_PROGRESS can each change to IN_PROGRESS and to the six terminal statuses. There are no other
  // transitions.
  int allowed = 0;
  for (const auto& from : contract::statuses()) {
    for (const auto& to : contract::statuses()) {
      const bool expected =
          (from.status == Status::kQueued || from.status == Status::kInProgress) && to.status != Status::kQueued;
      CAPTURE(from.word, to.word);
      CHECK(contract::may_become(from.status, to.status) == expected);
      allowed += expected ? 1 : 0;
    }
  }
  CHECK(allowed == 14);
}
