#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "clients/reference/mutation_list.h"
#include "contract/errors.h"

namespace jobrig::reference {
namespace {

using contract::ArgumentRow;
using nlohmann::json;

/// Whether the jobId can be $next.
bool takes_next(const contract::OperationRow& row) {
  return std::any_of(row.arguments.begin(), row.arguments.end(), [](const ArgumentRow& one) {
    return one.in == ArgumentRow::In::kPath && one.name == "jobId" && one.special_value;
  });
}

void add_path(MutationIds& ids, const contract::OperationRow& row, const std::string& operation) {
  std::size_t number = 0;
  for (std::size_t begin = 1; begin <= row.path.size(); ++number) {
    const std::size_t slash = std::min(row.path.find('/', begin), row.path.size());
    const std::string_view segment = row.path.substr(begin, slash - begin);
    const std::string target = operation + ".path." + std::to_string(number);
    ids.add(
        "send", target,
        {"dropped", "repeated", "constant", "shorter", "longer", "with-nul", "with-slash", "with-blank", "upper-case"});
    if (segment.starts_with("{")) {
      ids.add("send", target, {"lower-case", "hyphens"});
    }
    if (segment == "{thingName}" || (segment == "{jobId}" && takes_next(row))) {
      ids.add("send", target, "encoded-twice");  // other names of jobs have no letters that are encoded
    }
    if (segment == "{thingName}") {
      ids.add("send", target, "before-colon");
      if (row.path.find("{jobId}") != std::string_view::npos) {
        ids.add("send", target, "swapped");
      }
    }
    begin = slash + 1;
  }
}

/// Only what changes the member: a text is text already, and a member that is always sent cannot be added.
void add_body_member(MutationIds& ids, const std::string& target, const json& schema, bool required) {
  const std::string type = type_of(schema);
  ids.add("send", target, {"dropped", "null", "renamed", "repeated"});
  if (!required) {
    ids.add("send", target, "added");
  }
  if (type == "boolean") {
    ids.add("send", target, {"as-text", "negated"});
  } else if (type == "integer") {
    ids.add("send", target,
            {"as-text", "constant", "plus-one", "minus-one", "float64", "float32", "32-bits", "negative"});
  } else if (type == "object") {
    ids.add("send", target,
            {"as-text", "constant", "empty", "first", "more", "lower-case-keys", "upper-case-keys", "same-values"});
  } else {
    ids.add("send", target, {"constant", "lower-case", "shorter", "longer", "as-number", "as-list"});
    if (!schema.contains("enum")) {  // its words are in capital letters
      ids.add("send", target, "upper-case");
    }
  }
  ids.add("resend", target, {"dropped", "null"});
}

void add_argument(MutationIds& ids, const std::string& operation, const ArgumentRow& argument, const json& schema,
                  bool required, bool has_body) {
  const std::string name(argument.name);
  const bool whole = type_of(schema) == "integer";
  if (argument.in == ArgumentRow::In::kQuery) {
    const std::string target = operation + ".query." + name;
    ids.add("send", target,
            {"dropped", "repeated", "added", "encoded-twice", "name-in-lower-case", "name-in-upper-case",
             "without-value", "quoted", "constant"});
    if (whole) {
      ids.add("send", target, {"plus-one", "minus-one", "float64", "float32", "32-bits", "negative"});
    } else {
      ids.add("send", target, {"upper-case", "as-digit", "negated"});
    }
    ids.add("resend", target, {"dropped", "repeated"});
  } else if (argument.in == ArgumentRow::In::kBody) {
    add_body_member(ids, operation + ".body." + name, schema, required);
  } else if (has_body) {
    ids.add("send", operation + ".body." + name, "argument-added");
  }
}

void add_retry_of_names(MutationIds& ids) {
  for (const contract::ErrorRow& error : contract::errors()) {
    ids.add("retry", std::string(error.name), error.retryable ? "final" : "retried");
  }
  for (const contract::CommonErrorRow& common : contract::common_errors()) {
    if (!common.error.retryable) {
      ids.add("retry", std::string(common.error.name), "retried");
    }
  }
}

}  // namespace

void add_requests(MutationIds& ids, const contract::OperationRow& row) {
  const std::string operation(row.name);
  for (const std::string_view method : {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "lower-case"}) {
    if (method != row.method) {
      ids.add("send", operation + ".method", method);
    }
  }
  add_path(ids, row, operation);
  const bool has_body = std::any_of(row.arguments.begin(), row.arguments.end(),
                                    [](const ArgumentRow& one) { return one.in == ArgumentRow::In::kBody; });
  const json schema = schema_of(row, "request");
  const json required = schema.value("required", json::array());
  for (const ArgumentRow& argument : row.arguments) {
    const json& member = schema.at("properties").at(std::string(argument.name));
    const bool is_required = std::find(required.begin(), required.end(), argument.name) != required.end();
    add_argument(ids, operation, argument, resolved(member), is_required, has_body);
  }
  if (has_body) {
    ids.add(
        "send", operation + ".body",
        {"dropped", "empty", "shorter", "longer", "doubled", "lower-case", "with-nul", "with-line-end", "with-comma",
         "byte-order-mark", "in-list", "as-text", "in-envelope", "ascii-escaped", "indented", "ascii"});
    ids.add("send", operation + ".body.unknownMember", "added");
    ids.add("resend", operation + ".body", {"dropped", "empty", "shorter"});
  } else {
    ids.add("send", operation + ".body", "on-get");
    ids.add("send", operation + ".query.unknownArgument", "added");
  }
  ids.add("send", operation + ".message",
          {"with-nul", "with-line-end", "twice", "http-1.0", "http-in-lower-case", "two-blanks", "fragment",
           "question-mark", "bare-line-ends", "empty-line-first", "folded-header", "http-2.0"});
  ids.add("resend", operation + ".method", row.method == "GET" ? "POST" : "GET");
  if (row.path.find('{') != std::string_view::npos) {
    ids.add("resend", operation + ".path.1", {"shorter", "upper-case"});
  }
}

void add_headers(MutationIds& ids) {
  ids.add("send", "any.header.Host",
          {"dropped", "repeated", "value=evil.example", "before-colon", "longer", "doubled", "empty", "name-with-blank",
           "name-in-lower-case", "name-in-upper-case", "value=localhost"});
  for (const std::string name : {"User-Agent", "amz-sdk-invocation-id", "amz-sdk-request"}) {
    ids.add("send", "any.header." + name, {"dropped", "repeated", "name-in-lower-case", "constant", "empty"});
  }
  for (const std::string name : {"Content-Type", "Content-Length"}) {
    ids.add(
        "send", "any.header." + name,
        {"dropped", "repeated", "name-in-lower-case", "name-in-upper-case", "constant", "empty", "name-with-blank"});
  }
  ids.add("send", "any.header.Content-Type",
          {"value=text/plain", "value=application/x-amz-json-1.1", "value=application/x-www-form-urlencoded",
           "upper-case", "value=application/json;charset=utf-8"});
  ids.add("send", "any.header.Content-Length", {"plus-one", "minus-one", "value=0"});
  ids.add("send", "any.header.Transfer-Encoding", {"added=chunked", "added=identity"});
  ids.add("send", "any.header.Expect", "added=100-continue");
  ids.add("send", "any.header.Connection", {"added=close", "added=upgrade"});
  ids.add("send", "any.header.Accept-Encoding", {"added=gzip", "added=identity"});
  ids.add("send", "any.header.X-Amz-Security-Token", {"dropped", "repeated", "constant", "shorter", "added=token"});
  ids.add("send", "any.header.X-Amz-Date",
          {"dropped", "repeated", "name-in-lower-case", "shorter", "value=20200101T000000Z", "lower-case"});
  ids.add("send", "any.header.Authorization",
          {"dropped", "repeated", "shorter", "lower-case", "name-in-lower-case", "AWS4-HMAC-SHA256=AWS4-HMAC-SHA1",
           "AWS4-HMAC-SHA256=Bearer", "aws4_request=aws5_request", "iot-jobs-data=iot", "iot-jobs-data=execute-api",
           "host;x-amz-date=host", "host;x-amz-date=x-amz-date", "Signature=signature", "Credential=Credentials",
           "AKID=AKIX", "/20=/19", "eu-west-1=us-east-1"});
  ids.add("resend", "any.header.Authorization", {"dropped", "shorter"});
  ids.add("resend", "any.header.amz-sdk-invocation-id", {"constant", "dropped"});
  ids.add("resend", "any.header.Host", "value=evil.example");
}

void add_retries(MutationIds& ids) {
  for (const int status : {429, 500, 502, 503, 504}) {
    ids.add("retry", std::to_string(status), "final");
  }
  for (const int status :
       {300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413,
        414, 415, 417, 418, 421, 422, 423, 424, 425, 426, 428, 431, 451, 501, 505, 506, 507, 508, 510, 511}) {
    ids.add("retry", std::to_string(status), "retried");
  }
  add_retry_of_names(ids);
  ids.add("retry", "transport", "final");
  ids.add("retry", "decoding", "retried");
  ids.add("retry", "timeout", "retried");
  ids.add("retry", "attempts", {"1", "2", "4", "5", "10", "50", "1000"});
  ids.add("retry", "gap",
          {"none", "halved", "doubled", "constant", "without-jitter", "in-step", "an-hour", "as-tenth"});
  ids.add("retry", "hint", {"ignored", "milliseconds", "tenth", "halved", "doubled"});
}

void add_errors(MutationIds& ids) {
  ids.add("error", "name",
          {"dropped", "constant", "shorter", "longer", "lower-case", "upper-case", "with-namespace", "without-ending"});
  ids.add("error", "message", {"dropped", "constant", "shorter", "longer", "lower-case", "upper-case"});
  ids.add("error", "status", {"dropped", "plus-one", "of-the-class", "constant"});
  for (const std::string kind : {"service", "transport", "timeout", "decoding", "validation"}) {
    for (const std::string_view other : {"service", "transport", "timeout", "decoding", "validation", "success"}) {
      if (other != kind) {
        ids.add("error", kind, other);
      }
    }
  }
  ids.add("error", "service", "nameless-service");
  ids.add("error", "form",
          {"without-header", "without-type", "without-code", "without-upper-code", "body-first", "by-status",
           "keeps-namespace", "keeps-uri", "header-only", "from-message", "nested"});
  const auto add_name = [&](std::string_view name, std::string_view other) {
    ids.add("error", std::string(name), {"dropped", "success", other});
  };
  for (const contract::ErrorRow& error : contract::errors()) {
    add_name(error.name, error.name == "InvalidRequestException" ? "ThrottlingException" : "InvalidRequestException");
  }
  for (const contract::CommonErrorRow& common : contract::common_errors()) {
    add_name(common.error.name, "InvalidRequestException");
  }
}

}  // namespace jobrig::reference
