// Admin responder: passes requests through the gate to their routes. It opens no port.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "admin/gate.h"
#include "admin/routes.h"
#include "model/responder.h"

namespace jobrig::admin {

/// For a server with one worker.
class AdminResponder final : public model::Responder {
 public:
  AdminResponder(AdminSubject subject, AdminGate gate) : subject_(std::move(subject)), gate_(std::move(gate)) {}

  model::Plan plan(const model::Request& request) override;

 private:
  [[nodiscard]] model::Plan answer(const model::Request& request) const;

  const AdminSubject subject_;
  const AdminGate gate_;
};

}  // namespace jobrig::admin
