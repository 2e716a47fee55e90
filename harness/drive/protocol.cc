#include "drive/protocol.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/quote.h"
#include "base/suggest.h"
#include "contract/json_document.h"
#include "drive/lone_surrogates.h"
#include "model/conformance_words.h"
#include "model/transports.h"

namespace jobrig::drive {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxFeatures = 100;
constexpr std::int64_t kMaxAttempts = 1000;
constexpr std::int64_t kMaxMilliseconds = 24 * 3600 * 1000;

/// Reads members of an object and keeps the first error. A null is an absent member: JSON libraries write it for a
/// value that there is not.
class Members {
 public:
  explicit Members(const json& object) : object_(object) {}

  std::string text(const char* name, bool required) {
    const json* const value = find(name, required);
    if (value != nullptr && !value->is_string()) {
      fail(std::string(name) + " that is not text");
    }
    return value != nullptr && value->is_string() ? value->get<std::string>() : "";
  }
  std::int64_t integer(const char* name, bool required, std::int64_t least, std::int64_t most) {
    const json* const value = find(name, required);
    if (value == nullptr) {
      return least;
    }
    if (!value->is_number_integer() || value->get<double>() < static_cast<double>(least) ||
        value->get<double>() > static_cast<double>(most)) {
      fail(std::string(name) + " that is not a whole number from " + std::to_string(least) + " to " +
           std::to_string(most));
      return least;
    }
    return value->get<std::int64_t>();
  }
  const json* object(const char* name, bool required) {
    const json* const value = find(name, required);
    if (value != nullptr && !value->is_object()) {
      fail(std::string(name) + " that is not an object");
      return nullptr;
    }
    return value;
  }
  const json* list(const char* name, bool required) {
    const json* const value = find(name, required);
    if (value != nullptr && !value->is_array()) {
      fail(std::string(name) + " that is not a list");
      return nullptr;
    }
    return value;
  }
  std::string word(const char* name, bool required, const std::vector<std::string_view>& words) {
    std::string given = text(name, required);
    if (has(name) && problem_.empty() && std::find(words.begin(), words.end(), given) == words.end()) {
      fail(std::string(name) + " " + base::quoted(given) + base::did_you_mean(given, words));
    }
    return given;
  }
  [[nodiscard]] bool has(const char* name) const {
    const auto found = object_.find(name);
    return found != object_.end() && !found->is_null();
  }
  void fail(std::string problem) {
    if (problem_.empty()) {
      problem_ = std::move(problem);
    }
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  const json* find(const char* name, bool required) {
    if (!has(name)) {
      if (required) {
        fail(std::string("no ") + name);
      }
      return nullptr;
    }
    return &*object_.find(name);
  }

  const json& object_;
  std::string problem_;
};

/// Reads the line as an object of this `type`. For the form of the error see read_hello.
base::Result<json> read_message(std::string_view line, std::string_view type) {
  json message;
  if (const auto problem = contract::read_json(without_lone_surrogates(line), message)) {
    return base::Error{"an invalid message (" + *problem + "): " + base::quoted(line)};
  }
  if (!message.is_object()) {
    return base::Error{"a message that is not an object: " + base::quoted(line)};
  }
  Members members(message);
  const std::string given = members.text("type", true);
  if (!members.problem().empty() || given != type) {
    return base::Error{(members.problem().empty() ? "the type " + base::quoted(given) : members.problem()) +
                       " where a " + std::string(type) + " was expected: " + base::quoted(line)};
  }
  return message;
}

base::Error wrong(std::string_view type, const std::string& problem) {
  return {"a " + std::string(type) + " with " + problem};
}

void read_success(Members& members, model::ClientOutcome& outcome) {
  outcome.kind = model::ClientOutcome::Kind::kSuccess;
  if (const json* const response = members.object("response", true)) {
    outcome.response = response->dump(-1, ' ', false, json::error_handler_t::replace);
  }
}

/// The responses that a polling call has received so far.
void read_responses(Members& members, model::ClientOutcome& outcome) {
  const json* const responses = members.list("responses", false);
  if (responses == nullptr) {
    return;
  }
  if (!std::all_of(responses->begin(), responses->end(), [](const json& one) { return one.is_object(); })) {
    members.fail("responses that are not objects");
  }
  outcome.responses = responses->dump(-1, ' ', false, json::error_handler_t::replace);
}

void read_error(Members& members, model::ClientOutcome& outcome) {
  outcome.kind = model::ClientOutcome::Kind::kError;
  const json* const error = members.object("error", true);
  if (error == nullptr) {
    return;
  }
  Members inside(*error);
  outcome.error = inside.text("name", false);
  outcome.failure = model::failure_kind_named(inside.word("kind", false, model::stated_failure_kinds()))
                        .value_or(model::FailureKind::kUnknown);
  outcome.message = inside.text("message", false);
  if (inside.has("status")) {
    outcome.status = static_cast<int>(inside.integer("status", true, 100, 999));
  }
  if (!inside.problem().empty()) {
    members.fail("an error with " + inside.problem());
  }
}

void read_limits(Members& members, model::ClientLimits& limits) {
  const json* const given = members.object("limits", false);
  if (given == nullptr) {
    return;
  }
  Members inside(*given);
  const auto milliseconds = [&](const char* name) {
    return inside.has(name) ? std::optional<base::Duration>(
                                  std::chrono::milliseconds(inside.integer(name, true, 1, kMaxMilliseconds)))
                            : std::nullopt;
  };
  if (inside.has("attempts")) {
    limits.attempts = inside.integer("attempts", true, 1, kMaxAttempts);
  }
  limits.attempt = milliseconds("attemptMilliseconds");
  limits.total = milliseconds("totalMilliseconds");
  const std::vector<std::string_view> known{"attempts", "attemptMilliseconds", "totalMilliseconds"};
  for (const auto& [name, value] : given->items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      inside.fail("the unknown member " + base::quoted(name) + base::did_you_mean(name, known));
    }
  }
  if (!inside.problem().empty()) {
    members.fail("limits with " + inside.problem());
  }
}

/// A client without the member speaks HTTP.
void read_transports(Members& members, std::vector<std::string>& transports) {
  const json* const given = members.list("transports", false);
  if (given == nullptr) {
    return;
  }
  const std::vector<std::string_view> words(model::kTransports.begin(), model::kTransports.end());
  transports.clear();
  for (const json& one : *given) {
    const std::string word = one.is_string() ? one.get<std::string>() : one.dump();
    if (std::find(words.begin(), words.end(), word) == words.end()) {
      members.fail("the unknown transport " + base::quoted(word) + base::did_you_mean(word, words));
    } else if (std::find(transports.begin(), transports.end(), word) == transports.end()) {
      transports.push_back(word);
    }
  }
  if (given->empty()) {
    members.fail("no transports; leave the member out for a client that speaks HTTP");
  }
}

}  // namespace

