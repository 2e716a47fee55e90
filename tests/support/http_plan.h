// HTTP plan: a plan with its reply rendered as HTTP, as in serve/, for tests that check statuses and headers.
#pragma once

#include <utility>

#include "http/reply.h"
#include "model/responder.h"

namespace jobrig::test {

/// The plan. Its member `reply` hides the reply of the base class, which is moved from.
struct HttpPlan : model::Plan {
  struct Rendered : model::HttpReply {
    bool off_contract = false;
  };

  HttpPlan() = default;
  explicit HttpPlan(model::Plan&& plan) : model::Plan(std::move(plan)) {
    const bool off_contract = model::Plan::reply.off_contract;
    reply = {http::render(std::move(model::Plan::reply)), off_contract};
  }

  Rendered reply;
};

}  // namespace jobrig::test
