#include "hosting/http_front_end.h"

#include "http/authentication.h"
#include "http/content_type.h"
#include "http/request_parser.h"
#include "http/trace_context.h"
#include "model/kept_call.h"

namespace jobrig::hosting {

model::Plan HttpFrontEnd::plan(const model::Request& request) {
  model::Plan plan;
  plan_into(request, plan);
  return plan;
}

/// Everything about the request that its bytes and the settings of the scenario decide.
void HttpFrontEnd::parse(const model::Request& request, model::Call& call) const {
  http::parse_request(request, scenario_.edition, call);
  if (!scenario_.any_content_type) {
    http::check_content_type(request, call);
  }
}

/// The call that is kept with the request, parsed if there is none or other settings applied to it.
model::Call& HttpFrontEnd::kept_call_of(const model::Request& request) const {
  model::KeptCall& kept = *request.kept_call;
  const bool checks = !scenario_.any_content_type;
  if (!kept.call || kept.edition != scenario_.edition || kept.base_path != request.base_path ||
      kept.checks_content_type != checks) {
    try {
      parse(request, kept.call.emplace());
    } catch (...) {
      kept.call.reset();  // half parsed
      throw;
    }
    kept.edition = scenario_.edition;
    kept.base_path = request.base_path;
    kept.checks_content_type = checks;
  }
  kept.call->context.http = &request;  // maybe a copy of the request that it was parsed from
  return *kept.call;
}

void HttpFrontEnd::plan_into(const model::Request& request, model::Plan& plan) {
  if (request.kept_call != nullptr) {
    plan_call(request, kept_call_of(request), plan);
  } else {
    model::Call call;
    parse(request, call);
    plan_call(request, call, plan);
  }
}

void HttpFrontEnd::plan_call(const model::Request& request, model::Call& call, model::Plan& plan) {
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
