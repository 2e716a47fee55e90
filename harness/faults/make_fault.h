// Make fault: turns a function into a fault of its phase, so that a fault's file holds its settings and its rewriting
// only.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/diagnostic.h"
#include "base/node.h"
#include "faults/answer_bytes.h"
#include "model/fault.h"

namespace jobrig::faults {

using FaultPointer = std::shared_ptr<const model::Fault>;
using RewriteReply = std::function<void(model::Reply&, model::FaultContext&)>;
using RewriteAnswer = std::function<void(AnswerBytes&, model::FaultContext&)>;
using RewriteScript = std::function<void(model::Script&, model::FaultContext&)>;

/// `name` must outlive the fault: the catalogue's. The functions are called from several threads at once.
FaultPointer make_meaning(std::string_view name, RewriteReply rewrite);
/// Not called when the answer is no HTTP any more.
FaultPointer make_bytes(std::string_view name, RewriteAnswer rewrite);
FaultPointer make_ending(std::string_view name, RewriteScript rewrite, model::Moment moment = model::Moment::kAnswer);
FaultPointer make_time(std::string_view name, RewriteScript rewrite);

}  // namespace jobrig::faults
