// Admin gate: who may talk to the admin interface. A page in a browser on the same machine must not: it can send
// requests anywhere, under names that it has pointed to 127.0.0.1 (DNS rebinding). It answers nothing itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/request.h"

namespace jobrig::admin {

struct AdminRefusal {
  int status = 0;
  std::string sentence;
};

class AdminGate {
 public:
  /// `listen`: host:port as given to --admin. With a token every request has to bring it as `Authorization: Bearer`.
  AdminGate(std::string_view listen, std::string token);

  /// Why the request is not let in; nothing when it is. In this order: its Host is an address or name of this machine's
  /// (whoever brings the token may call it as they like), it comes from no page of another origin, it brings the token,
  /// its body says that it is JSON.
  [[nodiscard]] std::optional<AdminRefusal> refuses(const model::Request& request) const;

 private:
  [[nodiscard]] bool brings_token(const model::Request& request) const;
  [[nodiscard]] bool allows_host(std::string_view authority) const;

  std::string host_;
  std::string token_;  // empty: none is asked
};

/// Whether all that can reach the address is this machine: `127.0.0.1:0`, `localhost:80`, `[::1]:80`.
bool is_loopback(std::string_view listen);

/// 128 bits by chance, as 32 hexadecimal digits.
std::string token_by_chance();

}  // namespace jobrig::admin
