#include "load/contradictions.h"

#include <string_view>

#include "base/glob.h"
#include "base/quote.h"
#include "contract/operations.h"

namespace jobrig::load {
namespace {

constexpr std::string_view kNext = "$next";

bool ends_with_next(std::string_view path) { return path.ends_with("/" + std::string(kNext)); }

/// Why the names in the path of the operation do not match.
std::optional<std::string> against_job(const contract::OperationRow& row, const model::Match& match) {
  const bool named = contract::has_argument(row, "jobId");
  if (match.job_glob && !named && !ends_with_next(row.path)) {
    return "does not name a job, and the rule is for the job " + base::quoted(*match.job_glob);
  }
  if (match.job_glob && !named && !base::glob_matches(*match.job_glob, kNext)) {
    return "is always for the job \"$next\", and the rule is for the job " + base::quoted(*match.job_glob);
  }
  if (!match.execution_status.empty() && !named && !ends_with_next(row.path)) {
    return "does not name an execution, and the rule has \"execution-status\"";
  }
  return std::nullopt;
}

/// Why no request of one protocol meets the conditions on both.
std::optional<std::string> against_protocol(const model::Match& match) {
  const bool of_http = match.method || !match.headers.empty() || !match.query.empty();
  const bool of_mqtt = match.packet || match.topic_glob || match.client_id_glob;
  if (of_http && (of_mqtt || match.protocol == model::Protocol::kMqtt)) {
    return "a packet of MQTT has no method, headers or query, and the rule has conditions on both";
  }
  if (of_mqtt && match.protocol == model::Protocol::kHttp) {
    return "a request over HTTP has no packet, topic or client identifier, and the rule requires HTTP";
  }
  if (match.packet && *match.packet != "PUBLISH" &&
      (match.operation || match.job_glob || match.execution_number || match.include_job_document ||
       !match.body.empty() || !match.execution_status.empty())) {
    return *match.packet + " is not a request to the Jobs service, and the rule has conditions on one";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> contradiction(const model::Match& match) {
  if (auto clause = against_protocol(match)) {
    return clause;
  }
  if (!match.operation) {
    return std::nullopt;
  }
  const contract::OperationRow& row = contract::row_of(*match.operation);
  const std::string name(row.name);
  if (const auto clause = against_job(row, match)) {
    return name + " " + *clause;
  }
  if (match.method && *match.method != row.method) {
    return name + " is a " + std::string(row.method) + " request, and the rule is for " + base::quoted(*match.method);
  }
  if (match.execution_number && !contract::has_argument(row, "executionNumber")) {
    return name + " has no execution number, and the rule has \"execution-number\"";
  }
  if (match.include_job_document && !contract::has_argument(row, "includeJobDocument")) {
    return name + " has no argument includeJobDocument, and the rule has \"include-job-document\"";
  }
  return std::nullopt;
}

}  // namespace jobrig::load
