#include "drive/profile_driver.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/quote.h"
#include "contract/json_document.h"
#include "drive/command_line.h"
#include "drive/environment.h"
#include "drive/pattern.h"
#include "drive/placeholders.h"
#include "drive/program_run.h"

namespace jobrig::drive {
namespace {

using model::ClientOutcome;

constexpr std::chrono::seconds kVersionTimeout{30};
constexpr std::size_t kShownOutput = 4096;

bool applies(const model::ProfilePart& part, const CallRequest& request) {
  if (part.when.empty()) {
    return true;
  }
  const auto value = placeholder_value(request, part.when);
  return value && (!part.is || *value == *part.is);
}

bool mentions(const std::vector<model::ProfilePart>& parts, const std::string& argument) {
  return std::any_of(parts.begin(), parts.end(), [&](const model::ProfilePart& part) {
    return part.when == argument || std::any_of(part.words.begin(), part.words.end(), [&](const std::string& word) {
             const auto names = placeholders_in(word);
             return std::find_if(names.begin(), names.end(), [&](const std::string& name) {
                      return name == argument || (name == kPayload && in_payload(argument));
                    }) != names.end();
           });
  });
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// A client that prints nothing, or not an object, on success has an empty response.
std::string object_or_empty(const std::string& text) {
  nlohmann::json document;
  return !contract::read_json(text, document) && document.is_object() ? text : "{}";
}

std::optional<int> number_in(const std::string& text) {
  int number = 0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && stop == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

ClientOutcome unable(std::string reason) {
  ClientOutcome outcome;
  outcome.message = std::move(reason);
  return outcome;
}

}  // namespace

base::Result<std::vector<std::string>> profile_words(const model::ClientProfile& profile, const CallRequest& request) {
  const auto call = std::find_if(profile.calls.begin(), profile.calls.end(), [&](const model::ProfileCall& one) {
    return one.operation == request.call.operation;
  });
  if (call == profile.calls.end()) {
    return base::Error{"the profile " + profile.name + " does not define " + request.call.operation};
  }
  if (request.call.polling) {
    return base::Error{"a client that is started for each call does not poll"};
  }
  for (const model::Argument& argument : request.call.arguments) {
    if (!mentions(call->parts, argument.name)) {
      return base::Error{"the profile " + profile.name + " does not define " + argument.name};
    }
  }
  std::vector<std::string> words;
  for (const model::ProfilePart& part : call->parts) {
    for (const std::string& word : part.words) {
      if (auto filled = applies(part, request) ? expand_placeholders(word, request) : std::nullopt) {
        words.push_back(std::move(*filled));
      }
    }
  }
  return words;
}

std::optional<ClientOutcome> profile_outcome(const model::ClientProfile& profile, int exit_code, const std::string& out,
                                             const std::string& err) {
  for (const model::OutcomeRule& rule : profile.outcomes) {
    Captures of_out;
    Captures of_err;
    if (exit_code < rule.least_exit || exit_code > rule.most_exit || !find_pattern(rule.out, out, of_out) ||
        !find_pattern(rule.err, err, of_err)) {
      continue;
    }
    Captures captures = std::move(of_out);
    captures.merge(of_err);
    captures["stdout"] = out;
    captures["stderr"] = err;
    ClientOutcome outcome;
    outcome.kind = rule.kind;
    outcome.failure = rule.failure;
    outcome.error = with_captures(rule.error, captures);
    outcome.message = with_captures(rule.message, captures);
    outcome.status = number_in(with_captures(rule.status, captures));
    if (rule.kind == ClientOutcome::Kind::kSuccess) {
      outcome.response = object_or_empty(with_captures(rule.response, captures));
    }
    return outcome;
  }
  return std::nullopt;
}

ProfileDriver::ProfileDriver(ProcessSupervisor& supervisor, const StopFlag& stop, ProfileOptions options)
    : supervisor_(supervisor), stop_(stop), options_(std::move(options)) {
  for (const auto& [name, value] : options_.profile.environment) {
    set_variable(options_.environment, name, value);
  }
}

base::Result<model::ClientDescription> ProfileDriver::describe() {
  const model::ClientProfile& profile = options_.profile;
  model::ClientDescription client;
  client.name = profile.name;
  client.command = command_line(profile.program, options_.redaction);
  client.features = profile.features;
  const auto speaks = [&profile](std::string_view transport) {
    return std::find(profile.transports.begin(), profile.transports.end(), transport) != profile.transports.end();
  };
  client.http = speaks("http");
  if (speaks("mqtt") && std::find(client.features.begin(), client.features.end(), "mqtt") == client.features.end()) {
    client.features.emplace_back("mqtt");
  }
  client.limits = profile.limits;
  if (profile.version.empty()) {
    return client;
  }
  SpawnOptions program{profile.program, options_.environment};
  program.words.insert(program.words.end(), profile.version.begin(), profile.version.end());
  CallReport report;
  const ProgramEnd end = run_program(supervisor_, stop_, std::move(program), kVersionTimeout, report);
  if (!report.harness_problem.empty()) {
    return base::Error{report.harness_problem};
  }
  if (!end.exited || end.exit_code != 0) {
    return base::Error{"cannot get the version of the client: " + client.command + " ended with exit code " +
                       std::to_string(end.exit_code)};
  }
  client.version = first_line(end.out.empty() ? end.err : end.out);
  return client;
}

CallReport ProfileDriver::make(const CallRequest& request) {
  CallReport report;
  auto words = profile_words(options_.profile, request);
  if (!words) {
    report.outcome = unable(words.error().message);
    report.began = report.ended = base::SystemClock().monotonic();
    return report;
  }
  SpawnOptions program{options_.profile.program, options_.environment};
  program.words.insert(program.words.end(), words->begin(), words->end());
  add_call_variables(program.environment, request);
  const ProgramEnd end = run_program(supervisor_, stop_, std::move(program), request.timeout, report, request.more);
  left_behind_ += end.left_behind;
  if (!end.exited || end.exit_code != 0) {
    report.last_errors = last_lines(options_.redaction.clean(end.err));
  }
  if (!end.exited || report.crashed) {
    return report;
  }
  report.outcome = profile_outcome(options_.profile, end.exit_code, end.out, end.err);
  if (report.outcome) {
    report.outcome->exit_code = end.exit_code;
    // Redacted before it is cut: a part of a secret would not be found.
    report.outcome->out = options_.redaction.clean(end.out).substr(0, kShownOutput);
    report.outcome->err = options_.redaction.clean(end.err).substr(0, kShownOutput);
  } else {
    report.harness_problem = "the profile " + options_.profile.name + " does not define exit code " +
                             std::to_string(end.exit_code) + " with stderr " +
                             base::quoted(options_.redaction.clean(end.err));
  }
  return report;
}

std::size_t ProfileDriver::close() { return std::exchange(left_behind_, 0); }

}  // namespace jobrig::drive
