#include "hosting/http_front_end.h"

#include "http/authentication.h"
#include "http/content_type.h"
#include "http/request_parser.h"
#include "http/trace_context.h"

namespace jobrig::hosting {

model::Plan HttpFrontEnd::plan(const model::Request& request) {
  model::Plan plan;
  plan_into(request, plan);
  return plan;
}

void HttpFrontEnd::plan_into(const model::Request& request, model::Plan& plan) {
  model::Call call;
  http::parse_request(request, scenario_.edition, call);
  if (!scenario_.any_content_type) {
    http::check_content_type(request, call);
  }
  call.denial = http::authenticate(request, scenario_.signatures, call.thing, {clock_.start(), clock_.now()});
  planner_.plan_into(call, plan);
  if (scenario_.echoes_traceparent) {
    http::echo_traceparent(request, plan.reply);
  }
}

std::optional<model::EarlyEnd> HttpFrontEnd::at_request_head(const model::Request& head) {
  model::Call call;
  http::parse_request(head, scenario_.edition, call);
  return planner_.at_request_head(call);
}

}  // namespace jobrig::hosting
