// Mutants: variants of the reference client with one defect each, written by hand. mutation_list.h generates others. It
// does not implement the defects (policy.h lists the switches).
#pragma once

#include <span>
#include <string_view>

#include "clients/reference/policy.h"

namespace jobrig::reference {

struct Mutant {
  std::string_view name;
  std::string_view what;  // description of the defect
  void (*change)(Policy& policy);
};

std::span<const Mutant> mutants();

}  // namespace jobrig::reference
