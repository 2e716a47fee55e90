// Answering: creates the script that answers a valid or rejected request. It asks the responder for a reply, lets the
// engine render it, applies the wire faults, and records the decision in the worker's exchange. It sends nothing.
#pragma once

#include <memory>
#include <variant>

#include "model/request.h"
#include "model/responder.h"
#include "model/script.h"
#include "serve/framer.h"
#include "serve/worker.h"

namespace jobrig::serve {

/// A pending response, with the data that it needs from its request. The request itself no longer exists when the
/// response becomes available.
struct Awaited {
  std::shared_ptr<model::PendingReply> pending;
  bool is_head = false;
  int version_minor = 1;
  bool keep_alive = true;
};

/// A script or a pending response, and its stage (null: none).
struct Answer {
  std::variant<model::Script, Awaited> content;
  std::shared_ptr<model::Stage> stage{};
};

/// Whether a prepared answer can be the response to the request.
bool takes_prepared(const Worker& worker, const model::Request& request, bool keep_alive);
/// `keep_alive`: whether the client wants to keep the connection. Exceptions of the responder are not propagated; they
/// are logged and become a plain 500.
Answer answer_to(Worker& worker, const model::Request& request, bool keep_alive);
model::Script answer_to(Worker& worker, const Refusal& refusal);
/// Completes a pending response. An exception from reply() becomes a plain 500 too.
model::Script answer_of(Worker& worker, const Awaited& awaited);

}  // namespace jobrig::serve
