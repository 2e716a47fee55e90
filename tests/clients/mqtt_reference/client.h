// Client: the operations of the Jobs service over a session: publishes requests, waits for the response with the same
// client token, and tries again what may succeed later. It does not know the client protocol.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <random>
#include <string>
#include <vector>

#include "clients/mqtt_reference/session.h"

namespace jobrig::mqtt_reference {

struct Call {
  std::string operation;
  std::shared_ptr<const nlohmann::json> arguments;  // by name; never null
  int await = 0;                                    // of a notification
};

class Client {
 public:
  Client(Access access, const Policy& policy);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// The response. Throws reference::Failure.
  nlohmann::json make(const Call& call);
  /// Makes the call until the execution is terminal. All responses are in `answers`, also when it throws.
  nlohmann::json poll(const Call& call, Milliseconds every, int at_most, std::vector<nlohmann::json>& answers);
  [[nodiscard]] Session& session() { return session_; }

 private:
  nlohmann::json attempt(const Call& call, const std::string& token);
  nlohmann::json wait_for(const std::string& topic, const std::string& token);
  nlohmann::json listen(const Call& call);
  void keep_notice(const Message& message);
  [[nodiscard]] bool may_repeat(const Call& call, const reference::Failure& failure) const;
  [[nodiscard]] nlohmann::json report(const nlohmann::json& payload);

  const Policy& policy_;
  Session session_;
  struct Memory;
  std::unique_ptr<Memory> memory_;
  std::minstd_rand random_{std::random_device{}()};
  int calls_ = 0;
};

}  // namespace jobrig::mqtt_reference
