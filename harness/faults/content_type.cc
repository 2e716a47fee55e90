// content-type: the answer has another Content-Type, or none.
//   content-type: text/plain | content-type: none
#include <algorithm>

#include "faults/headers.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_content_type(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "content-type", "value", diagnostics);
  read.fields().required("value");
  const auto value = read.fields().text("value");
  if (value && std::any_of(value->begin(), value->end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
    read.report("value", "\"value\" must be one line of text");
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("content-type", [value = *value](model::Reply& reply, model::FaultContext& /*context*/) {
    if (value == "none") {
      remove_header(reply, "Content-Type");
    } else {
      set_header(reply, "Content-Type", value);
    }
  });
}

}  // namespace jobrig::faults
