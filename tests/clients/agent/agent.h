// Agent: carries out jobs of one thing, one after the other, until it is stopped. The work is a wait. It survives lost
// connections, restarts, cancellation, throttling and wrong versions. With a mutant it has one defect.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <random>
#include <string>

#include "clients/agent/link.h"

namespace jobrig::reference_agent {

struct AgentOptions {
  std::string mutant;  // empty: none
  std::string folder;  // kept while the agent is restarted; empty: none
  std::uint64_t seed = 0;
  milliseconds step{100};  // each job has three steps
};

class Agent {
 public:
  Agent(std::unique_ptr<Link> link, AgentOptions options);
  /// Returns only with some mutants.
  void run();

 private:
  struct Job {
    std::string id;
    std::int64_t version = 0;
    int step = 0;         // done so far
    bool checked = true;  // false: the connection was lost, so that version and status are not known
  };

  [[nodiscard]] bool is(const char* mutant) const { return options_.mutant == mutant; }
  void connect();
  void wait_after_loss();
  void wait_after_throttling();
  Response call(const std::string& operation, const std::string& job, const std::string& members = "");
  void look_for_work();
  void take_execution(const nlohmann::json& execution);
  void start_newest();
  void idle();
  void work();
  bool do_step();
  bool update(const std::string& status);
  bool refresh();
  void give_up();
  void finish();

  std::unique_ptr<Link> link_;
  const AgentOptions options_;
  std::mt19937_64 random_;
  bool connected_ = false;
  unsigned losses_ = 0;     // since the last response
  unsigned throttled_ = 0;  // in a row
  std::uint64_t all_losses_ = 0;
  bool restarted_ = false;
  bool ended_ = false;
  bool deaf_ = false;  // asks for no more work
  std::optional<Job> job_;
};

}  // namespace jobrig::reference_agent
