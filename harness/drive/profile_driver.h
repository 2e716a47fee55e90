// Profile driver: drives a command-line client according to its profile, with one process per call. It makes the
// arguments from the call and interprets the exit code and outputs as an outcome. It does not judge outcomes.
#pragma once

#include <string>
#include <vector>

#include "base/redaction.h"
#include "drive/driver.h"
#include "drive/process_supervisor.h"
#include "drive/stop_flag.h"
#include "model/client_profile.h"

namespace jobrig::drive {

struct ProfileOptions {
  model::ClientProfile profile;
  std::vector<std::string> environment;
  base::Redaction redaction;
};

class ProfileDriver final : public Driver {
 public:
  /// Borrows both arguments, which must outlive the driver.
  ProfileDriver(ProcessSupervisor& supervisor, const StopFlag& stop, ProfileOptions options);

  /// Runs the program once to get its version.
  base::Result<model::ClientDescription> describe() override;
  [[nodiscard]] model::Reports reports() const override { return model::Reports::kResults; }
  CallReport make(const CallRequest& request) override;
  std::size_t close() override;

 private:
  ProcessSupervisor& supervisor_;
  const StopFlag& stop_;
  ProfileOptions options_;
  std::size_t left_behind_ = 0;
};

/// The arguments of the program for this call. The error says why the client cannot make the call: the profile lacks
/// the operation or one of its arguments.
base::Result<std::vector<std::string>> profile_words(const model::ClientProfile& profile, const CallRequest& request);

/// The outcome of a client that has ended. Nothing when no rule of the profile matches.
std::optional<model::ClientOutcome> profile_outcome(const model::ClientProfile& profile, int exit_code,
                                                    const std::string& out, const std::string& err);

}  // namespace jobrig::drive
