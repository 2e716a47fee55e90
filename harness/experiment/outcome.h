// Outcome: the result of an experiment as text, JSON, JUnit XML and Markdown. It runs nothing and writes no files.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "experiment/course.h"
#include "experiment/phases.h"

namespace jobrig::experiment {

struct Outcome {
  std::string name;
  std::string summary;
  std::string scenario;
  std::string jobrig_version;
  std::uint64_t seed = 0;
  bool virtual_time = false;
  base::Instant began{};   // civil time of this machine
  base::Duration took{0};  // likewise
  std::vector<Phase> phases;
  Ending ending = Ending::kHeld;
  std::string reason;
  std::vector<std::string> not_restored;  // rules that could not be switched back
};

/// `held`, `not-held`, …: in JSON.
std::string_view word_of(Ending ending);

/// A format of the outcome; an option of `jobrig experiment`.
struct OutcomeFormat {
  std::string_view option;
  std::string_view summary;
  std::string (*write)(const Outcome& outcome);
};
std::span<const OutcomeFormat> outcome_formats();

std::string outcome_text(const Outcome& outcome);
std::string outcome_json(const Outcome& outcome);
std::string outcome_markdown(const Outcome& outcome);
/// One test case per phase.
std::string outcome_junit(const Outcome& outcome);

}  // namespace jobrig::experiment
