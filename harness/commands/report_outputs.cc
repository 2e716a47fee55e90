#include "commands/report_outputs.h"

#include <algorithm>
#include <ostream>

#include "base/atomic_file.h"
#include "report/catalogue.h"

namespace jobrig::commands {

ReportOutputs::ReportOutputs() : files_(report::catalogue().size()) {}

void ReportOutputs::declare(Options& options) {
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const report::FormatRow& format = report::catalogue()[i];
    options.texts(std::string(format.option), "FILE", files_[i], std::string(format.summary));
  }
}

bool ReportOutputs::any() const {
  return std::any_of(files_.begin(), files_.end(), [](const auto& files) { return !files.empty(); });
}

bool ReportOutputs::take_stdout() const {
  return std::any_of(files_.begin(), files_.end(),
                     [](const auto& files) { return std::find(files.begin(), files.end(), "-") != files.end(); });
}

std::optional<base::Error> ReportOutputs::write(std::span<const model::RunResult> runs, Streams& streams) const {
  std::optional<base::Error> first;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (files_[i].empty()) {
      continue;
    }
    const std::string text = report::write_report(report::catalogue()[i], runs);
    for (const std::string& file : files_[i]) {
      if (file == "-") {
        streams.out << text;
      } else if (const auto error = base::write_atomically(file, text); error && !first) {
        first = error;
      }
    }
  }
  return first;
}

}  // namespace jobrig::commands
