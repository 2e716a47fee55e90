// HTTP plan: a plan whose reply is in HTTP's words, as serve/ renders it, for tests that check statuses and headers.
#pragma once

#include <utility>

#include "http/reply.h"
#include "model/responder.h"

namespace jobrig::test {

/// As the plan; its reply hides the plan's, which is used up.
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
