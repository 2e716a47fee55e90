#include "faults/body_faults.h"

#include <utility>

#include "faults/settings.h"

namespace jobrig::faults {

FaultPointer parse_fixed_body(const base::Node& settings, std::string_view name, std::string body,
                              base::Diagnostics& diagnostics) {
  Settings read(settings, name, "", diagnostics);
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning(
      name, [body = std::move(body)](model::Reply& reply, model::FaultContext& /*context*/) { reply.body = body; });
}

std::string html_page(int status) {
  const std::string number = std::to_string(status);
  return "<!DOCTYPE html>\n<html><head><title>" + number + "</title></head><body><h1>" + number +
         "</h1><p>The proxy could not reach the service.</p></body></html>\n";
}

}  // namespace jobrig::faults
