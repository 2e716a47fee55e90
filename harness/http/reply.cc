#include "http/reply.h"

#include <algorithm>
#include <chrono>
#include <string_view>

#include "base/ascii.h"
#include "base/head_lines.h"
#include "contract/error_name.h"
#include "contract/errors.h"

namespace jobrig::http {
namespace {

constexpr std::string_view kRequestIdHeader = "x-amzn-RequestId";

// Rounded up: a client that waits for the given time must not return too early.
template <typename Unit>
std::string in_whole(base::Duration duration) {
  return std::to_string(std::chrono::ceil<Unit>(duration).count());
}

int status_of(std::string_view error) {
  if (error.empty()) {
    return 200;
  }
  const contract::ErrorRow* const row = contract::error_named(error);
  return row == nullptr ? 500 : row->status;
}

model::HttpHead usual_head(const model::Reply& reply) {
  model::HttpHead head;
  head.status = status_of(reply.error);
  head.headers.reserve(reply.error.empty() ? 2 : 5);
  head.headers.push_back({"Content-Type", "application/json"});
  head.headers.push_back({std::string(kRequestIdHeader), reply.request_id});
  if (!reply.error.empty() && contract::row_of(reply.error_encoding).member.empty()) {
    head.headers.push_back(
        {std::string(contract::kErrorTypeHeader), contract::error_name_value(reply.error_encoding, reply.error)});
  }
  if (reply.retry_date) {
    head.headers.push_back({"Retry-After", base::format_http_date(reply.retry_date->instant, reply.retry_date->form)});
  } else if (reply.retry_after) {
    head.headers.push_back({"Retry-After", in_whole<std::chrono::seconds>(*reply.retry_after)});
  }
  if (reply.amz_retry_after) {
    head.headers.push_back({"x-amz-retry-after", in_whole<std::chrono::milliseconds>(*reply.amz_retry_after)});
  }
  return head;
}

bool has_request_id(const model::HttpHead& head) {
  return std::any_of(head.headers.begin(), head.headers.end(), [](const model::Header& header) {
    return base::equals_ignoring_case(header.name, "x-amzn-requestid");
  });
}

}  // namespace

model::HttpHead& head_of(model::Reply& reply) {
  if (!reply.http) {
    reply.http = usual_head(reply);
  } else if (!reply.request_id.empty() && !has_request_id(*reply.http)) {
    reply.http->headers.push_back({std::string(kRequestIdHeader), reply.request_id});
  }
  return *reply.http;
}

model::HttpReply render(model::Reply&& reply, std::optional<base::Instant> date) {
  model::HttpHead& head = head_of(reply);
  return {head.status, std::move(head.headers), std::move(reply.body), head.has_date ? date : std::nullopt};
}

}  // namespace jobrig::http
