#include "contract/errors.h"

#include <algorithm>
#include <array>

namespace jobrig::contract {
namespace {

using model::ErrorNameEncoding;

// AWS IoT API Reference, AWS IoT Jobs data plane, "Errors" of each operation. The messages are our own. The API
// Reference names executionState only at UpdateJobExecution, expectedVersion: an update that fails returns the state.
constexpr std::array<ErrorRow, 11> kErrors{{
    {"CertificateValidationException", 400, "The certificate is invalid.", false, false},
    {"InvalidRequestException", 400, "The contents of the request were invalid.", false, false},
    {"ResourceNotFoundException", 404, "The thing, job or execution does not exist.", false, false},
    {"InvalidStateTransitionException", 409, "The execution cannot go from its status to the one asked for.", false,
     false, "executionState"},
    {"TerminalStateException", 410, "The job is in a terminal state.", false, false},
    {"ThrottlingException", 429, "The rate exceeds the limit.", true, false, "payload"},
    {"ServiceUnavailableException", 503, "The service is temporarily unavailable.", true, false},
    {"ValidationException", 400, "A parameter of the request breaks its rule.", false, true},
    {"ServiceQuotaExceededException", 402, "The quota of the service is used up.", false, true},
    {"ConflictException", 409, "The request conflicts with another one that is under way.", false, true, "resourceId"},
    {"InternalServerException", 500, "The service failed to deal with the request.", true, true},
}};

constexpr std::string_view kCommonPage = "AWS API References, Common Errors (AWS IoT TwinMaker, Lambda, …)";
constexpr std::string_view kOlderPage = "AWS API References, Common Errors (AWS IoT Analytics, …)";
constexpr std::string_view kSigned = "AWS IAM User Guide, Troubleshoot Signature Version 4 signing";
constexpr std::string_view kSmithy = "Smithy, AWS restJson1 protocol, its test RestJsonWithBodyExpectsApplicationJson…";

constexpr CommonErrorRow common(std::string_view name, int status, std::string_view message, bool retryable = false,
                                std::string_view source = kCommonPage) {
  return {{name, status, message, retryable, false}, source};
}

// The pages of other services give some of them other statuses: `jobrig list ambiguities`.
constexpr std::array kCommonErrors{
    common("AccessDeniedException", 403, "You do not have sufficient access to perform this action."),
    common("ExpiredTokenException", 403, "The security token included in the request is expired"),
    common("IncompleteSignature", 403, "The request signature does not conform to AWS standards."),
    common("InternalFailure", 500, "The request processing has failed because of an unknown error.", true),
    common("MalformedHttpRequestException", 400, "The request is not well-formed HTTP."),
    common("NotAuthorized", 401, "You do not have permission to perform this action."),
    common("OptInRequired", 403, "The access key needs a subscription for the service."),
    common("RequestAbortedException", 400, "The request was aborted before a response was sent."),
    common("RequestEntityTooLargeException", 413, "The request entity is too large."),
    common("RequestExpired", 400, "The date of the request differs too much from the time of the service."),
    common("RequestTimeoutException", 408, "Reading the request timed out.", true),
    common("ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server.", true),
    common("UnrecognizedClientException", 403, "The security token included in the request is invalid."),
    common("UnknownOperationException", 404, "The action or operation requested is invalid."),
    common("ValidationError", 400, "The input fails to satisfy the constraints of the service."),
    common("InvalidAction", 400, "The action or operation requested is invalid.", false, kOlderPage),
    common("InvalidClientTokenId", 403, "The certificate or access key does not exist.", false, kOlderPage),
    common("MissingAuthenticationToken", 403, "The request must contain a valid access key or certificate.", false,
           kOlderPage),
    common("IncompleteSignatureException", 403, "The signature of the request is incomplete.", false, kSigned),
    common("InvalidSignatureException", 403, "The signature of the request does not match.", false, kSigned),
    common("MissingAuthenticationTokenException", 403, "Missing Authentication Token", false, kSigned),
    common("UnsupportedMediaTypeException", 415, "The Content-Type of the request is not supported.", false, kSmithy),
};

// Smithy, "AWS restJson1 protocol", "Operation error serialization", and the eleven forms of its tests
// RestJsonFooError…; `Code` and the header with a namespace alone occur in practice. The first is the usual one.
constexpr std::array kEncodings{
    EncodingRow{.encoding = ErrorNameEncoding::kHeader, .word = "header", .member = ""},
    EncodingRow{.encoding = ErrorNameEncoding::kHeaderUri, .word = "header-uri", .member = "", .has_uri = true},
    EncodingRow{.encoding = ErrorNameEncoding::kHeaderNamespace,
                .word = "header-namespace",
                .member = "",
                .has_namespace = true},
    EncodingRow{.encoding = ErrorNameEncoding::kHeaderNamespaceUri,
                .word = "header-namespace-uri",
                .member = "",
                .has_namespace = true,
                .has_uri = true},
    EncodingRow{.encoding = ErrorNameEncoding::kBodyType, .word = "__type", .member = "__type"},
    EncodingRow{.encoding = ErrorNameEncoding::kBodyTypeNamespace,
                .word = "__type-namespace",
                .member = "__type",
                .has_namespace = true},
    EncodingRow{.encoding = ErrorNameEncoding::kBodyTypeNamespaceUri,
                .word = "__type-namespace-uri",
                .member = "__type",
                .has_namespace = true,
                .has_uri = true},
    EncodingRow{.encoding = ErrorNameEncoding::kBodyTypeNested,
                .word = "__type-nested",
                .member = "__type",
                .has_namespace = true,
                .has_nested = true},
    EncodingRow{.encoding = ErrorNameEncoding::kBodyCode, .word = "code", .member = "code"},
    EncodingRow{.encoding = ErrorNameEncoding::kBodyCodeNamespace,
                .word = "code-namespace",
                .member = "code",
                .has_namespace = true},
    EncodingRow{.encoding = ErrorNameEncoding::kBodyCodeNamespaceUri,
                .word = "code-namespace-uri",
                .member = "code",
                .has_namespace = true,
                .has_uri = true},
    EncodingRow{.encoding = ErrorNameEncoding::kBodyUpperCode, .word = "Code", .member = "Code"},
};

}  // namespace

std::span<const ErrorRow> errors() { return kErrors; }

std::span<const CommonErrorRow> common_errors() { return kCommonErrors; }

const ErrorRow* error_named(std::string_view name) {
  for (const ErrorRow& row : kErrors) {
    if (row.name == name) {
      return &row;
    }
  }
  for (const CommonErrorRow& row : kCommonErrors) {
    if (row.error.name == name) {
      return &row.error;
    }
  }
  return nullptr;
}

bool is_common_error(std::string_view name) {
  return std::any_of(kCommonErrors.begin(), kCommonErrors.end(),
                     [&](const CommonErrorRow& row) { return row.error.name == name; });
}

std::span<const EncodingRow> error_name_encodings() { return kEncodings; }

const EncodingRow& row_of(ErrorNameEncoding encoding) {
  return *std::find_if(kEncodings.begin(), kEncodings.end(),
                       [&](const EncodingRow& row) { return row.encoding == encoding; });
}

}  // namespace jobrig::contract
