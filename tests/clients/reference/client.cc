#include "clients/reference/client.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>
#include <utility>

#include "clients/reference/error_name.h"
#include "clients/reference/requests.h"
#include "clients/reference/responses.h"
#include "clients/reference/retry_policy.h"

namespace jobrig::reference {
namespace {

using nlohmann::json;

std::string status_in(const json& answer) {
  const auto execution = answer.find("execution");
  return execution == answer.end() ? "" : execution->value("status", "");
}

bool is_terminal(const json& answer) {
  constexpr std::array<std::string_view, 6> kTerminal{"SUCCEEDED", "FAILED",  "TIMED_OUT",
                                                      "REJECTED",  "REMOVED", "CANCELED"};
  return std::find(kTerminal.begin(), kTerminal.end(), status_in(answer)) != kTerminal.end();
}

/// Whether the same call again cannot do something twice. Smithy 2.0, Behavior traits, Idempotency: other calls are
/// repeated only if the response says that it is safe.
bool may_repeat(const Call& call, const HttpRequest& request, const Failure& failure, const RetryPolicy& policy) {
  constexpr int kTooMany = 429;
  constexpr int kUnavailable = 503;
  if (request.method != "POST") {
    return true;
  }
  const bool harmless = policy.lost_updates || call.arguments->contains("expectedVersion") ||
                        request.body.find("\"clientToken\":") != std::string::npos;
  const bool refused = failure.status == kTooMany || failure.status == kUnavailable;
  return policy.unsafe_methods && (harmless || refused);
}

std::string key_of(const Call& call) {
  return call.operation + " " + call.arguments->value("thingName", "") + "/" + call.arguments->value("jobId", "");
}

}  // namespace

Client::Client(const Policy& policy) : policy_(policy), chance_(std::random_device()()), quota_(policy.retry) {}

std::string Client::new_invocation() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id;
  for (int i = 0; i < 32; ++i) {
    id += (i == 8 || i == 12 || i == 16 || i == 20) ? "-" : "";
    id += kDigits[chance_() % kDigits.size()];
  }
  return id;
}

json Client::make(const Call& call) {
  const std::string key = key_of(call);
  const bool kept = policy_.state.remembers || (policy_.state.next_is_kept && key.ends_with("/$next"));
  if (const auto known = remembered_.find(key); kept && known != remembered_.end()) {
    return *known->second;
  }
  json answer = make_once(call);
  if (kept && answer.contains("execution")) {
    remembered_[key] = std::make_shared<json>(answer);
  }
  if (policy_.request.asks_twice) {
    make_once(call);
  }
  return answer;
}

json Client::make_once(const Call& call) {
  HttpRequest request = make_request(call, policy_);
  std::string invocation = new_invocation();
  const Moment last = in(policy_.retry.budget);
  for (int number = 1;; ++number) {
    try {
      json answer = attempt(call, request, invocation, number);
      quota_.give_back(number > 1);
      return answer;
    } catch (const Failure& failure) {
      if (failure.kind != "service") {
        connection_.reset();
      }
      if (corrects_clock(failure)) {
        continue;
      }
      const bool repeatable = may_repeat(call, request, failure, policy_.retry);
      const auto wait = repeatable ? wait_before(number + 1, failure, policy_, chance_) : std::nullopt;
      if (!wait || now() + *wait >= last || !quota_.take(failure)) {
        if (policy_.error.swallows) {
          return json::object();
        }
        throw;
      }
      std::this_thread::sleep_for(*wait);
    }
    if (policy_.retry.changes_request) {
      request.query.clear();
    }
    if (policy_.retry.changes_body && request.has_body) {
      request.body = "{}";
    }
    if (policy_.request.token_of_attempt) {
      request = make_request(call, policy_);
    }
    if (!policy_.request.stable_invocation_id) {
      invocation = new_invocation();
    }
  }
}

