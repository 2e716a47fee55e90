#include "commands/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <ostream>

#include "base/result.h"
#include "base/suggest.h"
#include "base/version.h"

namespace jobrig::commands {
namespace {

ExitCode refuse(Streams& streams, const std::string& message, std::string_view command) {
  streams.err << "jobrig: " << message << "\n";
  streams.err << "jobrig: see jobrig " << command << (command.empty() ? "" : " ") << "--help\n";
  return ExitCode::kUserOrWorld;
}

bool is_option(std::string_view word) { return word.size() > 1 && word.front() == '-'; }

/// The name of an option without `=value`.
std::string_view option_name(std::string_view word) { return word.substr(0, word.find('=')); }

std::string unknown_option(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string_view name = option_name(word);
  return "unknown option \"" + std::string(name) + "\"" + base::did_you_mean(name, known);
}

/// What the words held, before anything is understood: for each option the values in order.
struct Parsed {
  bool help = false;
  std::deque<std::vector<std::string>> values;  // one for each spec, in their order
  std::vector<std::string> extra;               // what no option took, with the `--` that was among it
};

/// The option that stands without its value, if one does: `--listen` at the end or before another option, `--listen=`.
const OptionSpec* option_without_value(std::span<const std::string> words, const Options& options) {
  const auto spec_of = [&](std::string_view word) -> const OptionSpec* {
    const auto spec = std::find_if(options.specs().begin(), options.specs().end(),
                                   [&](const OptionSpec& one) { return !one.positional && one.name == word; });
    return spec == options.specs().end() ? nullptr : &*spec;
  };
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const OptionSpec* const spec = spec_of(option_name(words[i]));
    if (spec == nullptr || spec->placeholder.empty()) {
      continue;
    }
    const bool own = words[i].size() > spec->name.size();  // --name=value
    if (own ? words[i].size() == spec->name.size() + 1
            : i + 1 == words.size() || words[i + 1] == "--help" || spec_of(option_name(words[i + 1])) != nullptr) {
      return spec;
    }
  }
  return nullptr;
}

/// Lets CLI11 sort the words. Only strings are bound, so that what is wrong with a value is said by us.
base::Result<Parsed> sort_words(std::span<const std::string> words, const Options& options) {
  Parsed parsed;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.add_flag("-h,--help", parsed.help);
  for (const OptionSpec& spec : options.specs()) {
    std::vector<std::string>& values = parsed.values.emplace_back();
    if (!spec.positional && spec.placeholder.empty()) {
      app.add_flag_callback(spec.name, [&values] { values.emplace_back(); });
      continue;
    }
    CLI::Option* const option = app.add_option(spec.name, values);
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->allow_extra_args(spec.positional);
    if (spec.positional) {
      option->expected(0, CLI::detail::expected_max_vector_size);
    }
  }
  // CLI11 takes them from the back.
  std::vector<std::string> reversed(words.rbegin(), words.rend());
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    return base::Error{error.what()};
  }
  parsed.extra = app.remaining();
  return parsed;
}

/// What is wrong with the words that no option took. Behind `--` nothing is an option.
std::optional<std::string> left_over(const std::vector<std::string>& extra, const Options& options) {
  const auto mark = std::find(extra.begin(), extra.end(), "--");
  const auto option = std::find_if(extra.begin(), mark, is_option);
  if (option != mark) {
    std::vector<std::string_view> known{"--help"};
    for (const OptionSpec& spec : options.specs()) {
      if (!spec.positional) {
        known.emplace_back(spec.name);
      }
    }
    return unknown_option(*option, known);
  }
  const auto word = std::find_if(extra.begin(), extra.end(), [](const std::string& one) { return one != "--"; });
  return word == extra.end() ? std::nullopt : std::optional("unexpected word \"" + *word + "\"");
}

/// Hands the values to the command. Returns what is wrong, if anything is.
std::optional<std::string> fill_in(const Parsed& parsed, const Options& options) {
  for (std::size_t i = 0; i < options.specs().size(); ++i) {
    const OptionSpec& spec = options.specs()[i];
    const std::vector<std::string>& values = parsed.values[i];
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
  if (const OptionSpec* const spec = option_without_value(words, options)) {
    return refuse(streams, spec->name + " needs a value: " + spec->name + " " + spec->placeholder, row.name);
  }
  const auto parsed = sort_words(words, options);
  if (!parsed) {
    return refuse(streams, parsed.error().message, row.name);
  }
  if (parsed->help) {
    streams.out << command_help(row, options);
    return ExitCode::kFine;
  }
  // What is left over comes first: the value of an unknown option stands among the positional words and would be
  // blamed.
  if (const auto problem = left_over(parsed->extra, options)) {
    return refuse(streams, *problem, row.name);
  }
  if (const auto problem = fill_in(*parsed, options)) {
    return refuse(streams, *problem, row.name);
  }
  return command->run(streams);
}

}  // namespace

ExitCode run_command_line(std::span<const std::string> words, Streams& streams) {
  if (words.empty()) {
    streams.err << program_help();
    return ExitCode::kUserOrWorld;
  }
  const std::string& word = words.front();
  if (word == "--help" || word == "-h") {
    streams.out << program_help();
    return ExitCode::kFine;
  }
  if (word == "--version") {
    streams.out << "jobrig " << base::version() << "\n";
    return ExitCode::kFine;
  }
  if (is_option(word)) {
    return refuse(streams, unknown_option(word, {"--help", "--version"}), "");
  }
  const auto rows = catalogue();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const CommandRow& one) { return one.name == word; });
  if (row != rows.end()) {
    return run_command(*row, words.subspan(1), streams);
  }
  std::vector<std::string_view> names;
  for (const CommandRow& one : rows) {
    names.push_back(one.name);
  }
  return refuse(streams, "unknown command \"" + word + "\"" + base::did_you_mean(word, names), "");
}

}  // namespace jobrig::commands
