#include "conform/seen_cases.h"

#include "base/quote.h"
#include "suite/case_loader.h"

namespace jobrig::conform {

void SeenCases::add(const load::Document& document, base::Diagnostics& diagnostics) {
  const std::string name = suite::case_name(document.name);
  const auto [known, is_new] = places_.try_emplace(name, document.root.location);
  if (!is_new) {
    diagnostics.add(document.root.location, "two cases are named " + base::quoted(name) + "; the other is in " +
                                                known->second.file + ":" + std::to_string(known->second.line));
  }
}

}  // namespace jobrig::conform
