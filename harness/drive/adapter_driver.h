// Adapter driver: drives a long-lived client that speaks the client protocol on stdin and stdout. A client that
// crashes, breaks the protocol or exceeds a deadline is ended and started again for the next call.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drive/driver.h"
#include "drive/process.h"
#include "drive/protocol.h"
#include "drive/redaction.h"

namespace jobrig::drive {

struct AdapterOptions {
  std::vector<std::string> words;
  std::vector<std::string> environment;
  base::Duration hello_timeout = std::chrono::seconds(30);  // from the start of the program to its hello
  Redaction redaction;                                      // of the kept part of its stderr
};

class AdapterDriver final : public Driver {
 public:
  /// Borrows both, which must outlive it. Does not start the client.
  AdapterDriver(ProcessSupervisor& supervisor, const StopFlag& stop, AdapterOptions options);
  ~AdapterDriver() override;

  base::Result<model::ClientDescription> describe() override;
  [[nodiscard]] bool reports() const override { return true; }
  CallReport make(const CallRequest& request) override;
  std::size_t close() override;

 private:
  [[nodiscard]] std::optional<base::Error> start();
  [[nodiscard]] std::string wait_for_hello(base::Monotonic deadline);
  void exchange(const CallRequest& request, CallReport& report);
  [[nodiscard]] bool take_result(const std::string& line, CallReport& report);
  void end_after(WaitResult why, CallReport& report);
  void end_broken(const std::string& what, CallReport& report);
  void end(CallReport& report);
  [[nodiscard]] std::string stderr_tail() const;

  ProcessSupervisor& supervisor_;
  const StopFlag& stop_;
  AdapterOptions options_;
  std::unique_ptr<Process> process_;  // null: it does not run
  Hello hello_;                       // of the running process
  std::string unusable_;              // why it is not started again
  int failed_starts_ = 0;             // in a row
  bool was_ready_ = false;
  std::uint64_t calls_ = 0;  // their ids count from 1, over all starts
  std::size_t left_behind_ = 0;
};

}  // namespace jobrig::drive
