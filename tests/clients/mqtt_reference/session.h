// Session: keeps a link to the server: reconnects with growing, random pauses. When the server has no session, it
// subscribes again to all filters; when it has one, it sends messages that were not acknowledged again. Hands out
// messages. It knows no Jobs topic.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "clients/mqtt_reference/link.h"

namespace jobrig::mqtt_reference {

struct Message {
  std::string topic;
  std::string payload;
};

class Session {
 public:
  Session(Access access, const SessionPolicy& policy);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  /// Connects if necessary, and subscribes to the filters that are not subscribed yet. Throws Failure.
  void subscribe(const std::vector<std::string>& filters);
  /// Throws Failure when the link is lost.
  void publish(mqtt::Publish message);
  /// The next message. Throws Failure: timeout, or transport when the link is lost; the next subscribe() reconnects.
  Message receive(reference::Moment deadline);
  /// The last connect() failed, after all its attempts.
  [[nodiscard]] bool gave_up() const { return gave_up_; }
  /// Keeps the link alive while nothing is called.
  void idle();
  [[nodiscard]] Milliseconds until_ping() const;

 private:
  void connect();
  void ask(const std::vector<std::string>& filters);
  void send_again();
  void note(const mqtt::Packet& packet);
  [[nodiscard]] Milliseconds pause(int attempt);
  std::uint16_t next_id();

  Access access_;
  const SessionPolicy& policy_;
  std::unique_ptr<Link> link_;
  std::vector<std::string> filters_;
  std::deque<Message> waiting_;
  std::map<std::uint16_t, mqtt::Publish> unacknowledged_;  // of a persistent session
  std::minstd_rand random_{std::random_device{}()};
  std::uint16_t last_id_ = 0;
  bool gave_up_ = false;
  int failures_ = 0;  // lost links and refused connections in a row
};

}  // namespace jobrig::mqtt_reference
