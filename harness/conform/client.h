// Conform client: turns command-line options into the drivers of a run: the kind of client, its environment, and the
// secrets to redact in reports. It starts nothing itself.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/redaction.h"
#include "drive/driver.h"
#include "drive/process_supervisor.h"
#include "drive/stop_flag.h"
#include "model/client_profile.h"
#include "model/verdict.h"

namespace jobrig::conform {

struct ClientOptions {
  std::vector<std::string> words;  // after `--`
  bool adapter = false;
  bool wire_only = false;  // the exit code of a program is not judged
  bool agent = false;      // a long-lived program, whose placeholders are not those of a call
  std::string name;        // these two replace what the client says of itself; empty: not given
  std::string version;
  std::string profile;                   // the name of a built-in profile, or a file; empty: none
  std::vector<std::string> features;     // each a comma-separated list
  std::vector<std::string> variables;    // NAME or NAME=VALUE
  std::optional<std::int64_t> attempts;  // these three replace what the client declares
  base::Duration attempt_timeout{0};     // zero: not given
  base::Duration total_timeout{0};
};

class ConformClient {
 public:
  /// Borrows the supervisor and the flag. `deadline` is the deadline from the command line; it also limits the hello.
  /// `secret_keys` are those of the cases.
  ConformClient(const ClientOptions& options, drive::ProcessSupervisor& supervisor, const drive::StopFlag& stop,
                base::Duration deadline, const std::vector<std::string>& secret_keys);

  /// Returns a sentence that says what is wrong with the options; nothing: they are valid.
  [[nodiscard]] const std::optional<std::string>& problem() const { return problem_; }
  /// The secrets that were given: in the environment, to pass to the client, among its arguments, and `secret_keys`.
  [[nodiscard]] const base::Redaction& redaction() const { return redaction_; }
  /// The variables of the program, without those of a call.
  [[nodiscard]] const std::vector<std::string>& environment() const { return environment_; }
  /// Returns a new driver; every worker needs its own. May be called from any thread.
  [[nodiscard]] std::unique_ptr<drive::Driver> make_driver() const;
  /// Replaces what the client declares by what the options say: its name, version and limits.
  void amend(model::ClientDescription& declared) const;
  /// The options that select this client, for replaying: `--adapter -- python3 mine.py`.
  [[nodiscard]] std::string command_words() const;

 private:
  [[nodiscard]] std::string limit_words() const;
  void read_program();
  void read_features();
  void read_profile();
  void read_variables();
  void read_secrets(const std::vector<std::string>& caller, const std::vector<std::string>& secret_keys);

  const ClientOptions& options_;
  drive::ProcessSupervisor& supervisor_;
  const drive::StopFlag& stop_;
  base::Duration deadline_;
  std::vector<std::string> features_;
  std::vector<std::string> environment_;
  std::vector<std::string> passed_;  // the variables of the options, with their values
  base::Redaction redaction_;
  std::optional<model::ClientProfile> profile_;
  std::optional<std::string> problem_;
};

}  // namespace jobrig::conform
