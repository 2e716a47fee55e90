#include "serve/answering.h"

#include <exception>
#include <utility>

#include "http/reply.h"
#include "serve/refusal.h"

namespace jobrig::serve {
namespace {

/// The inputs of one response.
struct Answering {
  model::Responder& responder;
  const model::Request& request;
  model::Plan plan;
  model::HttpReply reply;
  bool planned = false;
};

}  // namespace

Answer answer_to(Worker& worker, const model::Request& request, bool keep_alive) {
  Answering answering{worker.shared().responder, request, {}, {}, false};
  Rendered rendered = worker.engine().render(
      request, keep_alive && !worker.stopping(), [&answering, &worker]() -> const model::HttpReply& {
        answering.plan = answering.responder.plan(answering.request);
        answering.planned = true;
        if (!answering.plan.arrived) {
          answering.plan.arrived = worker.shared().clock.civil();
        }
        return answering.reply = http::render(std::move(answering.plan.reply), answering.plan.arrived);
      });
  model::Plan& plan = answering.plan;
  model::Exchange& exchange = worker.exchange();
  exchange.arrived = plan.arrived ? *plan.arrived : worker.shared().clock.civil();
  if (plan.pending) {
    exchange.decision = std::move(plan.decision);
    return {Awaited{std::move(plan.pending), request.method == "HEAD", request.version_minor, keep_alive},
            plan.take_stage()};
  }
  if (answering.planned) {
    try {
      plan.apply_wire_faults(rendered.script);
    } catch (...) {  // handled like an exception from planning: the engine logs it and renders a plain 500
      rendered = worker.engine().render(request, false, [thrown = std::current_exception()]() -> model::HttpReply& {
        std::rethrow_exception(thrown);
      });
    }
    exchange.decision = std::move(plan.decision);
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
