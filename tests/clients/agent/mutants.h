// Mutants of the reference agent: one defect each. It lists them; agent.cc and the links implement them.
#pragma once

#include <span>
#include <string_view>

namespace jobrig::reference_agent {

struct AgentMutant {
  std::string_view name;
  std::string_view what;
  bool mqtt_only = false;
};

std::span<const AgentMutant> mutants();

}  // namespace jobrig::reference_agent
