// Requirement: one numbered demand on clients, as the registry in harness/suite/requirements.yaml lists it.
// Plain data; it judges nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "model/conformance_case.h"

namespace jobrig::model {

/// Where a requirement is stated, in public.
struct RequirementSource {
  std::string document;  // `RFC 9110`
  std::string section;   // `10.2.3`
  std::string address;   // https://…
};

struct Requirement {
  std::string id;  // `ERR-3`; never used for another requirement
  Level sdk = Level::kMust;
  Level device_agent = Level::kMust;
  std::string text;
  std::vector<RequirementSource> sources;  // at least one
  std::string since;                       // the edition of the registry that added it: `2026-11`
  base::Location location;

  [[nodiscard]] Level level(LevelProfile profile) const {
    return profile == LevelProfile::kDeviceAgent ? device_agent : sdk;
  }
};

}  // namespace jobrig::model
