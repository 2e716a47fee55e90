// Admin call: an accepted request to the admin interface with its parsed parameters, and helpers for responses. It does
// not implement routes.
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

#include "admin/event_readers.h"
#include "admin/gate.h"
#include "base/clock.h"
#include "hosting/sandboxes.h"
#include "hosting/terminal.h"
#include "journal/file.h"
#include "journal/memory.h"
#include "model/responder.h"
#include "serve/server.h"

namespace jobrig::admin {

/// The objects that the interface controls. They are thread-safe.
struct AdminSubject {
  hosting::Sandboxes& sandboxes;
  std::string endpoint;  // of the main port
  std::string contract;  // edition of scenarios that state none
  bool over_tls = false;
  base::Duration idle;                 // default idle time of sandboxes
  std::function<void()> sandbox_made;  // called after a sandbox was created: it may expire before the others
  std::function<void(std::string_view)> log;
  std::function<serve::Held()> held{};              // memory used by connections of the main port
  std::function<serve::Held()> admin_held{};        // memory used by connections of the admin interface
  journal::JournalFile* journal = nullptr;          // null: there is none
  const hosting::Terminal* terminal = nullptr;      // likewise
  const serve::Server* server = nullptr;            // of the main port; likewise
  std::string public_url{};                         // of the main port, without a final slash; empty: not given
  std::function<std::uint64_t()> mqtt_failures{};   // internal failures of the MQTT port
  std::string mqtt_endpoint{};                      // of the MQTT port; empty: there is none
  std::function<std::uint64_t()> admin_failures{};  // internal failures of the admin interface
  EventReaders readers{};                           // of GET /events
};

/// The number of internal failures of all ports.
std::uint64_t internal_failures(const AdminSubject& subject);

struct AdminCall {
  const AdminSubject& subject;
  std::shared_ptr<hosting::Sandbox> sandbox;  // the sandbox that the path names; the main sandbox if it names none
  std::map<std::string, std::string> path;    // decoded, by name: `name` of the route `/rules/{name}`
  std::map<std::string, std::string> query;   // decoded; only names that the route supports
  std::string_view body;
  const model::Request* request = nullptr;  // null: the program asks itself
  bool is_yaml = false;                     // the body is YAML, not JSON
  std::string who = {};                     // the address of the client, for the journal; empty: unknown
};

/// Thrown by the functions below and by routes; becomes the error response.
class AdminMistake : public std::runtime_error {
 public:
  AdminMistake(int status, const std::string& sentence) : std::runtime_error(sentence), status_(status) {}
  [[nodiscard]] int status() const { return status_; }

 private:
  int status_;
};

/// Returns the body, JSON or YAML, as an object with only these members; an empty body is an empty object.
nlohmann::json read_body(const AdminCall& call, std::initializer_list<std::string_view> members);
/// Returns a string member; throws if it is not a string.
std::optional<std::string> text_member(const nlohmann::json& body, std::string_view name);
std::string needed_text(const nlohmann::json& body, std::string_view name, std::string_view example);
/// Reads a duration from 0s to `longest`.
base::Duration duration_in(std::string_view text, std::string_view name, base::Duration longest);

std::optional<std::string> query_text(const AdminCall& call, const std::string& name);
std::optional<std::uint64_t> query_number(const AdminCall& call, const std::string& name, std::uint64_t most);
/// `thing`, `job`, `operation`, `rule`, `status` and `after` of the query.
journal::JournalFilter filter_of(const AdminCall& call);

model::HttpReply json_reply(int status, const nlohmann::ordered_json& body);
model::HttpReply json_text_reply(int status, std::string body);
/// `{"error":"…"}`
model::HttpReply mistake_reply(int status, std::string_view sentence);
model::Plan plan_for(model::HttpReply reply);

}  // namespace jobrig::admin
