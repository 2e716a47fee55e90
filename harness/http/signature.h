// Signature: verifies the Signature Version 4 of a request and explains differences, with the whole canonical request
// if the signature itself differs. Pure: keys and time are arguments. It does not choose the response (see
// http/authentication.h). It does not support signatures in the query or asymmetric signatures; it reports both by
// name.
//
// Sources: AWS IAM User Guide, "Create a signed AWS API request" and "Troubleshoot Signature Version 4 signing". The
// path of the request is signed with each segment encoded a second time.
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
/// The maximum difference between a request's date and our clock.
inline constexpr std::chrono::minutes kMaxSkew{5};

enum class SignatureFlaw : std::uint8_t {
  kMissing,        // the request is not signed
  kIncomplete,     // an Authorization header of another kind, or one that lacks a part
  kUnknownKey,     // the access key is unknown
  kService,        // the scope names another service
  kRegion,         // the scope names another region
  kDate,           // no date, a scope of another day, or a date outside kMaxSkew
  kSignedHeaders,  // a required header is not signed, or a signed header is missing
  kPayload,        // x-amz-content-sha256 is not the hash of the body
  kSignature,      // a different secret or a different canonical request
};

struct SignatureDifference {
  SignatureFlaw flaw;
  std::string sentence;  // the difference for users: `the scope names the service "iot", not "iot-jobs-data"`
  std::string detail;    // kSignature only: the canonical request and the string to sign computed here
};

/// All differences, the most serious first (in the order of SignatureFlaw). Empty when the signature is valid. `now` is
/// the time of the service's clock.
std::vector<SignatureDifference> check_signature(const model::Request& request,
                                                 const model::SignatureSettings& settings, base::Instant now);

}  // namespace jobrig::http
