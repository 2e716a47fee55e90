// Conformance words: the spelling of verdicts, levels, kinds of failure and similar values in case files, reports and
// the client protocol. Tables only; it judges nothing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/client_outcome.h"
#include "model/conformance_case.h"
#include "model/exchange.h"
#include "model/packet_record.h"
#include "model/verdict.h"

namespace jobrig::model {

struct VerdictRow {
  Verdict verdict;
  std::string_view word;   // non-strict: in JSON and in filters
  std::string_view title;  // Non-strict: in reports for people
  bool red;                // fails the run unless an expectations file lists it
};

/// All verdicts. Those that need attention come first.
std::span<const VerdictRow> verdicts();
const VerdictRow& row_of(Verdict verdict);
std::optional<Verdict> verdict_named(std::string_view word);

/// MUST, SHOULD, INFO.
std::vector<std::string_view> level_words();
std::string_view word_of(Level level);
std::optional<Level> level_named(std::string_view word);

/// sdk, device-agent.
std::vector<std::string> level_profile_words();
std::string_view word_of(LevelProfile profile);
std::optional<LevelProfile> level_profile_named(std::string_view word);

/// unknown, service, transport, timeout, decoding, validation.
std::string_view word_of(FailureKind kind);
std::optional<FailureKind> failure_kind_named(std::string_view word);
/// The kinds that a client may report: all except unknown.
std::vector<std::string_view> stated_failure_kinds();

/// success, error, unable.
std::string_view word_of(ClientOutcome::Kind kind);
std::optional<ClientOutcome::Kind> outcome_kind_named(std::string_view word);

/// nothing, exit-code, results.
std::string_view word_of(Reports reports);
std::optional<Reports> reports_named(std::string_view word);

/// kept, closed, reset, client-gave-up, server-stopped.
std::string_view word_of(CloseReason close_reason);
std::optional<CloseReason> close_reason_named(std::string_view word);

/// from-client, to-client, connection.
std::string_view word_of(PacketDirection direction);
std::optional<PacketDirection> packet_direction_named(std::string_view word);

}  // namespace jobrig::model