std::string hello_line() { return json{{"type", "hello"}, {"protocol", kProtocolVersion}}.dump(); }

std::string bye_line() { return json{{"type", "bye"}}.dump(); }

std::string call_line(std::uint64_t id, const CallRequest& request) {
  nlohmann::ordered_json message{
      {"type", "call"},
      {"id", id},
      {"case", request.case_name},
      {"fresh", request.fresh},
      {"operation", request.call.operation},
      {"endpoint", request.endpoint},
      {"region", request.region},
      {"arguments", nullptr},
      {"credentials", {{"accessKeyId", request.access_key}, {"secretAccessKey", request.secret_key}}}};
  message["arguments"] = nlohmann::ordered_json::parse(arguments_json(request.call));
  if (!request.session_token.empty()) {
    message["credentials"]["sessionToken"] = request.session_token;
  }
  if (!request.tls.authority.empty()) {
    message["tls"]["authority"] = request.tls.authority;
    if (!request.tls.certificate.empty()) {
      message["tls"]["certificate"] = request.tls.certificate;
      message["tls"]["key"] = request.tls.key;
    }
  }
  if (request.mqtt) {
    message["mqtt"]["clientId"] = request.mqtt->client_id;
    if (request.mqtt->keep_alive.count() > 0) {
      message["mqtt"]["keepAliveSeconds"] = request.mqtt->keep_alive.count();
    }
  }
  if (request.call.await) {
    message["await"] = *request.call.await;
  }
  if (request.call.polling) {
    message["poll"]["everyMilliseconds"] =
        std::chrono::duration_cast<std::chrono::milliseconds>(request.call.polling->every).count();
    message["poll"]["atMost"] = request.call.polling->at_most;
  }
  return message.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

base::Result<Hello> read_hello(std::string_view line) {
  const auto message = read_message(line, "hello");
  if (!message) {
    return message.error();
  }
  Members members(*message);
  Hello hello;
  const auto version = members.integer("protocol", true, 0, std::numeric_limits<std::int32_t>::max());
  hello.client = members.text("client", true);
  hello.version = members.text("version", false);
  if (const json* const features = members.list("features", false)) {
    for (const json& feature : *features) {
      if (!feature.is_string() || hello.features.size() >= kMaxFeatures) {
        members.fail("features that are not a list of at most 100 texts");
        break;
      }
      hello.features.push_back(feature.get<std::string>());
    }
  }
  read_transports(members, hello.transports);
  read_limits(members, hello.limits);
  if (members.problem().empty() && version != kProtocolVersion) {
    members.fail("the protocol " + std::to_string(version) + ", and this runner speaks " +
                 std::to_string(kProtocolVersion));
  }
  return members.problem().empty() ? base::Result<Hello>(std::move(hello)) : wrong("hello", members.problem());
}

base::Result<ResultLine> read_result(std::string_view line) {
  const auto message = read_message(line, "result");
  if (!message) {
    return message.error();
  }
  Members members(*message);
  ResultLine result;
  result.id = static_cast<std::uint64_t>(members.integer("id", true, 0, std::numeric_limits<std::int64_t>::max()));
  const std::string word = members.word("outcome", true, {"success", "error", "unable"});
  if (word == "success") {
    read_success(members, result.outcome);
  } else if (word == "error") {
    read_error(members, result.outcome);
  } else {
    result.outcome.kind = model::ClientOutcome::Kind::kUnable;
    result.outcome.message = members.text("reason", true);
  }
  read_responses(members, result.outcome);
  return members.problem().empty() ? base::Result<ResultLine>(std::move(result)) : wrong("result", members.problem());
}

}  // namespace jobrig::drive
