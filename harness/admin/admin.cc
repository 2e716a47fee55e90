#include "admin/admin.h"

#include <cstddef>
#include <utility>

namespace jobrig::admin {
namespace {

// A scenario file may have 256 KiB; in a JSON string each of its bytes may become an escape of six bytes.
constexpr std::size_t kMaxBody = std::size_t{2} << 20U;
// Total size of responses that clients do not read. One response with exchanges may have 16 MiB.
constexpr std::size_t kMaxUnread = std::size_t{64} << 20U;

}  // namespace

Admin::Admin(const AdminOptions& options, AdminSubject subject)
    : made_up_token_(options.token.empty() && !is_loopback(options.listen) ? token_by_chance() : ""),
      idle_(subject.sandboxes, subject.journal) {
  subject.sandbox_made = [this] { idle_.look_again(); };
  subject.admin_held = [this] {
    const serve::Server* const server = running_;
    return server == nullptr ? serve::Held() : server->held();
  };
  subject.admin_failures = [this] {
    const serve::Server* const server = running_;
    return server == nullptr ? 0 : server->failures();
  };
  responder_ = std::make_unique<AdminResponder>(
      std::move(subject),
      AdminGate(options.listen, made_up_token_.empty() ? options.token : made_up_token_, options.hosts));
}

base::Result<std::unique_ptr<Admin>> Admin::start(const AdminOptions& options, AdminSubject subject,
                                                  model::ExchangeSink& sink) {
  serve::ServerOptions server_options;
  server_options.listen = options.listen;
  server_options.limits.body = kMaxBody;
  server_options.max_held_responses = kMaxUnread;
  server_options.log = subject.log;
  server_options.tells_peer = true;
  std::unique_ptr<Admin> admin(new Admin(options, std::move(subject)));  // NOLINT: private constructor
  auto server = serve::Server::start(std::move(server_options), *admin->responder_, sink, admin->clock_);
  if (!server) {
    return server.error();
  }
  admin->server_ = std::move(*server);
  admin->running_ = admin->server_.get();
  return admin;
}

}  // namespace jobrig::admin
