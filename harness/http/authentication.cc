#include "http/authentication.h"

#include <algorithm>
#include <vector>

#include "http/request_parser.h"
#include "http/signature.h"

namespace jobrig::http {
namespace {

constexpr std::string_view kMissing = "MissingAuthenticationTokenException";
constexpr std::string_view kIncomplete = "IncompleteSignatureException";
constexpr std::string_view kUnknownKey = "UnrecognizedClientException";
constexpr std::string_view kInvalid = "InvalidSignatureException";

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

}  // namespace

bool is_signature_error(std::string_view error) {
  return error == kMissing || error == kIncomplete || error == kUnknownKey || error == kInvalid;
}

std::optional<model::Denial> authenticate(const model::Request& request, const model::SignatureSettings& signatures,
                                          std::string_view thing, base::Instant now) {
  const model::ClientCertificate* const certificate = request.client_certificate;
  if (certificate != nullptr && certificate->shown) {
    return check_certificate(*certificate, thing);
  }
  if (signatures.check) {
    const std::vector<SignatureDifference> differences = check_signature(request, signatures, now);
    return differences.empty() ? std::nullopt : deny_signature(differences);
  }
  if (certificate != nullptr) {
    return deny_certificate("the client presented no certificate");
  }
  return std::nullopt;
}

}  // namespace jobrig::http
