// Life cycle run: serves one life cycle, starts its agents, does to them what the course says, and records what they
// do. It does not judge.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/front_end.h"
#include "conform/run_certificates.h"
#include "conform/run_folder.h"
#include "drive/process_supervisor.h"
#include "drive/stop_flag.h"
#include "life_cycles/life_cycle.h"
#include "life_cycles/record.h"
#include "model/exchange.h"
#include "model/packet_record.h"

namespace jobrig::agents {

/// What all life cycles of a run share. Borrowed parts outlive it.
struct RunSettings {
  drive::ProcessSupervisor& supervisor;
  const drive::StopFlag& stop;
  std::vector<std::string> words;        // the program of the agent
  std::vector<std::string> environment;  // of the program
  Protocol protocol{};
  std::uint64_t seed = 0;
  base::Duration deadline{0};  // instead of the limit of the life cycle; zero: not given
  std::function<void(std::string_view)> log;
};

struct Watched {
  life_cycles::AgentRecord record;
  std::vector<model::Exchange> exchanges;    // over HTTP, in order of arrival
  std::vector<model::PacketRecord> packets;  // over MQTT, in the order of the wire
  std::string endpoint;                      // of the first agent
  std::vector<std::string> notes;
  std::string last_errors;      // of an agent that has ended, or of the first one
  std::string harness_problem;  // why the life cycle could not be run; empty: it was
  bool stopped = false;         // the run was interrupted
};

/// Runs on this thread, which starts the agents and must live until they have ended.
Watched run_life_cycle(const life_cycles::LifeCycle& cycle, const RunSettings& settings);

}  // namespace jobrig::agents
