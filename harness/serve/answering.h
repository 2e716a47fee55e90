// Answering: from a request, or from what is none, to the script that answers it: asks the responder, has the engine
// render, lays the wire faults over it, and notes in the worker's exchange what was decided. It sends nothing.
#pragma once

#include <memory>
#include <variant>

#include "model/request.h"
#include "model/responder.h"
#include "model/script.h"
#include "serve/framer.h"
#include "serve/worker.h"

namespace jobrig::serve {

/// An answer that is waited for, and what it needs of its request, which is gone by then.
struct Awaited {
  std::shared_ptr<model::PendingReply> pending;
  bool is_head = false;
  int version_minor = 1;
  bool keep_alive = true;
};

/// A script, or an answer that has to be waited for, and the stage it comes from (null: none).
struct Answer {
  std::variant<model::Script, Awaited> content;
  std::shared_ptr<model::Stage> stage{};
};

/// `keep_alive`: whether the client wants the connection kept. Never throws what the responder throws: that becomes a
/// plain 500, and the log's.
Answer answer_to(Worker& worker, const model::Request& request, bool keep_alive);
model::Script answer_to(Worker& worker, const Refusal& refusal);
/// The answer that was waited for. What its reply() throws becomes a plain 500 too.
model::Script answer_of(Worker& worker, const Awaited& awaited);

}  // namespace jobrig::serve
