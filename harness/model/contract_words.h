// Contract words: the operations, statuses, error encodings and editions that all stages use. It contains only names;
// the tables with paths, codes and texts are in contract/.
#pragma once

#include <cstdint>

namespace jobrig::model {

/// Where documents of AWS contradict each other, each side is an edition. `original` is the earlier version of the AWS
/// IoT API Reference and the default everywhere. `current` is the present version (`jobrig list editions`).
enum class Edition : std::uint8_t { kOriginal, kCurrent };

/// kDescribeJobExecution and so on.
enum class Operation : std::uint8_t {
#define JOBRIG_OPERATION(name, stem) k##name,
#include "model/operations.def"
#undef JOBRIG_OPERATION
};

/// The enumeration of JobExecutionState in the API Reference. The word SUCCESS in its prose is not a status.
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

/// The unit of queuedAt, startedAt and lastUpdatedAt in responses.
enum class TimestampUnit : std::uint8_t { kSeconds, kMilliseconds, kFloatSeconds };

/// Where the name of an error is in the response.
enum class ErrorNameEncoding : std::uint8_t {
  kHeader,                // x-amzn-ErrorType: Name
  kHeaderUri,             // x-amzn-ErrorType: Name:http://internal.amazon.com/coral/…
  kHeaderNamespace,       // x-amzn-ErrorType: namespace#Name
  kHeaderNamespaceUri,    // x-amzn-ErrorType: namespace#Name:http://internal.amazon.com/coral/…
  kBodyType,              // {"__type": "Name"}
  kBodyTypeNamespace,     // {"__type": "namespace#Name"}
  kBodyTypeNamespaceUri,  // {"__type": "namespace#Name:http://internal.amazon.com/coral/…"}
  kBodyTypeNested,        // {"__type": "namespace#Name", "errorDetails": [{"__type": "namespace#Other"}]}
  kBodyCode,              // {"code": "Name"}
  kBodyCodeNamespace,     // {"code": "namespace#Name"}
  kBodyCodeNamespaceUri,  // {"code": "namespace#Name:http://internal.amazon.com/coral/…"}
  kBodyUpperCode,         // {"Code": "Name"}
};

}  // namespace jobrig::model
