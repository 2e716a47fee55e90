// Adapter driver: drives a long-lived client that speaks the client protocol on stdin and stdout. It ends a client that
// crashes, breaks the protocol or exceeds a deadline, and starts it again for the next call. It does not judge results.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/redaction.h"
#include "drive/driver.h"
#include "drive/process.h"
#include "drive/protocol.h"

namespace jobrig::drive {

struct AdapterOptions {
  std::vector<std::string> words;
  std::vector<std::string> environment;
  base::Duration hello_timeout = std::chrono::seconds(30);  // from program start to hello
  base::Redaction redaction;                                // applied to the kept part of stderr
};

class AdapterDriver final : public Driver {
 public:
  /// Borrows both arguments, which must outlive the driver. Does not start the client.
  AdapterDriver(ProcessSupervisor& supervisor, const StopFlag& stop, AdapterOptions options);
  ~AdapterDriver() override;

  base::Result<model::ClientDescription> describe() override;
  [[nodiscard]] model::Reports reports() const override { return model::Reports::kResults; }
  CallReport make(const CallRequest& request) override;
  [[nodiscard]] bool running() const override { return process_ != nullptr; }
  std::vector<LateLine> late_lines() override;
  std::size_t close() override;

 private:
  [[nodiscard]] std::optional<base::Error> start();
  [[nodiscard]] std::string wait_for_hello(base::Monotonic deadline);
  void exchange(const CallRequest& request, CallReport& report);
  [[nodiscard]] WaitResult read_in_time(const CallRequest& request, std::string& line, base::Monotonic& deadline);
  void note_late_line(const std::string& line);
  void read_late_lines();
  [[nodiscard]] bool take_result(const std::string& line, CallReport& report);
  void end_after(WaitResult why, CallReport& report);
  void end_broken(const std::string& what, CallReport& report);
  void end(CallReport& report);
  [[nodiscard]] std::string stderr_tail() const;

  ProcessSupervisor& supervisor_;
  const StopFlag& stop_;
  AdapterOptions options_;
  std::unique_ptr<Process> process_;  // null: not running
  Hello hello_;                       // of the running process
  std::string unusable_;              // the reason for not starting it again; empty: usable
  int failed_starts_ = 0;             // in a row
  bool was_ready_ = false;
  std::uint64_t calls_ = 0;     // their ids count from 1, over all starts
  std::vector<LateLine> late_;  // not returned yet
  std::size_t late_bytes_ = 0;  // of such lines since the last call
  bool called_ = false;  // this process was given a call; what it wrote before is read as the result of the first
  std::size_t left_behind_ = 0;
};

}  // namespace jobrig::drive
