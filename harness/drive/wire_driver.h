// Wire driver: drives a program that does not know jobrig. The program is started once per call, with the endpoint in
// its arguments or environment. Only its requests and whether it exits in time count; its exit code is reported in a
// note and not judged.
#pragma once

#include <string>
#include <vector>

#include "drive/driver.h"
#include "drive/process_supervisor.h"
#include "drive/redaction.h"
#include "drive/stop_flag.h"

namespace jobrig::drive {

struct WireOptions {
  std::vector<std::string> words;        // with placeholders; a word whose placeholder has no value is dropped
  std::vector<std::string> environment;  // each call adds its variables
  std::vector<std::string> features;     // beside those that its placeholders imply
  Redaction redaction;
};

class WireDriver final : public Driver {
 public:
  /// Borrows both, which must outlive it.
  WireDriver(ProcessSupervisor& supervisor, const StopFlag& stop, WireOptions options);

  base::Result<model::ClientDescription> describe() override;
  [[nodiscard]] bool reports() const override { return false; }
  CallReport make(const CallRequest& request) override;
  std::size_t close() override;

 private:
  ProcessSupervisor& supervisor_;
  const StopFlag& stop_;
  WireOptions options_;
  std::size_t left_behind_ = 0;
};

}  // namespace jobrig::drive
