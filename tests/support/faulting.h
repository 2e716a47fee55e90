// Faulting: applies the faults of a YAML list to a reply as plan/ and serve/ do, without a socket.
#pragma once

#include <string>
#include <vector>

#include "model/fault.h"
#include "model/reply.h"
#include "model/responder.h"
#include "model/script.h"

namespace jobrig::test {

struct Faulted {
  model::HttpReply reply;  // after the faults that change the reply
  model::Script script;    // after all faults
  std::vector<std::string> names;
  std::uint64_t draws = 0;

  /// All bytes of the script.
  [[nodiscard]] std::string bytes() const;
  /// The bytes after the head.
  [[nodiscard]] std::string body() const;
  /// `"abc" 20ms "d" close`: quoted bytes, pauses, the ending.
  [[nodiscard]] std::string in_words() const;
};

/// 200 with two headers and the body `{"execution":{"jobId":"j","status":"QUEUED","versionNumber":1}}`.
model::HttpReply good_reply();
/// The same with a document and timestamps (the beginning of 2026) in the body.
model::HttpReply full_reply();
/// 429 ThrottlingException in the form that the service sends.
model::HttpReply throttled_reply();

/// `faults`: a YAML list such as `[{cut: head}, hang]` without errors and chances. `ordinal`: selects the random
/// numbers.
Faulted lay_faults(const std::string& faults, const model::HttpReply& reply = good_reply(),
                   const std::string& method = "GET", std::uint64_t ordinal = 0);

/// Parses a YAML list of faults. Throws with the errors if it has any.
std::vector<model::FaultUse> faults_of(const std::string& faults);

/// Responds to `/full` with full_reply() and to any other target with good_reply(), with the faults applied.
class FaultyResponder final : public model::Responder {
 public:
  explicit FaultyResponder(const std::string& faults) : uses_(faults_of(faults)) {}
  model::Plan plan(const model::Request& request) override;

 private:
  std::vector<model::FaultUse> uses_;
};

/// The errors that the parser reports for a list, one per line. Empty: none.
std::string mistakes_in_faults(const std::string& faults);

}  // namespace jobrig::test
