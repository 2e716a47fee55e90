// Wire driver: drives a program that does not know jobrig. It starts the program once per call, with the endpoint in
// the arguments or the environment. Its exit code is its only report: 0 is a success, any other an error. It does not
// look at what the program prints.
#pragma once

#include <string>
#include <vector>

#include "base/redaction.h"
#include "drive/driver.h"
#include "drive/process_supervisor.h"
#include "drive/program_run.h"
#include "drive/stop_flag.h"

namespace jobrig::drive {

struct WireOptions {
  std::vector<std::string> words;        // with placeholders; a word is dropped if its placeholder has no value
  std::vector<std::string> environment;  // each call adds its own variables
  std::vector<std::string> features;     // in addition to those that the placeholders imply
  base::Redaction redaction;
  bool exit_code = true;  // false: not a report, only a note
};

class WireDriver final : public Driver {
 public:
  /// Borrows both arguments, which must outlive the driver.
  WireDriver(ProcessSupervisor& supervisor, const StopFlag& stop, WireOptions options);

  base::Result<model::ClientDescription> describe() override;
  [[nodiscard]] model::Reports reports() const override {
    return options_.exit_code ? model::Reports::kExitCode : model::Reports::kNothing;
  }
  CallReport make(const CallRequest& request) override;
  std::size_t close() override;

 private:
  [[nodiscard]] model::ClientOutcome outcome_of(const ProgramEnd& end) const;

  ProcessSupervisor& supervisor_;
  const StopFlag& stop_;
  WireOptions options_;
  std::size_t left_behind_ = 0;
};

}  // namespace jobrig::drive
