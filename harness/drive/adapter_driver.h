// Adapter driver: drives a client that speaks the client protocol over its stdin and stdout and lives for many cases. A
// client that dies, breaks the protocol or lets a deadline pass is ended, and started again for the next call.
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
  base::Duration hello_most = std::chrono::seconds(30);  // from the program's start to its hello
  Redaction redaction;                                   // of what is kept of its stderr
};

class AdapterDriver final : public Driver {
 public:
  /// Borrows both, which must outlive it. Starts nothing yet.
  AdapterDriver(Children& children, const StopFlag& stop, AdapterOptions options);
  ~AdapterDriver() override;

  base::Result<model::ClientDescription> describe() override;
  [[nodiscard]] bool reports() const override { return true; }
  CallReport make(const CallOrder& order) override;
  std::size_t close() override;

 private:
  [[nodiscard]] std::optional<base::Error> start();
  [[nodiscard]] std::string greet(base::Monotonic deadline);
  void exchange(const CallOrder& order, CallReport& report);
  [[nodiscard]] bool take_result(const std::string& line, CallReport& report);
  void end_after(Woken why, CallReport& report);
  void end_broken(const std::string& what, CallReport& report);
  void end(CallReport& report);
  [[nodiscard]] std::string last_words() const;

  Children& children_;
  const StopFlag& stop_;
  AdapterOptions options_;
  std::unique_ptr<Process> process_;  // null: it is not there
  Hello hello_;                       // of the process that is there
  std::string unusable_;              // why it is not started any more
  int failed_starts_ = 0;             // in a row
  bool was_there_ = false;
  std::uint64_t calls_ = 0;  // their ids count from 1, over all starts
  std::size_t left_behind_ = 0;
};

}  // namespace jobrig::drive
