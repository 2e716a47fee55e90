#include "model/conformance_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace jobrig::model {
namespace {

constexpr std::array kVerdicts{
    VerdictRow{Verdict::kHarnessError, "harness-error", "Harness error", true},
    VerdictRow{Verdict::kFailed, "failed", "Failed", true},
    VerdictRow{Verdict::kTimedOut, "timed-out", "Timed out", true},
    VerdictRow{Verdict::kNotCalled, "not-called", "Not called", true},
    VerdictRow{Verdict::kNonStrict, "non-strict", "Non-strict", false},
    VerdictRow{Verdict::kInformational, "informational", "Informational", false},
    VerdictRow{Verdict::kSkipped, "skipped", "Skipped", false},
    VerdictRow{Verdict::kPassed, "passed", "Passed", false},
};

template <typename Value>
struct Word {
  Value value;
  std::string_view word;
};

constexpr std::array kLevels{Word<Level>{Level::kMust, "MUST"}, Word<Level>{Level::kShould, "SHOULD"},
                             Word<Level>{Level::kInfo, "INFO"}};

constexpr std::array kLevelProfiles{Word<LevelProfile>{LevelProfile::kSdk, "sdk"},
                                    Word<LevelProfile>{LevelProfile::kDeviceAgent, "device-agent"}};

constexpr std::array kFailureKinds{
    Word<FailureKind>{FailureKind::kUnknown, "unknown"},     Word<FailureKind>{FailureKind::kService, "service"},
    Word<FailureKind>{FailureKind::kTransport, "transport"}, Word<FailureKind>{FailureKind::kTimeout, "timeout"},
    Word<FailureKind>{FailureKind::kDecoding, "decoding"},   Word<FailureKind>{FailureKind::kValidation, "validation"}};

constexpr std::array kOutcomeKinds{Word<ClientOutcome::Kind>{ClientOutcome::Kind::kSuccess, "success"},
                                   Word<ClientOutcome::Kind>{ClientOutcome::Kind::kError, "error"},
                                   Word<ClientOutcome::Kind>{ClientOutcome::Kind::kUnable, "unable"}};

constexpr std::array kReports{Word<Reports>{Reports::kNothing, "nothing"},
                              Word<Reports>{Reports::kExitCode, "exit-code"},
                              Word<Reports>{Reports::kResults, "results"}};

constexpr std::array kCloseReasons{
    Word<CloseReason>{CloseReason::kKept, "kept"}, Word<CloseReason>{CloseReason::kClosed, "closed"},
    Word<CloseReason>{CloseReason::kReset, "reset"}, Word<CloseReason>{CloseReason::kClientGaveUp, "client-gave-up"},
    Word<CloseReason>{CloseReason::kServerStopped, "server-stopped"}};

constexpr std::array kPacketDirections{Word<PacketDirection>{PacketDirection::kFromClient, "from-client"},
                                       Word<PacketDirection>{PacketDirection::kToClient, "to-client"},
                                       Word<PacketDirection>{PacketDirection::kConnection, "connection"}};

template <typename Value, std::size_t size>
std::string_view word_in(const std::array<Word<Value>, size>& words, Value value) {
  const auto row = std::find_if(words.begin(), words.end(), [&](const auto& one) { return one.value == value; });
  return row == words.end() ? std::string_view() : row->word;
}

template <typename Value, std::size_t size>
std::optional<Value> value_in(const std::array<Word<Value>, size>& words, std::string_view word) {
  const auto row = std::find_if(words.begin(), words.end(), [&](const auto& one) { return one.word == word; });
  return row == words.end() ? std::nullopt : std::optional(row->value);
}

}  // namespace

std::span<const VerdictRow> verdicts() { return kVerdicts; }

const VerdictRow& row_of(Verdict verdict) {
  return *std::find_if(kVerdicts.begin(), kVerdicts.end(),
                       [&](const VerdictRow& row) { return row.verdict == verdict; });
}

std::optional<Verdict> verdict_named(std::string_view word) {
  const auto* const row =
      std::find_if(kVerdicts.begin(), kVerdicts.end(), [&](const VerdictRow& one) { return one.word == word; });
  return row == kVerdicts.end() ? std::nullopt : std::optional(row->verdict);
}

std::vector<std::string_view> level_words() {
  std::vector<std::string_view> words;
  std::transform(kLevels.begin(), kLevels.end(), std::back_inserter(words), [](const auto& row) { return row.word; });
  return words;
}

std::string_view word_of(Level level) { return word_in(kLevels, level); }
std::optional<Level> level_named(std::string_view word) { return value_in(kLevels, word); }

std::vector<std::string> level_profile_words() {
  std::vector<std::string> words;
  std::transform(kLevelProfiles.begin(), kLevelProfiles.end(), std::back_inserter(words),
                 [](const auto& row) { return std::string(row.word); });
  return words;
}

std::string_view word_of(LevelProfile profile) { return word_in(kLevelProfiles, profile); }
std::optional<LevelProfile> level_profile_named(std::string_view word) { return value_in(kLevelProfiles, word); }

std::string_view word_of(FailureKind kind) { return word_in(kFailureKinds, kind); }
std::optional<FailureKind> failure_kind_named(std::string_view word) { return value_in(kFailureKinds, word); }

std::vector<std::string_view> stated_failure_kinds() {
  std::vector<std::string_view> words;
  words.reserve(kFailureKinds.size());
  for (const auto& row : kFailureKinds) {
    if (row.value != FailureKind::kUnknown) {
      words.push_back(row.word);
    }
  }
  return words;
}

std::string_view word_of(ClientOutcome::Kind kind) { return word_in(kOutcomeKinds, kind); }
std::optional<ClientOutcome::Kind> outcome_kind_named(std::string_view word) { return value_in(kOutcomeKinds, word); }

std::string_view word_of(Reports reports) { return word_in(kReports, reports); }
std::optional<Reports> reports_named(std::string_view word) { return value_in(kReports, word); }

std::string_view word_of(CloseReason close_reason) { return word_in(kCloseReasons, close_reason); }
std::optional<CloseReason> close_reason_named(std::string_view word) { return value_in(kCloseReasons, word); }

std::string_view word_of(PacketDirection direction) { return word_in(kPacketDirections, direction); }
std::optional<PacketDirection> packet_direction_named(std::string_view word) {
  return value_in(kPacketDirections, word);
}

}  // namespace jobrig::model
