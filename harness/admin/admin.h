// Admin: the admin interface of `serve` on a port and a thread of its own, so that no fault and no load of the main
// port can reach it. It joins gate, routes and server.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "admin/call.h"
#include "admin/idle_sandboxes.h"
#include "admin/responder.h"
#include "base/clock.h"
#include "base/result.h"
#include "serve/server.h"

namespace jobrig::admin {

struct AdminOptions {
  std::string listen;  // host:port
  std::string token;   // empty: none unless all the world can reach the port; then one is made up
};

/// Runs from start() until it is destroyed.
class Admin {
 public:
  /// Borrows what the subject refers to, and the sink for its own exchanges. `subject.sandbox_made` is filled in here.
  /// The error says why the port cannot be had.
  static base::Result<std::unique_ptr<Admin>> start(const AdminOptions& options, AdminSubject subject,
                                                    model::ExchangeSink& sink);
  Admin(const Admin&) = delete;
  Admin& operator=(const Admin&) = delete;

  [[nodiscard]] const std::string& endpoint() const { return server_->endpoint(); }
  /// The token that was made up; empty when none was.
  [[nodiscard]] const std::string& made_up_token() const { return made_up_token_; }

 private:
  Admin(const AdminOptions& options, AdminSubject subject);

  std::string made_up_token_;
  base::SystemClock clock_;
  IdleSandboxes idle_;
  std::unique_ptr<AdminResponder> responder_;
  std::unique_ptr<serve::Server> server_;
};

}  // namespace jobrig::admin
