#include "commands/command_line.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <vector>

#include "base/ascii.h"
#include "base/catalogue.h"
#include "base/result.h"
#include "base/suggest.h"
#include "base/version.h"
#include "commands/catalogue.h"
#include "commands/meant_words.h"
#include "commands/program.h"
#include "manual/help.h"

namespace jobrig::commands {
namespace {

ExitCode refuse(Streams& streams, const std::string& message, std::string_view command) {
  streams.err << "jobrig: " << message << "\n";
  streams.err << "jobrig: see jobrig " << command << (command.empty() ? "" : " ") << "--help\n";
  return ExitCode::kUserOrWorld;
}

/// The name of an option without `=value`.
std::string_view option_name(std::string_view word) { return word.substr(0, word.find('=')); }

std::string unknown_option(std::string_view word, const Options& options, std::vector<std::string_view> known) {
  const std::string_view name = option_name(word);
  const std::string message = "unknown option \"" + std::string(name) + "\"";
  if (const std::string meant = meant_option(name, options); !meant.empty()) {
    return message + meant;
  }
  for (const OptionSpec& spec : options.specs()) {
    if (!spec.positional) {
      known.emplace_back(spec.name);
    }
  }
  return message + base::did_you_mean(name, known);
}

/// Whether a word looks like an option: `--format`, `-x`; not `-` and not a number.
bool is_option(std::string_view word) { return word.size() > 1 && word[0] == '-' && !base::is_digit(word[1]); }

/// The parsed words, before the values are interpreted.
struct Parsed {
  bool help = false;
  std::string unknown;                           // the first unknown option
  std::vector<std::string> positional;           // words that belong to no option, in order
  std::vector<std::vector<std::string>> values;  // values per spec, in the order of the specs; the value of a flag is
                                                 // empty
};

const OptionSpec* find_option(std::string_view name, const Options& options) {
  const auto spec = std::find_if(options.specs().begin(), options.specs().end(),
                                 [&](const OptionSpec& one) { return !one.positional && one.name == name; });
  return spec == options.specs().end() ? nullptr : &*spec;
}

/// Removes the option at the front of `words` and its value from `words`; returns an error message if it is invalid.
std::optional<std::string> take_option(const OptionSpec& spec, std::span<const std::string>& words,
                                       std::vector<std::string>& values) {
  const std::string& word = words.front();
  words = words.subspan(1);
  const bool joined = word.size() > spec.name.size();  // --name=value
  const std::string after_name = joined ? word.substr(spec.name.size() + 1) : "";
  if (spec.placeholder.empty()) {
    values.emplace_back();
    return joined ? std::optional(spec.name + " takes no value") : std::nullopt;
  }
  if (spec.may_lack_value && !joined) {
    values.emplace_back();
    return std::nullopt;
  }
  if (joined ? after_name.empty() : words.empty() || words.front().empty() || is_option(words.front())) {
    return spec.name + " needs a value: " + spec.name + (spec.may_lack_value ? "=" : " ") + spec.placeholder;
  }
  values.push_back(joined ? after_name : words.front());
  words = words.subspan(joined ? 0 : 1);
  return std::nullopt;
}

/// Options may be anywhere before `--`. All words after it are positional.
base::Result<Parsed> parse(std::span<const std::string> words, const Options& options) {
  Parsed parsed;
  parsed.values.resize(options.specs().size());
  while (!words.empty() && words.front() != "--") {
    const std::string& word = words.front();
    const OptionSpec* const spec = find_option(option_name(word), options);
    if (spec != nullptr) {
      if (const auto problem =
              take_option(*spec, words, parsed.values[static_cast<std::size_t>(spec - options.specs().data())])) {
        return base::Error{*problem};
      }
      continue;
    }
    if (word == "--help" || word == "-h") {
      parsed.help = true;
    } else if (!is_option(word)) {
      parsed.positional.push_back(word);
    } else if (parsed.unknown.empty()) {
      parsed.unknown = word;
    }
    words = words.subspan(1);
  }
  if (!words.empty()) {
    parsed.positional.insert(parsed.positional.end(), words.begin() + 1, words.end());
  }
  return parsed;
}

/// Passes the values to the command. Returns an error message if a value is invalid.
std::optional<std::string> fill_in(const Parsed& parsed, const Options& options) {
  const bool takes_words = std::any_of(options.specs().begin(), options.specs().end(),
                                       [](const OptionSpec& spec) { return spec.positional; });
  if (!takes_words && !parsed.positional.empty()) {
    return "unexpected word \"" + parsed.positional.front() + "\"";
  }
  for (std::size_t i = 0; i < options.specs().size(); ++i) {
    const OptionSpec& spec = options.specs()[i];
    const std::vector<std::string>& values = spec.positional ? parsed.positional : parsed.values[i];
    if (values.size() < spec.least) {
      return spec.name + " is missing";
    }
    if (values.size() > spec.most) {
      return spec.positional ? "unexpected word \"" + values[spec.most] + "\"" : spec.name + " is given twice";
    }
    for (const std::string& value : values) {
      if (const auto problem = spec.take(value)) {
        return spec.name + " " + *problem;
      }
    }
  }
  return std::nullopt;
}

ExitCode run_command(const CommandRow& row, std::span<const std::string> words, Streams& streams) {
  const std::unique_ptr<Command> command = row.make();
  Options options;
  command->declare(options);
  const auto parsed = parse(words, options);
  if (!parsed) {
    return refuse(streams, parsed.error().message, row.name);
  }
  if (parsed->help) {
    streams.out << manual::command_help(*command_named(program(), row.name));
    return ExitCode::kFine;
  }
  // Check this first: the value of an unknown option is parsed as a positional word and would cause a misleading error.
  if (!parsed->unknown.empty()) {
    return refuse(streams, unknown_option(parsed->unknown, options, {"--help"}), row.name);
  }
  if (const auto problem = fill_in(*parsed, options)) {
    return refuse(streams, *problem, row.name);
  }
  return command->run(streams);
}

}  // namespace

ExitCode run_command_line(std::span<const std::string> words, Streams& streams, std::string_view commit) {
  if (words.empty()) {
    streams.err << manual::program_help(program());
    return ExitCode::kUserOrWorld;
  }
  const std::string& word = words.front();
  if (word == "--help" || word == "-h") {
    streams.out << manual::program_help(program());
    return ExitCode::kFine;
  }
  if (word == "--version" || word == "-V") {
    streams.out << "jobrig " << base::version();
    if (!commit.empty()) {
      streams.out << " (commit " << commit << ")";
    }
    streams.out << "\n";
    return ExitCode::kFine;
  }
  if (is_option(word)) {
    return refuse(streams, unknown_option(word, Options(), {"--help", "--version"}), "");
  }
  if (const CommandRow* const row = base::row_named(catalogue(), word)) {
    return run_command(*row, words.subspan(1), streams);
  }
  return refuse(streams, unknown_command(word), "");
}

}  // namespace jobrig::commands
