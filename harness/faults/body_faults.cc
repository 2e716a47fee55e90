#include "faults/body_faults.h"

#include <utility>

namespace jobrig::faults {

FaultPointer make_fixed_body(Settings& settings, std::string body) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(
      settings, [body = std::move(body)](model::Reply& reply, model::FaultContext& /*context*/) { reply.body = body; });
}

std::string html_page(int status) {
  const std::string number = std::to_string(status);
  return "<!DOCTYPE html>\n<html><head><title>" + number + "</title></head><body><h1>" + number +
         "</h1><p>The proxy could not reach the service.</p></body></html>\n";
}

}  // namespace jobrig::faults
