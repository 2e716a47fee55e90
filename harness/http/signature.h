// Signature: checks a request's Signature Version 4 and says what differs: the whole canonical request when the
// signature itself does. Pure: the keys and the time are handed in. It decides no answer (plan/authentication.h does)
// and knows neither signatures in the query nor the asymmetric kind; both are named as such.
//
// Sources: AWS IAM User Guide, "Create a signed AWS API request" and "Troubleshoot Signature Version 4 signing".
// The wire path is signed with each segment encoded once more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/request.h"
#include "model/scenario.h"

namespace jobrig::http {

/// The signing name of the jobs data plane.
inline constexpr std::string_view kSigningName = "iot-jobs-data";
/// How far a request's date may be from ours.
inline constexpr std::chrono::minutes kMaxSkew{5};

enum class SignatureFlaw : std::uint8_t {
  kMissing,        // the request is not signed
  kIncomplete,     // an Authorization header that is not of this kind, or lacks a part
  kUnknownKey,     // the access key is none of those known
  kService,        // the scope names another service
  kRegion,         // the scope names another region
  kDate,           // no date, a scope of another day, or a date too far from ours
  kSignedHeaders,  // what must be signed is not, or what is signed is not there
  kPayload,        // x-amz-content-sha256 is not the body's hash
  kSignature,      // another secret, or another canonical request
};

struct SignatureDifference {
  SignatureFlaw flaw;
  std::string sentence;  // what differs, for people: `the scope names the service "iot", not "iot-jobs-data"`
  std::string detail;    // kSignature only: the canonical request and the string to sign, as computed here
};

/// All that is wrong, the gravest first (in the order of SignatureFlaw); nothing when the request is well signed. `now`
/// is real civil time, as clients sign with theirs.
std::vector<SignatureDifference> check_signature(const model::Request& request,
                                                 const model::SignatureSettings& settings, base::Instant now);

}  // namespace jobrig::http
