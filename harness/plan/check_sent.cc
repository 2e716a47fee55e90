#include "plan/check_sent.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <string_view>
#include <vector>

#include "contract/errors.h"
#include "contract/operations.h"
#include "contract/schemas.h"
#include "model/find_header.h"
#include "plan/error_reply.h"

namespace jobrig::plan {
namespace {

std::string in_words(const contract::SchemaViolation& violation) {
  return (violation.pointer.empty() ? "the body" : violation.pointer) + ": " + violation.message;
}

// The name without its namespace prefix and URI suffix.
std::string_view bare_name(std::string_view value) {
  value = value.substr(0, value.find(':'));
  return value.substr(value.find('#') == std::string_view::npos ? 0 : value.find('#') + 1);
}

// The error name in a reply of the scenario: from the header, or else from the first of the three body members that is
// present.
std::string_view stated_error(const model::HttpHead& head, std::string_view body) {
  if (const std::string_view name = model::header_value(head.headers, "x-amzn-ErrorType"); !name.empty()) {
    return bare_name(name);
  }
  constexpr std::array<std::string_view, 3> kMembers{"{\"__type\":\"", "{\"code\":\"", "{\"Code\":\""};
  for (const std::string_view member : kMembers) {
    if (body.starts_with(member)) {
      const std::string_view rest = body.substr(member.size());
      return rest.substr(0, rest.find('"'));
    }
  }
  return {};
}

std::optional<std::string> find_body_violation(model::Edition edition, model::Operation operation,
                                               contract::SchemaPart part, std::string_view body) {
  const std::vector<contract::SchemaViolation> violations = contract::validate(edition, operation, part, body);
  return violations.empty() ? std::nullopt : std::optional(in_words(violations.front()));
}

bool keeps_any(model::Edition edition, const model::Reply& reply) {
  const auto operations = contract::operations();
  return std::any_of(operations.begin(), operations.end(), [&](const contract::OperationRow& row) {
    return contract::has_operation(edition, row.operation) && !find_violation(edition, row.operation, reply);
  });
}

}  // namespace

std::optional<std::string> find_violation(model::Edition edition, std::optional<model::Operation> operation,
                                          const model::Reply& reply) {
  // A request that matches no operation gets an error response in the shape of DescribeJobExecution.
  const model::Operation asked = operation.value_or(model::Operation::kDescribeJobExecution);
  if (reply.http && model::header_value(reply.http->headers, "Content-Type") != "application/json") {
    return "the Content-Type is not application/json";
  }
  const bool succeeds = reply.http ? reply.http->status == contract::row_of(asked).success_status : reply.error.empty();
  if (succeeds) {
    return find_body_violation(edition, asked, contract::SchemaPart::kResponse, reply.body);
  }
  const std::string_view name = reply.http ? stated_error(*reply.http, reply.body) : reply.error;
  const contract::ErrorRow* row = contract::error_named(name);
  if (row == nullptr || !contract::documents_error(asked, name)) {
    return std::string(contract::row_of(asked).name) + " documents no error \"" + std::string(name) + "\"";
  }
  if (reply.http && row->status != reply.http->status) {
    return std::string(name) + " has the status " + std::to_string(row->status) + ", not " +
           std::to_string(reply.http->status);
  }
  return find_body_violation(edition, asked, contract::SchemaPart::kError, reply.body);
}

void check_sent(model::Edition edition, std::optional<model::Operation> operation, bool for_any_operation,
                model::Plan& plan) {
  const std::optional<std::string> violation =
      plan.reply.off_contract ? std::nullopt : find_violation(edition, operation, plan.reply);
  if (!violation || (for_any_operation && keeps_any(edition, plan.reply))) {
    return;
  }
  const std::string message = "the response of jobrig violates the contract: " + *violation;
  std::cerr << message << "\n" << plan.reply.body << std::endl;
  fill_error_reply("InternalServerException", message, std::string(plan.reply.request_id), plan.reply);
  plan.decision.error = "InternalServerException";
}

}  // namespace jobrig::plan
