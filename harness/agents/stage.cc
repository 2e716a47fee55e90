#include "agents/stage.h"

#include <algorithm>
#include <new>
#include <utility>

#include "agents/http_requests.h"
#include "agents/packet_requests.h"

namespace jobrig::agents {
namespace {

// An agent that sends requests in an endless loop is judged by the first ones.
constexpr std::size_t kMaxRecorded = 20'000;
constexpr std::size_t kMaxPackets = 100'000;

}  // namespace

AgentStage::AgentStage(const life_cycles::LifeCycle& cycle, std::uint64_t seed, StageListener listener)
    : ServedStage(std::make_shared<const model::Scenario>(cycle.scenario), cycle.scenario.seed.value_or(seed)),
      cycle_(cycle),
      listener_(std::move(listener)) {
  for (std::size_t agent = 0; agent < cycle.things.size(); ++agent) {
    watched_.push_back(events.subscribe(cycle.things[agent], [this, agent](const state::Event& event) {
      if (event.change == state::Change::kDocument) {
        return;
      }
      life_cycles::ChangeRecord change{
          clock.monotonic(), agent, {std::string(event.job), event.number}, event.status, event.version_number};
      if (event.change == state::Change::kRemoved) {
        change.status = model::Status::kRemoved;
      }
      listener_.changed(change);
      const std::lock_guard lock(mutex_);
      changes_.push_back(std::move(change));
    }));
  }
}

std::optional<std::size_t> AgentStage::agent_of(std::string_view thing) const {
  const auto found = std::find(cycle_.things.begin(), cycle_.things.end(), thing);
  return found == cycle_.things.end() ? std::nullopt
                                      : std::optional(static_cast<std::size_t>(found - cycle_.things.begin()));
}

model::Plan AgentStage::plan(const model::Request& request) {
  model::Plan plan = ServedStage::plan(request);
  life_cycles::RequestRecord asked;
  asked.operation = plan.decision.operation;
  asked.job = plan.decision.key.job;
  if (const auto agent = life_cycles::asks_for_work(asked) ? agent_of(plan.decision.key.thing) : std::nullopt) {
    listener_.asked(*agent);
  }
  return plan;
}

void AgentStage::record(model::Exchange&& exchange) {
  const std::lock_guard lock(mutex_);
  if (exchanges_.size() < kMaxRecorded) {
    exchanges_.push_back(std::move(exchange));
  }
}

void AgentStage::record(model::PacketRecord&& packet) noexcept {
  try {
    life_cycles::RequestRecord asked;
    asked.operation = packet.operation;
    asked.job = packet.job;
    const bool asks = is_jobs_request(packet) && life_cycles::asks_for_work(asked);
    if (const auto agent = asks ? agent_of(packet.thing) : std::nullopt) {
      listener_.asked(*agent);
    }
    const std::lock_guard lock(mutex_);
    if (packets_.size() < kMaxPackets) {
      packets_.push_back(std::move(packet));
    }
  } catch (const std::bad_alloc&) {  // the packet is missing in the record
  }
}

std::vector<life_cycles::LastState> AgentStage::states() {
  std::vector<life_cycles::LastState> states;
  for (std::size_t agent = 0; agent < cycle_.things.size(); ++agent) {
    state::ThingState* const thing = world.find_thing(cycle_.things[agent]);
    if (thing == nullptr) {
      continue;
    }
    thing->each([&](const state::JobState& job, const state::ExecutionState& execution) {
      if (execution.exists()) {
        states.push_back({agent, {job.id, execution.written().number}, execution.status()});
      }
    });
  }
  return states;
}

void AgentStage::change(std::optional<std::size_t> agent, const std::string& job, bool cancels) {
  state::ServiceChange change;
  if (cancels) {
    change.status = model::Status::kCanceled;
  } else {
    change.details = model::Details{{"changed-by", "the service"}};
  }
  for (std::size_t i = 0; i < cycle_.things.size(); ++i) {
    state::ThingState* const thing = agent.value_or(i) == i ? world.find_thing(cycle_.things[i]) : nullptr;
    const auto index = thing == nullptr ? std::nullopt : thing->find_job(job);
    std::optional<std::int64_t> number;
    if (index) {
      thing->each([&](const state::JobState& state, const state::ExecutionState& execution) {
        if (state.id == job && execution.exists() && execution.status() == model::Status::kInProgress) {
          number = execution.written().number;
        }
      });
    }
    if (number) {
      thing->change(*index, *number, change, virtual_clock.now());
    }
  }
}

void AgentStage::finish(life_cycles::AgentRecord& record, std::vector<model::Exchange>& exchanges,
                        std::vector<model::PacketRecord>& packets) {
  record.states = states();
  watched_.clear();
  const std::lock_guard lock(mutex_);
  std::stable_sort(exchanges_.begin(), exchanges_.end(), [](const model::Exchange& one, const model::Exchange& other) {
    return one.request_whole < other.request_whole;
  });
  for (model::Exchange& exchange : exchanges_) {
    if (const auto agent = agent_of(exchange.decision.key.thing)) {
      record.requests.push_back(request_of(exchange, *agent));
    }
    exchanges.push_back(std::move(exchange));
  }
  const auto over_mqtt = requests_in(packets_, [this](std::string_view thing) { return agent_of(thing); });
  record.requests.insert(record.requests.end(), over_mqtt.begin(), over_mqtt.end());
  std::stable_sort(record.requests.begin(), record.requests.end(),
                   [](const auto& one, const auto& other) { return one.when < other.when; });
  record.changes = std::move(changes_);
  packets = std::move(packets_);
}

}  // namespace jobrig::agents
