// Answering: from a request, or from what is none, to the script that answers it: asks the responder, has the engine
// render, lays the wire faults over it, and notes in the worker's exchange what was decided. It sends nothing.
#pragma once

#include "model/request.h"
#include "model/script.h"
#include "serve/framer.h"
#include "serve/worker.h"

namespace jobrig::serve {

/// `keep_alive`: whether the client wants the connection kept. Never throws what the responder throws: that becomes a
/// plain 500, and the log's.
model::Script answer_to(Worker& worker, const model::Request& request, bool keep_alive);
model::Script answer_to(Worker& worker, const Refusal& refusal);

}  // namespace jobrig::serve
