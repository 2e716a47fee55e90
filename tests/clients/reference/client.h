// Client: makes calls: one request or several, until there is an answer to hand on or a failure to throw. It knows
// nothing of the runner.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <random>
#include <string>
#include <vector>

#include "clients/reference/call.h"
#include "clients/reference/connection.h"
#include "clients/reference/http_reader.h"
#include "clients/reference/policy.h"
#include "clients/reference/signing.h"

namespace jobrig::reference {

class Client {
 public:
  explicit Client(const Policy& policy);

  /// The answer. Throws Failure.
  nlohmann::json make(const Call& call);
  /// As make, again and again as call.poll says. `answers`: all that came, also when it throws.
  nlohmann::json poll(const Call& call, std::vector<nlohmann::json>& answers);

 private:
  nlohmann::json make_once(const Call& call);
  nlohmann::json attempt(const Call& call, const HttpRequest& request, const std::string& invocation, int number);
  nlohmann::json judge(const Call& call, const HttpAnswer& answer);
  HttpAnswer exchange(const Call& call, const std::string& bytes);
  HttpAnswer follow(Call call, HttpRequest request, const std::string& where, const std::string& invocation);
  std::string new_invocation();

  const Policy& policy_;
  std::mt19937 chance_;
  std::unique_ptr<Connection> connection_;                                   // null: none is kept
  std::map<std::string, std::shared_ptr<const nlohmann::json>> remembered_;  // only mutants put something here
};

}  // namespace jobrig::reference