/// True: the clock was wrong, is corrected now, and another attempt can succeed.
bool Client::corrects_clock(const Failure& failure) {
  constexpr std::array<std::string_view, 5> kNames{"RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture",
                                                   "InvalidSignatureException", "SignatureDoesNotMatch"};
  constexpr long kTolerance = 240;
  const bool named = std::find(kNames.begin(), kNames.end(), failure.name) != kNames.end();
  if (!named || !policy_.retry.corrects_clock || std::labs(failure.clock_error - clock_error_) < kTolerance) {
    return false;
  }
  clock_error_ = failure.clock_error;
  return true;
}

json Client::attempt(const Call& call, const HttpRequest& request, const std::string& invocation, int number) {
  HttpAnswer answer = exchange(call, render(request, call, invocation, number, policy_, clock_error_));
  const std::string where = answer.header("Location");
  const bool follows = policy_.transport.follows_redirects || policy_.transport.follows_status == answer.status;
  const bool to_other_port =
      where.starts_with("http") && where.find(":" + call.endpoint.port + "/") == std::string::npos;
  if (follows && answer.status / 100 == 3 && !where.empty() &&
      (to_other_port || !policy_.transport.follows_to_other_port_only)) {
    answer = follow(call, request, where, invocation);
  }
  return judge(call, answer);
}

/// Converts the response into the result for the caller.
json Client::judge(const Call& call, const HttpAnswer& answer) {
  if (policy_.response.demands_200 ? answer.status == 200 : answer.status / 100 == 2) {
    return read_response(call, answer, policy_);
  }
  const Failure failure = failure_of(answer, policy_.error);
  const json body = json::parse(answer.body, nullptr, false);
  if ((policy_.error.swallows_unreadable && !body.is_object()) ||
      (policy_.error.swallows_unknown && !is_documented(failure.name))) {
    return json::object();
  }
  throw failure;
}

HttpAnswer Client::exchange(const Call& call, const std::string& bytes) {
  const bool usable = connection_ && (policy_.transport.reuses_closed || connection_->idle());
  const Moment deadline = policy_.time.gives_up ? in(policy_.time.silence) : Moment::max();
  if (!usable) {
    connection_ = Connection::open(call.endpoint, policy_.transport, deadline);
  }
  try {
    connection_->send(bytes, deadline);
    HttpAnswer answer = read_answer(*connection_, policy_.response, policy_.time);
    if ((!answer.reusable && !policy_.transport.reuses_closed) || !policy_.transport.keeps_connections) {
      connection_.reset();
    }
    return answer;
  } catch (const Failure& failure) {
    const bool garbage = failure.kind == "decoding" && policy_.response.accepts_garbage;
    const bool lost = failure.kind == "transport" && policy_.response.accepts_lost_answer;
    if (!garbage && !lost) {
      throw;
    }
    connection_.reset();
    return {200, 1, {}, "{}", false};
  }
}

/// Follows a redirect as a browser would; a client of a service with signed requests must not.
HttpAnswer Client::follow(Call call, HttpRequest request, const std::string& where, const std::string& invocation) {
  const std::size_t scheme = where.find("://");
  const std::size_t path = where.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  if (scheme != std::string::npos) {
    Endpoint elsewhere = parse_endpoint(where.substr(0, path));
    elsewhere.authority = call.endpoint.authority;
    call.endpoint = elsewhere;
  }
  request.path = where.substr(path, where.find('?') - path);
  connection_.reset();
  return exchange(call, render(std::move(request), call, invocation, 1, policy_, clock_error_));
}

json Client::poll(const Call& call, std::vector<json>& answers) {
  for (int count = 0; count < call.poll->at_most; ++count) {
    if (count > 0 && !policy_.state.polls_without_pause) {
      std::this_thread::sleep_for(call.poll->every);
    }
    try {
      answers.push_back(make(call));
    } catch (const Failure& failure) {
      if (failure.status != 410 || !policy_.state.polls_on_after_410 || count + 1 == call.poll->at_most) {
        throw;
      }
      continue;
    }
    const bool empty = !answers.back().contains("execution");
    const bool on = policy_.state.polls_on || policy_.state.polls_on_after == status_in(answers.back());
    if ((is_terminal(answers.back()) && !on) || policy_.state.polls_once || (empty && policy_.state.stops_at_empty)) {
      break;
    }
  }
  return policy_.state.hands_on_first ? answers.front() : answers.back();
}

}  // namespace jobrig::reference
