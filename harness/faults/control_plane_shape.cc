// control-plane-shape: the response of the control plane, which has an operation with the same name and path (AWS IoT
// API Reference, "AWS IoT" rather than "AWS IoT Jobs data plane": DescribeJobExecution, JobExecution): thingArn instead
// of thingName, statusDetails.detailsMap, forceCanceled, no jobDocument, and ThrottlingException with status 400.
//   control-plane-shape
#include "base/json_string.h"
#include "faults/error_envelope.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"
#include "http/reply.h"

namespace jobrig::faults {
namespace {

constexpr std::string_view kArn = "arn:aws:iot:us-east-1:123456789012:thing/";

// Names need no unescaping: they contain only letters, digits, `:`, `_` and `-`.
void reshape(std::string& json) {
  if (const auto document = find_member(json, "execution.jobDocument")) {
    drop_member(json, *document);
  }
  if (const auto details = find_member(json, "execution.statusDetails")) {
    replace_value(json, *details, "{\"detailsMap\":" + std::string(value_of(json, *details)) + "}");
  }
  if (const auto thing = find_member(json, "execution.thingName")) {
    const std::string_view name = value_of(json, *thing);
    const std::string arn = name.size() > 2 ? std::string(kArn).append(name.substr(1, name.size() - 2)) : "";
    drop_member(json, *thing);
    if (const auto execution = find_object(json, "execution")) {
      append_member(json, *execution, "thingArn", base::json_string(arn));
    }
  }
  if (const auto execution = find_object(json, "execution")) {
    append_member(json, *execution, "forceCanceled", "false");
  }
}

FaultPointer make_control_plane_shape(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [](model::Reply& reply, model::FaultContext& /*context*/) {
    reshape(reply.body);
    if (error_name(reply) == "ThrottlingException") {
      http::head_of(reply).status = 400;
    }
  });
}

}  // namespace

void declare_control_plane_shape(std::vector<FaultKind>& kinds) {
  kinds.push_back({"control-plane-shape", Group::kMeaning, "responds in the format of the control plane",
                   "control-plane-shape", make_control_plane_shape});
}

}  // namespace jobrig::faults
