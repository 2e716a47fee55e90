// Conform client: from the command line's words to the drivers of a run: which kind of client it is, what it is started
// with, which secrets have to stay out of reports. It starts nothing itself.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "drive/children.h"
#include "drive/driver.h"
#include "drive/redaction.h"
#include "drive/stop_flag.h"
#include "model/client_profile.h"

namespace jobrig::conform {

struct ClientOptions {
  std::vector<std::string> words;  // behind `--`
  bool adapter = false;
  std::string profile;                 // a shipped one's name, or a file; empty: none
  std::vector<std::string> features;   // each a list with commas
  std::vector<std::string> variables;  // NAME or NAME=VALUE
};

class ConformClient {
 public:
  /// Borrows the children and the flag. `deadline`: that of the command line, which then holds for hellos too.
  ConformClient(const ClientOptions& options, drive::Children& children, const drive::StopFlag& stop,
                base::Duration deadline);

  /// What is wrong with the options, in a sentence; nothing: they can be used.
  [[nodiscard]] const std::optional<std::string>& problem() const { return problem_; }
  /// A driver of its own for each worker. From any thread.
  [[nodiscard]] std::unique_ptr<drive::Driver> make_driver() const;
  /// How the client is named on a command line: `--adapter -- python3 mine.py`.
  [[nodiscard]] std::string command_words() const;

 private:
  void read_features();
  void read_profile();
  void read_variables();

  const ClientOptions& options_;
  drive::Children& children_;
  const drive::StopFlag& stop_;
  base::Duration deadline_;
  std::vector<std::string> features_;
  std::vector<std::string> environment_;
  drive::Redaction redaction_;
  std::optional<model::ClientProfile> profile_;
  std::optional<std::string> problem_;
};

}  // namespace jobrig::conform
