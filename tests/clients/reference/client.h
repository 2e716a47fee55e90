// Client: makes calls: sends one or more requests until there is a response to return or a failure to throw. It does
// not know the runner.
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
#include "clients/reference/retry_policy.h"
#include "clients/reference/signing.h"

namespace jobrig::reference {

class Client {
 public:
  explicit Client(const Policy& policy);

  /// Returns the response. Throws Failure.
  nlohmann::json make(const Call& call);
  /// Repeats make() as specified by call.poll. `answers`: all responses received, also if it throws.
  nlohmann::json poll(const Call& call, std::vector<nlohmann::json>& answers);

 private:
  nlohmann::json make_once(const Call& call);
  nlohmann::json attempt(const Call& call, const HttpRequest& request, const std::string& invocation, int number);
  nlohmann::json judge(const Call& call, const HttpAnswer& answer);
  HttpAnswer exchange(const Call& call, const std::string& bytes);
  HttpAnswer follow(Call call, HttpRequest request, const std::string& where, const std::string& invocation);
  bool corrects_clock(const Failure& failure);
  std::string new_invocation();

  const Policy& policy_;
  std::mt19937 chance_;
  RetryQuota quota_;
  long clock_error_ = 0;                                                     // seconds, learned from Date
  std::unique_ptr<Connection> connection_;                                   // null: no open connection
  std::map<std::string, std::shared_ptr<const nlohmann::json>> remembered_;  // used only by mutants
};

}  // namespace jobrig::reference
