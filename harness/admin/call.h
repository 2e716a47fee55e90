// Admin call: a request to the admin interface that was let in, with what it asks taken apart; and what answers are
// made of. It does nothing by itself.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "admin/gate.h"
#include "base/clock.h"
#include "hosting/sandboxes.h"
#include "model/responder.h"

namespace jobrig::admin {

/// What the interface is about. Its parts are thread-safe.
struct AdminSubject {
  hosting::Sandboxes& sandboxes;
  std::string endpoint;  // of the main port
  std::string contract;  // edition of scenarios that state none
  bool over_tls = false;
  base::Duration idle;                 // of sandboxes that state none
  std::function<void()> sandbox_made;  // may need an eye on its idle time
  std::function<void(std::string_view)> log;
};

struct AdminCall {
  const AdminSubject& subject;
  std::shared_ptr<hosting::Sandbox> sandbox;  // that the path names; the main one when it names none
  std::map<std::string, std::string> query;   // decoded; names that the route has
  std::string_view body;
};

/// Thrown by the functions below and by routes: the call is answered with it.
class AdminMistake : public std::runtime_error {
 public:
  AdminMistake(int status, const std::string& sentence) : std::runtime_error(sentence), status_(status) {}
  [[nodiscard]] int status() const { return status_; }

 private:
  int status_;
};

/// The body as an object with these members only; without a body an empty one.
nlohmann::json read_body(const AdminCall& call, std::initializer_list<std::string_view> members);
/// A member that is a text; throws when it is something else.
std::optional<std::string> text_member(const nlohmann::json& body, std::string_view name);
std::string needed_text(const nlohmann::json& body, std::string_view name, std::string_view example);
/// Not negative.
base::Duration duration_in(std::string_view text, std::string_view name);

std::optional<std::string> query_text(const AdminCall& call, const std::string& name);
std::optional<std::uint64_t> query_number(const AdminCall& call, const std::string& name, std::uint64_t most);

model::HttpReply json_reply(int status, const nlohmann::ordered_json& body);
model::HttpReply json_text_reply(int status, std::string body);
/// `{"error":"…"}`
model::HttpReply mistake_reply(int status, std::string_view sentence);
model::Plan plan_for(model::HttpReply reply);

}  // namespace jobrig::admin
