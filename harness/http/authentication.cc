#include "http/authentication.h"

#include <algorithm>
#include <vector>

#include "base/units.h"
#include "http/authorization.h"
#include "http/request_parser.h"
#include "http/signature.h"

namespace jobrig::http {
namespace {

constexpr std::string_view kMissing = "MissingAuthenticationTokenException";
constexpr std::string_view kIncomplete = "IncompleteSignatureException";
constexpr std::string_view kUnknownKey = "UnrecognizedClientException";
constexpr std::string_view kInvalid = "InvalidSignatureException";
constexpr std::string_view kExpired = "ExpiredTokenException";

std::string_view error_of(SignatureFlaw flaw) {
  switch (flaw) {
    case SignatureFlaw::kMissing:
      return kMissing;
    case SignatureFlaw::kIncomplete:
      return kIncomplete;
    case SignatureFlaw::kUnknownKey:
      return kUnknownKey;
    case SignatureFlaw::kService:
    case SignatureFlaw::kRegion:
    case SignatureFlaw::kDate:
    case SignatureFlaw::kSignedHeaders:
    case SignatureFlaw::kPayload:
    case SignatureFlaw::kSignature:
      break;
  }
  return kInvalid;
}

std::optional<model::Denial> deny_certificate(const std::string& difference) {
  return model::Denial{"CertificateValidationException", difference, difference};
}

std::optional<model::Denial> check_certificate(const model::ClientCertificate& certificate, std::string_view thing) {
  if (!certificate.problem.empty()) {
    return deny_certificate("the client certificate is not valid: " + certificate.problem);
  }
  const auto& names = certificate.names;
  if (thing.empty() || std::find(names.begin(), names.end(), thing) != names.end()) {
    return std::nullopt;
  }
  const std::string whose = names.empty() ? "nobody" : shown(names.front());
  return deny_certificate("the client certificate is for " + whose + ", not for the thing " + shown(thing));
}

std::optional<model::Denial> deny_signature(const std::vector<SignatureDifference>& differences) {
  std::string sentences;
  std::string details;
  for (const SignatureDifference& difference : differences) {
    sentences += (sentences.empty() ? "" : "; ") + difference.sentence;
    details += difference.detail.empty() ? "" : "\n" + difference.detail;
  }
  return model::Denial{std::string(error_of(differences.front().flaw)), sentences, sentences + details};
}

/// Checks the token of temporary credentials. The signature is valid.
std::optional<model::Denial> check_token(const model::Request& request, const model::SignatureSettings& signatures,
                                         const AuthenticationTime& time) {
  std::string problem;
  const Authorization authorization = read_authorization(request.header("authorization"), problem);
  const auto known =
      std::find_if(signatures.credentials.begin(), signatures.credentials.end(),
                   [&](const model::Credential& one) { return one.access_key == authorization.access_key; });
  if (known == signatures.credentials.end() || known->token.empty()) {
    return std::nullopt;
  }
  const std::string_view token = request.header("x-amz-security-token");
  if (token != known->token) {
    return model::Denial{std::string(kUnknownKey), "The security token included in the request is invalid.",
                         token.data() == nullptr ? "the request has no X-Amz-Security-Token"
                                                 : "X-Amz-Security-Token is not the token of this access key"};
  }
  if (known->expires && time.now >= known->expires->on_clock(time.start)) {
    return model::Denial{std::string(kExpired), "The security token included in the request is expired",
                         "the token expired at " + base::format_instant(known->expires->on_clock(time.start))};
  }
  return std::nullopt;
}

}  // namespace

std::optional<model::Denial> authenticate(const model::Request& request, const model::SignatureSettings& signatures,
                                          std::string_view thing, const AuthenticationTime& time) {
  const model::ClientCertificate* const certificate = request.client_certificate;
  if (certificate != nullptr && certificate->shown) {
    return check_certificate(*certificate, thing);
  }
  if (signatures.check) {
    const std::vector<SignatureDifference> differences = check_signature(request, signatures, time.now);
    return differences.empty() ? check_token(request, signatures, time) : deny_signature(differences);
  }
  if (certificate != nullptr) {
    return deny_certificate("the client presented no certificate");
  }
  return std::nullopt;
}

}  // namespace jobrig::http
