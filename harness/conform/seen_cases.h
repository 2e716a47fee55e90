// Seen cases: reports cases of the same name, wherever their files are. It reads nothing.
#pragma once

#include <map>
#include <string>

#include "base/diagnostic.h"
#include "load/document.h"

namespace jobrig::conform {

class SeenCases {
 public:
  /// Reports a case whose name an earlier one has, with the places of both.
  void add(const load::Document& document, base::Diagnostics& diagnostics);

 private:
  std::map<std::string, base::Location> places_;  // by name
};

}  // namespace jobrig::conform
