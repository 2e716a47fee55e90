// The words of the contract that every stage speaks: operations, statuses, errors, editions. Their tables (paths,
// codes, texts) are contract/'s; here are only the names.
#pragma once

#include <cstdint>

namespace jobrig::model {

/// Where AWS's documents disagree with each other, both sides are editions: `original`, earlier pages of the AWS IoT
/// API Reference and the default everywhere, and `current`, the pages of today (`jobrig list editions`).
enum class Edition : std::uint8_t { kOriginal, kCurrent };

/// kDescribeJobExecution and so on.
enum class Operation : std::uint8_t {
#define JOBRIG_OPERATION(name, stem) k##name,
#include "model/operations.def"
#undef JOBRIG_OPERATION
};

/// API Reference, JobExecutionState: the enumeration's words (the prose's SUCCESS is not one of them).
enum class Status : std::uint8_t {
  kQueued,
  kInProgress,
  kSucceeded,
  kFailed,
  kTimedOut,
  kRejected,
  kRemoved,
  kCanceled,
};

/// What unit queuedAt, startedAt and lastUpdatedAt are answered in.
enum class TimestampUnit : std::uint8_t { kSeconds, kMilliseconds, kFloatSeconds };

/// How an error's name reaches the client.
enum class ErrorNameEncoding : std::uint8_t {
  kHeader,           // x-amzn-ErrorType: Name
  kHeaderUri,        // x-amzn-ErrorType: Name:http://internal.amazon.com/coral/…
  kHeaderNamespace,  // x-amzn-ErrorType: namespace#Name
  kBodyType,         // {"__type": "Name"}
  kBodyCode,         // {"code": "Name"}
  kBodyUpperCode,    // {"Code": "Name"}
};

}  // namespace jobrig::model
