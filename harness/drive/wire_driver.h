// Wire driver: drives a program that knows nothing of jobrig: it is started once for each call with the endpoint in its
// words or its environment, and only what arrives on the wire and whether it ends in time is looked at. Its exit code
// is told in a note and judged by nobody.
#pragma once

#include <string>
#include <vector>

#include "drive/children.h"
#include "drive/driver.h"
#include "drive/redaction.h"
#include "drive/stop_flag.h"

namespace jobrig::drive {

struct WireOptions {
  std::vector<std::string> words;        // with placeholders; a word whose placeholder has no value is left out
  std::vector<std::string> environment;  // to which each call adds its variables
  std::vector<std::string> features;     // beside those that its placeholders show
  Redaction redaction;
};

class WireDriver final : public Driver {
 public:
  /// Borrows both, which must outlive it.
  WireDriver(Children& children, const StopFlag& stop, WireOptions options);

  base::Result<model::ClientDescription> describe() override;
  [[nodiscard]] bool reports() const override { return false; }
  CallReport make(const CallOrder& order) override;
  std::size_t close() override;

 private:
  Children& children_;
  const StopFlag& stop_;
  WireOptions options_;
  std::size_t left_behind_ = 0;
};

}  // namespace jobrig::drive
