#include "commands/report_outputs.h"

#include <unistd.h>

#include <algorithm>
#include <ostream>

#include "base/output_file.h"

namespace jobrig::commands {
namespace {

bool is_stdout(const std::string& file) { return file == "-" || base::descriptor_named(file) == STDOUT_FILENO; }

}  // namespace

ReportOutputs::ReportOutputs() : files_(report::catalogue().size()) {}

void ReportOutputs::declare(Options& options) {
  declare_formats(options);
  declare_detail(options);
}

void ReportOutputs::declare_in_brief(Options& options) {
  std::string names;
  for (const report::FormatRow& format : report::catalogue()) {
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  }
  options.group("--FORMAT FILE", "write a report as " + names + " (see report --help)",
                [&] { declare_formats(options); });
  options.group("--quiet, --verbose", "print only counts and names; print all in full",
                [&] { declare_detail(options); });
}

void ReportOutputs::declare_detail(Options& options) {
  options.group("--quiet, --verbose", "print only counts and names; print all in full", [&] {
    options.flag("--quiet", quiet_, "print only counts and the names of failed cases");
    options.flag("--verbose", verbose_, "print every failure in full");
  });
}

report::TextDetail ReportOutputs::detail() const {
  if (verbose_) {
    return report::TextDetail::kFailures;
  }
  return quiet_ ? report::TextDetail::kQuiet : report::TextDetail::kBrief;
}

void ReportOutputs::declare_formats(Options& options) {
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
                     [](const auto& files) { return std::any_of(files.begin(), files.end(), is_stdout); });
}

std::optional<base::Error> ReportOutputs::check() const {
  if (quiet_ && verbose_) {
    return base::Error{"--quiet and --verbose exclude each other"};
  }
  for (const auto& files : files_) {
    for (const std::string& file : files) {
      if (file == "-") {
        continue;
      }
      if (auto error = base::check_output(file)) {
        return error;
      }
    }
  }
  return std::nullopt;
}

const report::FormatRow* ReportOutputs::other_than(std::span<const std::string_view> options) const {
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const report::FormatRow& format = report::catalogue()[i];
    if (!files_[i].empty() && std::find(options.begin(), options.end(), format.option) == options.end()) {
      return &format;
    }
  }
  return nullptr;
}

std::optional<base::Error> ReportOutputs::write(std::span<const model::RunResult> runs, Streams& streams) const {
  return write([&](const report::FormatRow& format) { return report::write_report(format, runs); }, streams);
}

std::optional<base::Error> ReportOutputs::write(const std::function<std::string(const report::FormatRow&)>& text_of,
                                                Streams& streams) const {
  std::optional<base::Error> first;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (files_[i].empty()) {
      continue;
    }
    const std::string text = text_of(report::catalogue()[i]);
    for (const std::string& file : files_[i]) {
      if (file == "-") {
        streams.out << text;
        continue;
      }
      streams.out.flush();  // what was written to stdout comes before what is written to /dev/stdout
      if (const auto error = base::write_output(file, text); error && !first) {
        first = error;
      }
    }
  }
  return first;
}

}  // namespace jobrig::commands
