// Admin: runs the admin interface of `serve` on its own port and thread, where faults and load of the main port do not
// affect it. It combines gate, routes and server and does not implement routes (routes.h lists them).
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "admin/call.h"
#include "admin/idle_sandboxes.h"
#include "admin/responder.h"
#include "base/clock.h"
#include "base/result.h"
#include "serve/server.h"

namespace jobrig::admin {

struct AdminOptions {
  std::string listen;              // host:port
  std::vector<std::string> hosts;  // further names of this machine in Host, such as that of a service
  std::string token;               // empty: no token if `listen` is a loopback address; otherwise a token is generated
};

/// Runs from start() until it is destroyed.
class Admin {
 public:
  /// Borrows the objects that the subject refers to, and the sink for its own exchanges. Sets `subject.sandbox_made`.
  /// The error says why the port cannot be opened.
  static base::Result<std::unique_ptr<Admin>> start(const AdminOptions& options, AdminSubject subject,
                                                    model::ExchangeSink& sink);
  Admin(const Admin&) = delete;
  Admin& operator=(const Admin&) = delete;

  [[nodiscard]] const std::string& endpoint() const { return server_->endpoint(); }
  /// The generated token; empty if none was generated.
  [[nodiscard]] const std::string& made_up_token() const { return made_up_token_; }

 private:
  Admin(const AdminOptions& options, AdminSubject subject);

  std::string made_up_token_;
  base::SystemClock clock_;
  IdleSandboxes idle_;
  std::unique_ptr<AdminResponder> responder_;
  std::unique_ptr<serve::Server> server_;
  std::atomic<const serve::Server*> running_{nullptr};  // server_, once it is set: requests arrive earlier
};

}  // namespace jobrig::admin
