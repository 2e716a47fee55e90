// Mutants: the reference client with one thing wrong each. tests/clients/mutants/ says for each which cases it must
// fail.
#pragma once

#include <span>
#include <string_view>

#include "clients/reference/policy.h"

namespace jobrig::reference {

struct Mutant {
  std::string_view name;
  std::string_view what;  // it does wrong
  void (*change)(Policy& policy);
};

std::span<const Mutant> mutants();
/// Null when there is none of that name.
const Mutant* mutant_named(std::string_view name);

}  // namespace jobrig::reference
