// Profile driver: drives a command-line client as its profile says: one process a call, its words made from the call,
// its exit code and outputs read into an outcome.
#pragma once

#include <string>
#include <vector>

#include "drive/children.h"
#include "drive/driver.h"
#include "drive/redaction.h"
#include "drive/stop_flag.h"
#include "model/client_profile.h"

namespace jobrig::drive {

struct ProfileOptions {
  model::ClientProfile profile;
  std::vector<std::string> environment;
  Redaction redaction;
};

class ProfileDriver final : public Driver {
 public:
  /// Borrows both, which must outlive it.
  ProfileDriver(Children& children, const StopFlag& stop, ProfileOptions options);

  /// Runs the program once to have its version.
  base::Result<model::ClientDescription> describe() override;
  [[nodiscard]] bool reports() const override { return true; }
  CallReport make(const CallOrder& order) override;
  std::size_t close() override;

 private:
  Children& children_;
  const StopFlag& stop_;
  ProfileOptions options_;
  std::size_t left_behind_ = 0;
};

/// The words behind the program for that call. The error says why the client cannot make it: no words for the
/// operation, or for an argument.
base::Result<std::vector<std::string>> profile_words(const model::ClientProfile& profile, const CallOrder& order);

/// What the end of the client means; nothing when no rule of the profile fits.
std::optional<model::ClientOutcome> profile_outcome(const model::ClientProfile& profile, int exit_code,
                                                    const std::string& out, const std::string& err);

}  // namespace jobrig::drive
