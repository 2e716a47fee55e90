#include "plan/check_sent.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "base/media_type.h"
#include "contract/error_name.h"
#include "contract/errors.h"
#include "contract/json_document.h"
#include "contract/operations.h"
#include "contract/schemas.h"
#include "model/find_header.h"
#include "plan/error_reply.h"

namespace jobrig::plan {
namespace {

using Json = nlohmann::json;

std::string in_words(const contract::SchemaViolation& violation) {
  return (violation.pointer.empty() ? "the body" : violation.pointer) + ": " + violation.message;
}

// The error name in a reply of the scenario: from the header, or else from the first member of the body that states
// one.
std::string stated_error(const model::HttpHead& head, const Json& body) {
  if (const std::string_view name = model::header_value(head.headers, contract::kErrorTypeHeader); !name.empty()) {
    return std::string(contract::bare_error_name(name));
  }
  for (const std::string_view member : contract::kErrorNameMembers) {
    const auto found = body.is_object() ? body.find(member) : body.end();
    if (found != body.end() && found->is_string()) {
      return std::string(contract::bare_error_name(found->get_ref<const std::string&>()));
    }
  }
  return {};
}

// The schema of an operation's errors allows the members of all of them.
std::optional<std::string> find_foreign_member(std::string_view name, const Json& body) {
  for (const contract::ErrorRow& row : contract::errors()) {
    if (!row.member.empty() && row.name != name && body.is_object() && body.contains(row.member)) {
      return "only " + std::string(row.name) + " has the member \"" + std::string(row.member) + "\"";
    }
  }
  return std::nullopt;
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
  if (reply.http && !base::is_json_media_type(model::header_value(reply.http->headers, "Content-Type"))) {
    return "the Content-Type is not application/json";
  }
  const bool succeeds = reply.http ? reply.http->status == contract::row_of(asked).success_status : reply.error.empty();
  if (succeeds) {
    return find_body_violation(edition, asked, contract::SchemaPart::kResponse, reply.body);
  }
  Json body;
  contract::read_json(reply.body, body);  // the schema reports what is not JSON
  const std::string name = reply.http ? stated_error(*reply.http, body) : reply.error;
  const contract::ErrorRow* row = contract::error_named(name);
  if (row == nullptr || !contract::may_send_error(asked, name)) {
    return std::string(contract::row_of(asked).name) + " documents no error \"" + name + "\"";
  }
  if (reply.http && row->status != reply.http->status) {
    return name + " has the status " + std::to_string(row->status) + ", not " + std::to_string(reply.http->status);
  }
  std::optional<std::string> violation = find_foreign_member(name, body);
  return violation ? violation : find_body_violation(edition, asked, contract::SchemaPart::kError, reply.body);
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
