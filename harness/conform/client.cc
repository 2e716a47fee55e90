#include "conform/client.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/quote.h"
#include "base/units.h"
#include "base/unknown_placeholder.h"
#include "conform/profile_files.h"
#include "drive/adapter_driver.h"
#include "drive/command_line.h"
#include "drive/environment.h"
#include "drive/placeholders.h"
#include "drive/profile_driver.h"
#include "drive/program_files.h"
#include "drive/wire_driver.h"
#include "judge/features.h"
#include "report/diagnostics_text.h"

namespace jobrig::conform {

ConformClient::ConformClient(const ClientOptions& options, drive::ProcessSupervisor& supervisor,
                             const drive::StopFlag& stop, base::Duration deadline,
                             const std::vector<std::string>& secret_keys)
    : options_(options), supervisor_(supervisor), stop_(stop), deadline_(deadline) {
  if (options_.adapter && !options_.profile.empty()) {
    problem_ = "--adapter and --profile exclude each other";
    return;
  }
  if (options_.words.empty() && options_.profile.empty()) {
    problem_ =
        options_.agent
            ? "no agent given; put its command line after --, as in jobrig conform --agent -- ./agent {endpoint}"
            : "no client given; put its command line after --, as in jobrig conform --adapter -- python3 mine.py";
    return;
  }
  if (options_.wire_only && (options_.adapter || !options_.profile.empty())) {
    problem_ = "--wire-only is not allowed with --adapter or --profile, which report results";
    return;
  }
  read_features();
  const std::vector<std::string> caller = drive::own_environment();
  environment_ = drive::base_environment(caller);
  read_variables();
  if (!options_.profile.empty()) {
    read_profile();
  }
  read_secrets(caller, secret_keys);
  if (!problem_) {
    read_program();
  }
}

/// A program that is not there and a misspelt placeholder would fail every case.
void ConformClient::read_program() {
  const std::vector<std::string>& words = profile_ ? profile_->program : options_.words;
  const bool one_call = !options_.adapter && !profile_ && !options_.agent;
  for (const std::string& word : words) {
    if (auto unknown = one_call ? base::unknown_placeholder(word, drive::placeholder_names()) : std::nullopt) {
      problem_ = std::move(unknown);
      return;
    }
  }
  if (!one_call || drive::placeholders_in(words.front()).empty()) {
    problem_ = drive::start_problem(words.front());
  }
}

/// Secrets of the caller are also redacted when the client gets them elsewhere, for example from a file.
void ConformClient::read_secrets(const std::vector<std::string>& caller, const std::vector<std::string>& secret_keys) {
  std::vector<std::string> secrets = secret_keys;
  for (const auto& more :
       {drive::secrets_of(caller), drive::secrets_of_passed(passed_), drive::secrets_of_words(options_.words)}) {
    secrets.insert(secrets.end(), more.begin(), more.end());
  }
  redaction_ = base::Redaction(secrets);
}

void ConformClient::read_features() {
  for (const std::string& list : options_.features) {
    for (std::string_view rest = list; !rest.empty();) {
      const std::string_view word = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
      if (auto unknown = judge::unknown_feature(word)) {
        problem_ = std::move(*unknown);
      }
      features_.emplace_back(word);
    }
  }
  if ((options_.adapter || !options_.profile.empty()) && !features_.empty()) {
    problem_ = "--features is not allowed with --adapter or --profile, which declare the features themselves";
  }
}

/// Words after `--` replace the program of the profile.
void ConformClient::read_profile() {
  base::Diagnostics diagnostics;
  report::SourceTexts texts;
  profile_ = load_profile(options_.profile, diagnostics, texts);
  if (!profile_) {
    std::string text = report::diagnostics_text(diagnostics, texts);
    text.erase(text.find_last_not_of('\n') + 1);
    problem_ = std::move(text);
  } else if (!options_.words.empty()) {
    profile_->program = options_.words;
  }
}

void ConformClient::read_variables() {
  const std::vector<std::string> caller = drive::own_environment();
  for (const std::string& given : options_.variables) {
    const std::size_t equals = given.find('=');
    const std::string name = given.substr(0, equals);
    if (equals != std::string::npos) {
      drive::set_variable(environment_, name, given.substr(equals + 1));
      passed_.push_back(given);
      continue;
    }
    const auto own = std::find_if(caller.begin(), caller.end(),
                                  [&](const std::string& entry) { return entry.starts_with(name + "="); });
    if (own == caller.end()) {
      problem_ = "--env " + base::quoted(name) + ": the variable is not set";
    } else {
      drive::set_variable(environment_, name, own->substr(name.size() + 1));
      passed_.push_back(*own);
    }
  }
}

std::unique_ptr<drive::Driver> ConformClient::make_driver() const {
  if (options_.adapter) {
    drive::AdapterOptions options;
    options.words = options_.words;
    options.environment = environment_;
    options.redaction = redaction_;
    // Starting the client is not part of a case: a short case deadline must not turn a slow start into a harness error.
    options.hello_timeout = std::max(options.hello_timeout, deadline_);
    return std::make_unique<drive::AdapterDriver>(supervisor_, stop_, std::move(options));
  }
  if (profile_) {
    return std::make_unique<drive::ProfileDriver>(supervisor_, stop_,
                                                  drive::ProfileOptions{*profile_, environment_, redaction_});
  }
  return std::make_unique<drive::WireDriver>(
      supervisor_, stop_, drive::WireOptions{options_.words, environment_, features_, redaction_, !options_.wire_only});
}

void ConformClient::amend(model::ClientDescription& declared) const {
  declared.name = options_.name.empty() ? declared.name : redaction_.clean(options_.name);
  declared.version = options_.version.empty() ? declared.version : redaction_.clean(options_.version);
  model::ClientLimits& limits = declared.limits;
  if (options_.attempts) {
    limits.attempts = options_.attempts;
  }
  if (options_.attempt_timeout > base::Duration::zero()) {
    limits.attempt = options_.attempt_timeout;
  }
  if (options_.total_timeout > base::Duration::zero()) {
    limits.total = options_.total_timeout;
  }
}

/// The options that replace limits, each with a space behind it.
std::string ConformClient::limit_words() const {
  const auto time = [](const std::string& option, base::Duration given) {
    return given > base::Duration::zero() ? option + " " + base::format_duration(given) + " " : "";
  };
  return (options_.attempts ? "--attempts " + std::to_string(*options_.attempts) + " " : "") +
         time("--attempt-timeout", options_.attempt_timeout) + time("--total-timeout", options_.total_timeout);
}

std::string ConformClient::command_words() const {
  std::string words =
      limit_words() + (options_.adapter ? "--adapter " : "") + (options_.wire_only ? "--wire-only " : "");
  if (profile_) {
    const std::string profile = words + "--profile " + options_.profile;
    return options_.words.empty() ? profile : profile + " -- " + drive::command_line(options_.words, redaction_);
  }
  for (const std::string& feature : features_) {
    words += "--features " + feature + " ";
  }
  return words + "-- " + drive::command_line(options_.words, redaction_);
}

}  // namespace jobrig::conform
