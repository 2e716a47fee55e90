// Link: how the reference agent talks to the Jobs service, over HTTP or MQTT. It does not know what a job is.
#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

namespace jobrig::reference_agent {

using std::chrono::milliseconds;

/// The connection is lost, or could not be opened, or a response did not come.
class Lost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Response {
  bool accepted = false;
  std::string error;  // InvalidStateTransitionException over HTTP, VersionMismatch over MQTT
  std::string body;   // JSON
};

/// A notification that the next pending execution has changed, or that executions came or went.
struct Notice {
  bool next = false;  // of notify-next: `job` is the next one, empty: there is none
  std::string job;
};

class Link {
 public:
  Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  virtual ~Link() = default;

  /// Connects and, over MQTT, subscribes. Throws Lost.
  virtual void connect() = 0;
  virtual void disconnect() = 0;
  /// `operation`: get-pending, start-next, describe or update. `members`: a JSON object, or empty. Throws Lost.
  virtual Response call(const std::string& operation, const std::string& job, const std::string& members) = 0;
  /// Waits for a notification. False: none came in this time. A link without notifications waits. Throws Lost.
  virtual bool wait(milliseconds time, Notice& notice) = 0;
  /// How long an idle agent waits before it asks again.
  [[nodiscard]] virtual milliseconds idle_time() const = 0;
};

struct LinkOptions {
  std::string host;
  std::string port;
  std::string thing;
  std::string client;
  std::string mutant;
};

std::unique_ptr<Link> make_http_link(const LinkOptions& options);
std::unique_ptr<Link> make_mqtt_link(const LinkOptions& options);

}  // namespace jobrig::reference_agent
