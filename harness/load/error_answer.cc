#include "load/error_answer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/base64.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "contract/editions.h"
#include "contract/errors.h"
#include "contract/operations.h"
#include "faults/retry_after.h"

namespace jobrig::load {
namespace {

constexpr std::array<std::string_view, 6> kCompanions{"message",           "name-in", "retry-after",
                                                      "x-amz-retry-after", "payload", "resource-id"};

// The keys of the member that only one error has.
constexpr std::string_view kPayload = "payload";
constexpr std::string_view kResourceId = "resource-id";

// Documented by an operation, or common to all services.
bool documented(std::string_view error, const std::vector<model::Operation>& operations) {
  return std::any_of(operations.begin(), operations.end(),
                     [&](model::Operation one) { return contract::may_send_error(one, error); });
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) {
    text += (text.empty() ? "" : ", ") + std::string(name);
  }
  return text;
}

// The documented names, and all others for suggestions.
struct Names {
  std::vector<std::string_view> documented;
  std::vector<std::string_view> all;
};

Names names_for(const std::vector<model::Operation>& operations) {
  Names names;
  for (const auto& row : contract::errors()) {
    names.all.push_back(row.name);
    if (documented(row.name, operations)) {
      names.documented.push_back(row.name);
    }
  }
  for (const auto& row : contract::common_errors()) {
    names.all.push_back(row.error.name);
  }
  return names;
}

// `503` is an abbreviation if only one error has that status.
std::optional<std::string> error_of_status(const base::Node& node, const Names& names, const Context& context) {
  std::vector<std::string_view> found;
  std::vector<std::string> statuses;
  for (const std::string_view name : names.documented) {
    const std::string status = std::to_string(contract::error_named(name)->status);
    if (status == node.text) {
      found.push_back(name);
    }
    if (std::find(statuses.begin(), statuses.end(), status) == statuses.end()) {
      statuses.push_back(status);
    }
  }
  if (found.size() == 1) {
    return std::string(found.front());
  }
  const std::string message =
      found.empty() ? "no documented error has the status " + node.text +
                          "; documented statuses: " + joined({statuses.begin(), statuses.end()}) +
                          "; use \"reply\" for other statuses"
                    : node.text + " is the status of more than one error: " + joined(found) + "; name one";
  context.diagnostics.add(node.location, message);
  return std::nullopt;
}

std::optional<std::string> read_name(const base::Node& node, const model::Match& when, bool off_contract,
                                     const Context& context) {
  const auto operations = contract::operations_meant(context.edition, when.operation);
  const Names names = names_for(operations);
  if (node.is_scalar() && !node.quoted && !node.text.empty() &&
      node.text.find_first_not_of("0123456789") == std::string::npos) {
    return error_of_status(node, names, context);
  }
  auto name = base::read_text(node, "\"error\"", context.diagnostics);
  if (!name) {
    return std::nullopt;
  }
  if (contract::error_named(*name) == nullptr) {
    const std::string hint = context.diagnostics.full() ? "" : base::did_you_mean(*name, names.all);
    context.diagnostics.add(node.location, "unknown error " + base::quoted(*name) +
                                               (hint.empty() ? "; valid names: " + joined(names.documented) : hint));
    return std::nullopt;
  }
  if (!off_contract && !documented(*name, operations)) {
    const std::string who =
        when.operation ? std::string(contract::row_of(*when.operation).name)
                       : "no operation of the edition \"" + std::string(contract::row_of(context.edition).word) + "\"";
    context.diagnostics.add(node.location, who + (when.operation ? " does not document " : " documents ") + *name +
                                               "; add \"off-contract: true\" to allow it");
  }
  return name;
}

model::ErrorNameEncoding read_encoding(base::Fields& fields) {
  std::vector<std::string_view> words;
  for (const auto& row : contract::error_name_encodings()) {
    words.push_back(row.word);
  }
  const auto word = fields.word("name-in", words);
  for (const auto& row : contract::error_name_encodings()) {
    if (word && row.word == *word) {
      return row.encoding;
    }
  }
  return model::ErrorNameEncoding::kHeader;
}

std::optional<base::Duration> read_milliseconds(base::Fields& fields) {
  const auto duration = fields.duration("x-amz-retry-after");
  if (duration && *duration % std::chrono::milliseconds(1) != base::Duration::zero()) {
    fields.report("x-amz-retry-after", "\"x-amz-retry-after\" counts whole milliseconds");
  }
  return duration;
}

// The value of the member that only this error has.
std::optional<std::string> read_member(base::Fields& fields, std::string_view error) {
  std::optional<std::string> payload = fields.text(kPayload);
  std::optional<std::string> resource = fields.text(kResourceId);
  if (payload && !base::from_base64(*payload)) {
    fields.report(kPayload, "\"payload\" must be base64, not " + base::quoted(*payload));
  }
  const contract::ErrorRow* const row = contract::error_named(error);
  const std::string_view member = row == nullptr ? std::string_view() : row->member;
  if (payload && member != "payload") {
    fields.report(kPayload, "only ThrottlingException has a \"payload\"");
  }
  if (resource && member != "resourceId") {
    fields.report(kResourceId, "only ConflictException has a \"resource-id\"");
  }
  return payload ? payload : resource;
}

}  // namespace

std::optional<model::ErrorAnswer> read_error(base::Fields& fields, const model::Match& when, bool off_contract,
                                             const Context& context) {
  const base::Node* const node = fields.node("error");
  auto name = node == nullptr ? std::nullopt : read_name(*node, when, off_contract, context);
  model::ErrorAnswer answer;
  answer.message = fields.text("message");
  answer.encoding = read_encoding(fields);
  if (const base::Node* const hint = fields.node("retry-after")) {
    if (const auto retry_after = faults::read_retry_after(*hint, context.diagnostics)) {
      answer.retry_after = retry_after->in;
      answer.retry_date = retry_after->form;
    }
  }
  answer.amz_retry_after = read_milliseconds(fields);
  answer.member = read_member(fields, name.value_or(""));
  if (!name) {
    return std::nullopt;
  }
  answer.name = std::move(*name);
  return answer;
}

void refuse_error_keys(base::Fields& fields) {
  for (const std::string_view key : kCompanions) {
    if (fields.node(key) != nullptr) {
      fields.report(key, "\"" + std::string(key) + "\" goes with \"error\" only");
    }
  }
}

}  // namespace jobrig::load
