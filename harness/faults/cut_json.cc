// cut-json: the body ends in the middle of its JSON, and its Content-Length is right.
//   cut-json | cut-json: {keep: 90%}
#include <cmath>

#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr double kUsual = 0.5;

}  // namespace

std::shared_ptr<const model::Fault> parse_cut_json(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "cut-json", "keep", diagnostics);
  const double keep = read.fields().share("keep").value_or(kUsual);
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("cut-json", [keep](model::Reply& reply, model::FaultContext& /*context*/) {
    reply.body.resize(static_cast<std::size_t>(std::floor(keep * static_cast<double>(reply.body.size()))));
  });
}

}  // namespace jobrig::faults
