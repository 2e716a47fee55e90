#include "load/any.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "base/suggest.h"

namespace jobrig::load {

namespace {

base::Node map() {
  base::Node node;
  node.kind = base::Node::Kind::kMap;
  return node;
}

}  // namespace

const base::Node& without_short_form(const base::Node& node, std::string_view what, base::Diagnostics& diagnostics) {
  static const base::Node kNothingStated = map();
  static const base::Node kAllDrawn = [] {
    base::Node long_form = map();
    long_form.entries.push_back({"any", {}, map()});
    return long_form;
  }();
  if (!node.is_scalar()) {
    return node;
  }
  if (node.text == "any") {
    return kAllDrawn;
  }
  diagnostics.add(node.location, std::string(what) + " must be a map or any, not " + base::quoted(node.text) +
                                     base::did_you_mean(node.text, {"any"}));
  return kNothingStated;
}

void leave_to_chance(base::Fields& fields, bool number_is_key, bool is_followed, model::Execution& execution) {
  const auto states = [&](std::initializer_list<std::string_view> keys) {
    return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return fields.node(key) != nullptr; });
  };
  const auto draw = [&](model::DrawnMember member, bool drawn) {
    if (drawn) {
      execution.drawn.push_back(member);
    }
  };
  // What happens by itself begins with the status that it was written for. A timeout counts from `started`.
  const bool changes = states({"then", "timeout", "retries"});
  draw(model::DrawnMember::kStatus, !changes && !states({"status"}));
  draw(model::DrawnMember::kNumber, !number_is_key && !is_followed && !states({"number"}));
  draw(model::DrawnMember::kVersion, !states({"version"}));
  draw(model::DrawnMember::kDetails, !states({"details"}));
  draw(model::DrawnMember::kTimes, !states({"timeout"}));
  draw(model::DrawnMember::kDocument, !states({"document", "document-file"}));
  draw(model::DrawnMember::kSecondsLeft, !changes && !states({"approximate-seconds-before-timed-out"}));
}

}  // namespace jobrig::load
