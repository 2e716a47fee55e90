// cut-json: the JSON of the body is truncated. Content-Length matches the truncated body.
//   cut-json | cut-json: {keep: 90%}
#include <cmath>

#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_cut_json(Settings& settings) {
  settings.shorthand("keep");
  const double keep = settings.share("keep", "how much of the body is left", 0.5);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [keep](model::Reply& reply, model::FaultContext& /*context*/) {
    reply.body.resize(static_cast<std::size_t>(std::floor(keep * static_cast<double>(reply.body.size()))));
  });
}

}  // namespace

void declare_cut_json(std::vector<FaultKind>& kinds) {
  kinds.push_back({"cut-json", Group::kMeaning, "truncates the JSON and states the correct length",
                   "cut-json: {keep: 90%}", make_cut_json});
}

}  // namespace jobrig::faults
