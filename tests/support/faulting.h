// Faulting: lays the faults of a YAML list over a reply as plan/ and serve/ do it, without a socket.
#pragma once

#include <string>
#include <vector>

#include "model/fault.h"
#include "model/reply.h"
#include "model/responder.h"
#include "model/script.h"

namespace jobrig::test {

struct Faulted {
  model::HttpReply reply;  // after the faults that rewrite it
  model::Script script;    // after all of them
  std::vector<std::string> names;
  std::uint64_t draws = 0;

  /// All bytes of the script.
  [[nodiscard]] std::string bytes() const;
  /// What follows the head.
  [[nodiscard]] std::string body() const;
  /// `"abc" 20ms "d" close`: bytes quoted, pauses, the ending.
  [[nodiscard]] std::string in_words() const;
};

/// 200 with two headers and the body `{"execution":{"jobId":"j","status":"QUEUED","versionNumber":1}}`.
model::HttpReply good_reply();
/// The same with times (2026 began then) and a document in its body.
model::HttpReply full_reply();
/// 429 ThrottlingException as the service answers it.
model::HttpReply throttled_reply();

/// `faults`: a YAML list such as `[{cut: head}, hang]`, which must have no mistakes and no chances. `ordinal`: of the
/// random source.
Faulted lay_faults(const std::string& faults, const model::HttpReply& reply = good_reply(),
                   const std::string& method = "GET", std::uint64_t ordinal = 0);

/// The faults of a YAML list that has no mistakes; throws with the mistakes when it has.
std::vector<model::FaultUse> faults_of(const std::string& faults);

/// Answers `/full` with full_reply() and all else with good_reply(), and lays the faults over it.
class FaultyResponder final : public model::Responder {
 public:
  explicit FaultyResponder(const std::string& faults) : uses_(faults_of(faults)) {}
  model::Plan plan(const model::Request& request) override;

 private:
  std::vector<model::FaultUse> uses_;
};

/// What the reader says about a list with mistakes, a line each; empty: nothing is wrong.
std::string mistakes_in_faults(const std::string& faults);

}  // namespace jobrig::test
