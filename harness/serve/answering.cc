#include "serve/answering.h"

#include <exception>
#include <string>
#include <utility>

#include "http/reply.h"
#include "serve/refusal.h"

namespace jobrig::serve {
namespace {

/// Keeps the rendered response, if only its request ID and its date will differ the next time.
void keep(const Rendered& rendered, std::string_view request_id, model::PreparedAnswer& prepared) {
  const model::Script& script = rendered.script;
  const std::string& bytes = std::get<model::Send>(script.steps.front()).bytes;
  const std::string_view head = std::string_view(bytes).substr(0, script.head_size);
  const std::size_t at = head.find(request_id);
  const bool has_date = head.substr(script.status_line_size).starts_with("Date: ");
  if (rendered.status == 200 && script.close_action == model::CloseAction::kKeepOpen && has_date &&
      at != std::string_view::npos && head.find(request_id, at + 1) == std::string_view::npos) {
    prepared.fill({bytes, at, script.status_line_size, script.status_line_size, script.head_size});
  }
}

Rendered render_planned(Worker& worker, const model::Request& request, bool keep_alive, model::Plan& plan) {
  if (plan.is_prepared()) {
    return worker.engine().render(plan.prepared->content(), plan.reply.request_id, *plan.arrived);
  }
  const std::string request_id = plan.prepared ? plan.reply.request_id : std::string();
  model::HttpReply reply;
  Rendered rendered = worker.engine().render(request, keep_alive, [&]() -> const model::HttpReply& {
    return reply = http::render(std::move(plan.reply), plan.arrived);
  });
  if (plan.prepared) {
    keep(rendered, request_id, *plan.prepared);
  }
  return rendered;
}

/// The plain 500 for the exception that is being handled; the engine logs it.
Rendered render_failure(Worker& worker, const model::Request& request, bool keep_alive) {
  return worker.engine().render(request, keep_alive, [thrown = std::current_exception()]() -> model::HttpReply& {
    std::rethrow_exception(thrown);
  });
}

/// The plan is cleared at the end: it must not keep a stage alive.
struct UsedPlan {
  model::Plan& plan;
  ~UsedPlan() { plan.clear(); }
};

}  // namespace

bool takes_prepared(const Worker& worker, const model::Request& request, bool keep_alive) {
  return worker.shared().options.prepares_answers && keep_alive && !worker.stopping() && request.version_minor == 1 &&
         request.method == "GET";
}

Answer answer_to(Worker& worker, const model::Request& request, bool keep_alive) {
  const bool stays_open = keep_alive && !worker.stopping();
  const UsedPlan used{worker.plan()};
  model::Plan& plan = used.plan;
  model::Exchange& exchange = worker.exchange();
  Rendered rendered;
  bool planned = false;
  try {
    worker.shared().responder.plan_into(request, plan);
    planned = true;
  } catch (...) {
    rendered = render_failure(worker, request, stays_open);
  }
  if (planned && !plan.arrived) {
    plan.arrived = worker.shared().clock.civil();
  }
  exchange.arrived = plan.arrived ? *plan.arrived : worker.shared().clock.civil();
  if (plan.pending) {
    swap(exchange.decision, plan.decision);
    return {Awaited{std::move(plan.pending), request.method == "HEAD", request.version_minor, keep_alive},
            plan.take_stage()};
  }
  if (planned) {
    rendered = render_planned(worker, request, stays_open, plan);
    try {
      plan.apply_wire_faults(rendered.script);
    } catch (...) {  // handled like an exception from planning
      rendered = render_failure(worker, request, false);
    }
    swap(exchange.decision, plan.decision);
  }
  if (plan.source && request.method != "HEAD") {
    rendered.script.source = std::move(plan.source);
  }
  exchange.status = rendered.status;
  return {std::move(rendered.script), plan.take_stage()};
}

model::Script answer_of(Worker& worker, const Awaited& awaited) {
  model::Request request;
  request.method = awaited.is_head ? "HEAD" : "GET";
  request.version_minor = awaited.version_minor;
  model::HttpReply reply;
  Rendered rendered =
      worker.engine().render(request, awaited.keep_alive && !worker.stopping(), [&]() -> const model::HttpReply& {
        return reply = http::render(awaited.pending->reply(), worker.shared().clock.civil());
      });
  worker.exchange().status = rendered.status;
  return std::move(rendered.script);
}

model::Script answer_to(Worker& worker, const Refusal& refusal) {
  model::Exchange& exchange = worker.exchange();
  exchange.refusal = refusal.reason;
  exchange.arrived = worker.shared().clock.civil();
  const model::Request unknown;
  Rendered rendered = worker.engine().render(unknown, false, reply_to(refusal, exchange, exchange.arrived));
  exchange.status = rendered.status;
  return std::move(rendered.script);
}

}  // namespace jobrig::serve
