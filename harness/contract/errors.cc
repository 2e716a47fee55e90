#include "contract/errors.h"

#include <algorithm>
#include <array>

namespace jobrig::contract {
namespace {

using model::ErrorNameEncoding;

// AWS IoT API Reference, AWS IoT Jobs data plane, "Errors" of each operation. The messages are our own.
constexpr std::array<ErrorRow, 11> kErrors{{
    {"CertificateValidationException", 400, "The certificate is invalid.", false, false},
    {"InvalidRequestException", 400, "The contents of the request were invalid.", false, false},
    {"ResourceNotFoundException", 404, "The thing, job or execution does not exist.", false, false},
    {"InvalidStateTransitionException", 409, "The execution cannot go from its status to the one asked for.", false,
     false},
    {"TerminalStateException", 410, "The job is in a terminal state.", false, false},
    {"ThrottlingException", 429, "The rate exceeds the limit.", true, false},
    {"ServiceUnavailableException", 503, "The service is temporarily unavailable.", true, false},
    {"ValidationException", 400, "A parameter of the request breaks its rule.", false, true},
    {"ServiceQuotaExceededException", 402, "The quota of the service is used up.", false, true},
    {"ConflictException", 409, "The request conflicts with another one that is under way.", false, true},
    {"InternalServerException", 500, "The service failed to deal with the request.", true, true},
}};

// Smithy, "AWS restJson1 protocol", "Operation error serialization": first the usual encoding, then the others that
// clients must support.
constexpr std::array<EncodingRow, 6> kEncodings{{
    {ErrorNameEncoding::kHeader, "header", "x-amzn-ErrorType: ThrottlingException"},
    {ErrorNameEncoding::kHeaderUri, "header-uri",
     "x-amzn-ErrorType: ThrottlingException:http://internal.amazon.com/coral/com.amazonaws.iot.laser/"},
    {ErrorNameEncoding::kHeaderNamespace, "header-namespace",
     "x-amzn-ErrorType: com.amazonaws.iot.laser#ThrottlingException"},
    {ErrorNameEncoding::kBodyType, "__type", R"({"__type":"ThrottlingException","message":"…"})"},
    {ErrorNameEncoding::kBodyCode, "code", R"({"code":"ThrottlingException","message":"…"})"},
    {ErrorNameEncoding::kBodyUpperCode, "Code", R"({"Code":"ThrottlingException","message":"…"})"},
}};

}  // namespace

std::span<const ErrorRow> errors() { return kErrors; }

const ErrorRow* error_named(std::string_view name) {
  const auto* const row =
      std::find_if(kErrors.begin(), kErrors.end(), [&](const ErrorRow& one) { return one.name == name; });
  return row == kErrors.end() ? nullptr : row;
}

std::span<const EncodingRow> error_name_encodings() { return kEncodings; }

}  // namespace jobrig::contract
