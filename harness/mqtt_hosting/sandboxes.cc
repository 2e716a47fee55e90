#include "mqtt_hosting/sandboxes.h"

#include <algorithm>
#include <utility>

namespace jobrig::mqtt_hosting {
namespace {

constexpr std::string_view kUserPrefix = "sandbox-";

}  // namespace

MqttSandboxes::MqttSandboxes(hosting::Sandboxes& sandboxes) : sandboxes_(sandboxes) { serve(sandboxes.main()); }

MqttSandboxes::~MqttSandboxes() = default;

MqttSandboxes::Served& MqttSandboxes::serve(const std::shared_ptr<hosting::Sandbox>& sandbox) {
  auto found = served_.find(sandbox->id());
  if (found == served_.end()) {
    std::shared_ptr<hosting::Generation> generation = sandbox->generation();
    auto service = std::make_unique<MqttService>(mqtt_stage(generation), mqtt::BrokerSettings{}, numbers_);
    service->wake_with(wake_);
    found = served_.emplace(sandbox->id(), Served{sandbox, std::move(generation), nullptr, std::move(service)}).first;
    watch_end(found->second);
  }
  return found->second;
}

void MqttSandboxes::wake_with(std::function<void()> wake) {
  wake_ = std::move(wake);
  for (auto& [id, served] : served_) {
    served.service->wake_with(wake_);
    watch_end(served);
  }
}

void MqttSandboxes::watch_end(Served& served) {
  served.end_watch = wake_ ? served.generation->virtual_clock.on_change(wake_) : nullptr;
  served.begin_watch = wake_ ? served.sandbox->on_begin(wake_) : nullptr;
}

void MqttSandboxes::follow(Served& served, base::Monotonic now) {
  std::shared_ptr<hosting::Generation> current = served.sandbox->generation();
  if (current != served.generation) {
    served.end_watch.reset();
    const std::shared_ptr<hosting::Generation> before = std::exchange(served.generation, std::move(current));
    served.service->follow(mqtt_stage(served.generation), now);
    watch_end(served);
  }
}

MqttSandboxes::Served& MqttSandboxes::served_by(mqtt::ConnectionId id) {
  const auto found = elsewhere_.find(id);
  const auto served = found == elsewhere_.end() ? served_.begin() : served_.find(found->second);
  return served == served_.end() ? served_.begin()->second : served->second;  // the main sandbox has the first id, ""
}

std::shared_ptr<hosting::Sandbox> MqttSandboxes::sandbox_of(mqtt::ConnectionId id) const {
  const auto found = elsewhere_.find(id);
  const auto served = found == elsewhere_.end() ? served_.begin() : served_.find(found->second);
  return (served == served_.end() ? served_.begin() : served)->second.sandbox;
}

// Until CONNECT says otherwise, a connection is in the main sandbox, whose broker limits the time for CONNECT.
void MqttSandboxes::opened(mqtt::ConnectionId id, base::Monotonic now) {
  undecided_.emplace(id, Undecided{mqtt::Decoder(), {}});
  served_.begin()->second.service->opened(id, now);
}

void MqttSandboxes::received(mqtt::ConnectionId id, std::string_view bytes, base::Monotonic now) {
  if (const auto found = undecided_.find(id); found != undecided_.end()) {
    Undecided& undecided = found->second;
    undecided.bytes.append(bytes);
    undecided.decoder.feed(bytes);
    const mqtt::Decoded decoded = undecided.decoder.next();
    if (!decoded.packet && !decoded.breach) {
      return;
    }
    const std::string first = std::move(undecided.bytes);
    undecided_.erase(found);
    const auto* const connect = decoded.packet ? std::get_if<mqtt::Connect>(&*decoded.packet) : nullptr;
    decide(id, connect == nullptr ? "" : connect->user_name.value_or(""), now);
    received(id, first, now);
    return;
  }
  Served& served = served_by(id);
  follow(served, now);
  served.service->received(id, bytes, now);
}

void MqttSandboxes::decide(mqtt::ConnectionId id, const std::string& user_name, base::Monotonic now) {
  if (!user_name.starts_with(kUserPrefix)) {
    return;
  }
  served_.begin()->second.service->closed(id, now);
  const std::shared_ptr<hosting::Sandbox> sandbox = sandboxes_.find(user_name);
  if (!sandbox) {
    tasks_.emplace_back(mqtt_serve::Closing{id, "no sandbox has the user name " + user_name});
    return;
  }
  Served& served = serve(sandbox);
  elsewhere_.emplace(id, user_name);
  served.uses.emplace(id, hosting::Sandbox::use(sandbox));
  served.service->opened(id, now);
}

void MqttSandboxes::closed(mqtt::ConnectionId id, base::Monotonic now) {
  undecided_.erase(id);
  Served& served = served_by(id);
  served.service->closed(id, now);
  served.uses.erase(id);
  elsewhere_.erase(id);
}

void MqttSandboxes::tick(base::Monotonic now) {
  drop_removed(now);
  for (auto& [id, served] : served_) {
    follow(served, now);
    served.service->tick(now);
  }
}

// A sandbox that was removed loses its connections.
void MqttSandboxes::drop_removed(base::Monotonic now) {
  for (auto at = std::next(served_.begin()); at != served_.end();) {
    Served& served = at->second;
    if (sandboxes_.find(at->first) == served.sandbox) {
      ++at;
      continue;
    }
    for (const auto& [id, use] : served.uses) {
      served.service->closed(id, now);
      tasks_.emplace_back(mqtt_serve::Closing{id, "the sandbox was removed: " + at->first});
    }
    at = served_.erase(at);
  }
}

std::optional<base::Monotonic> MqttSandboxes::next_due() const {
  std::optional<base::Monotonic> next;
  for (const auto& [id, served] : served_) {
    const std::optional<base::Monotonic> due = served.service->next_due();
    next = next && due ? std::min(next, due) : (next ? next : due);
  }
  return next;
}

void MqttSandboxes::count(Served& served) {
  const mqtt::BrokerCounts counts = served.service->counts();
  served.sandbox->packet_counts().set({counts.connections, counts.sessions, counts.dropped, counts.expired});
}

std::vector<mqtt_serve::Task> MqttSandboxes::take_tasks() {
  std::vector<mqtt_serve::Task> tasks = std::exchange(tasks_, {});
  for (auto& [id, served] : served_) {
    count(served);
    std::vector<mqtt_serve::Task> more = served.service->take_tasks();
    std::move(more.begin(), more.end(), std::back_inserter(tasks));
  }
  return tasks;
}

}  // namespace jobrig::mqtt_hosting
