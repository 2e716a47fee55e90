// content-type: the response has a different Content-Type, or none.
//   content-type: text/plain | content-type: none
#include <algorithm>

#include "faults/headers.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

FaultPointer make_content_type(Settings& settings) {
  settings.shorthand("value");
  const auto value = settings.text("value", "the value of the header, or none", Need::kRequired);
  if (value && !is_one_line(*value)) {
    settings.report("value", "\"value\" must be one line of text");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_http_meaning(settings, [value = *value](model::Reply& reply, model::FaultContext& /*context*/) {
    if (value == "none") {
      remove_header(reply, "Content-Type");
    } else {
      set_header(reply, "Content-Type", value);
    }
  });
}

}  // namespace

void declare_content_type(std::vector<FaultKind>& kinds) {
  kinds.push_back({"content-type", Group::kMeaning, "sends another Content-Type, or none", "content-type: none",
                   make_content_type});
}

}  // namespace jobrig::faults
