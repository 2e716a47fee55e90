#include "drive/wire_driver.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/quote.h"
#include "drive/command_line.h"
#include "drive/environment.h"
#include "drive/placeholders.h"
#include "drive/program_run.h"

namespace jobrig::drive {
namespace {

// Pairs of a placeholder and the feature that it implies.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kShown{
    {{"executionNumber", "execution-number"}, {"ca", "tls"}, {"cert", "client-certificate"}}};

constexpr std::size_t kShownErrors = 4096;

void add(std::vector<std::string>& features, std::string_view feature) {
  if (std::find(features.begin(), features.end(), feature) == features.end()) {
    features.emplace_back(feature);
  }
}

std::string last_line(std::string_view text) {
  text = text.substr(0, text.find_last_not_of("\r\n\t ") + 1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

}  // namespace

WireDriver::WireDriver(ProcessSupervisor& supervisor, const StopFlag& stop, WireOptions options)
    : supervisor_(supervisor), stop_(stop), options_(std::move(options)) {}

base::Result<model::ClientDescription> WireDriver::describe() {
  model::ClientDescription client;
  const std::string& program = options_.words.at(0);
  client.name = program.substr(program.rfind('/') + 1);
  client.command = command_line(options_.words, options_.redaction);
  client.features = options_.features;
  for (const std::string& word : options_.words) {
    for (const std::string& name : placeholders_in(word)) {
      const auto row = std::find_if(kShown.begin(), kShown.end(), [&](const auto& one) { return one.first == name; });
      if (row != kShown.end()) {
        add(client.features, row->second);
      }
    }
  }
  return client;
}

model::ClientOutcome WireDriver::outcome_of(const ProgramEnd& end) const {
  model::ClientOutcome outcome;
  outcome.exit_code = end.exit_code;
  outcome.kind = end.exit_code == 0 ? model::ClientOutcome::Kind::kSuccess : model::ClientOutcome::Kind::kError;
  // Redacted before it is cut: a part of a secret would not be found.
  outcome.err = options_.redaction.clean(end.err).substr(0, kShownErrors);
  outcome.message = end.exit_code == 0 ? "" : last_line(outcome.err);
  return outcome;
}

CallReport WireDriver::make(const CallRequest& request) {
  SpawnOptions program;
  for (const std::string& word : options_.words) {
    if (auto filled = expand_placeholders(word, request)) {
      program.words.push_back(std::move(*filled));
    }
  }
  program.environment = options_.environment;
  add_call_variables(program.environment, request);
  CallReport report;
  const ProgramEnd end = run_program(supervisor_, stop_, std::move(program), request.timeout, report, request.more);
  left_behind_ += end.left_behind;
  if (!end.exited || end.exit_code != 0) {
    report.last_errors = last_lines(options_.redaction.clean(end.err));
  }
  if (!end.exited || report.crashed) {
    return report;
  }
  if (options_.exit_code) {
    report.outcome = outcome_of(end);
  } else if (end.exit_code != 0) {
    report.notes.push_back("the client ended with exit code " + std::to_string(end.exit_code));
  }
  return report;
}

std::size_t WireDriver::close() { return std::exchange(left_behind_, 0); }

}  // namespace jobrig::drive
