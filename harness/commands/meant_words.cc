#include "commands/meant_words.h"

#include <algorithm>
#include <array>

namespace jobrig::commands {
namespace {

struct Meant {
  std::string_view given;
  std::string_view word;  // an option, an option with a value, or the name of positional words
};

// An option can have several rows: the first that the command has is suggested.
constexpr std::array kOptions{
    Meant{"--port", "--listen"},
    Meant{"-p", "--listen"},
    Meant{"--host", "--listen"},
    Meant{"--bind", "--listen"},
    Meant{"--addr", "--listen"},
    Meant{"--address", "--listen"},
    Meant{"--endpoint", "--listen"},
    Meant{"--url", "URL"},
    Meant{"--admin-port", "--admin"},
    Meant{"--config", "SCENARIO"},
    Meant{"--config", "--cases"},
    Meant{"--config", "PATH"},
    Meant{"-c", "SCENARIO"},
    Meant{"--scenario", "SCENARIO"},
    Meant{"--scenario", "PATH"},
    Meant{"--scenarios", "SCENARIO"},
    Meant{"--scenarios", "PATH"},
    Meant{"--file", "SCENARIO"},
    Meant{"--file", "PATH"},
    Meant{"--file", "FILE"},
    Meant{"-f", "SCENARIO"},
    Meant{"-f", "PATH"},
    Meant{"-f", "FILE"},
    Meant{"--verbose", "--log"},
    Meant{"-v", "--verbose"},
    Meant{"-v", "--log"},
    Meant{"--debug", "--log"},
    Meant{"--log-file", "--journal"},
    Meant{"--access-log", "--log"},
    Meant{"--record", "--journal"},
    Meant{"--threads", "--workers"},
    Meant{"--reload", "--watch"},
    Meant{"--https", "--tls"},
    Meant{"--ssl", "--tls"},
    Meant{"--cert", "--tls-dir"},
    Meant{"--cert-dir", "--tls-dir"},
    Meant{"--key", "--tls-dir"},
    Meant{"--shutdown-timeout", "--grace"},
    Meant{"--random-seed", "--seed"},
    Meant{"--filter", "--run"},
    Meant{"--only", "--run"},
    Meant{"--case", "--run"},
    Meant{"--test", "--run"},
    Meant{"--match", "--run"},
    Meant{"-k", "--run"},
    Meant{"--exclude", "--skip"},
    Meant{"--ignore", "--skip"},
    Meant{"-j", "--jobs"},
    Meant{"--parallel", "--jobs"},
    Meant{"--concurrency", "--jobs"},
    Meant{"--workers", "--jobs"},
    Meant{"--timeout", "--deadline"},
    Meant{"--timeout", "--attempt-timeout"},
    Meant{"--retries", "--attempts"},
    Meant{"--max-attempts", "--attempts"},
    Meant{"--known-failures", "--expectations"},
    Meant{"--xfail", "--expectations"},
    Meant{"--failfast", "--fail-fast"},
    Meant{"-x", "--fail-fast"},
    Meant{"--exitfirst", "--fail-fast"},
    Meant{"--dry-run", "--list"},
    Meant{"--collect-only", "--list"},
    Meant{"--client", "PROGRAM"},
    Meant{"--command", "PROGRAM"},
    Meant{"--xml", "--junit"},
    Meant{"--junitxml", "--junit"},
    Meant{"--junit-xml", "--junit"},
    Meant{"--json", "--format json"},
    Meant{"--output", "--format"},
    Meant{"--output", "--dir"},
    Meant{"--output", "--json"},
    Meant{"-o", "--format"},
    Meant{"-o", "--dir"},
    Meant{"-o", "--json"},
    Meant{"--out", "--dir"},
    Meant{"--out", "--json"},
    Meant{"--out-dir", "--dir"},
    Meant{"--data", "--body"},
    Meant{"-d", "--body"},
    Meant{"-H", "--header"},
    Meant{"-X", "--request"},
    Meant{"--werror", "--strict"},
    Meant{"-W", "--strict"},
    Meant{"--edition", "--contract"},
    Meant{"--version", "jobrig --version"},
    Meant{"-V", "jobrig --version"},
};

constexpr std::array kCommands{
    Meant{"run", "serve"},
    Meant{"start", "serve"},
    Meant{"server", "serve"},
    Meant{"mock", "serve"},
    Meant{"test", "conform"},
    Meant{"verify", "conform"},
    Meant{"validate", "check"},
    Meant{"lint", "check"},
    Meant{"why", "explain"},
    Meant{"ping", "health"},
    Meant{"status", "health"},
    Meant{"follow", "tail"},
    Meant{"logs", "tail"},
    Meant{"watch", "tail"},
    Meant{"ls", "list"},
    Meant{"cat", "show"},
    Meant{"get", "show"},
    Meant{"convert", "report"},
    Meant{"merge", "report --merge"},
    Meant{"man", "manual"},
    Meant{"version", "--version"},
    Meant{"completions", "completion"},
};

const OptionSpec* option_of(std::string_view word, const Options& options) {
  const std::string_view name = word.substr(0, word.find(' '));
  const auto found = std::find_if(options.specs().begin(), options.specs().end(),
                                  [&](const OptionSpec& spec) { return spec.name == name; });
  return found == options.specs().end() ? nullptr : &*found;
}

}  // namespace

std::string meant_option(std::string_view given, const Options& options) {
  for (const Meant& row : kOptions) {
    if (row.given != given) {
      continue;
    }
    const OptionSpec* const spec = option_of(row.word, options);
    if (spec != nullptr && spec->positional) {
      return "; write " + spec->name + " without an option";
    }
    if (spec != nullptr || row.word.starts_with("jobrig ")) {
      return "; did you mean \"" + std::string(row.word) + "\"?";
    }
  }
  return "";
}

std::optional<std::string_view> meant_command(std::string_view given) {
  const auto* const row =
      std::find_if(kCommands.begin(), kCommands.end(), [&](const Meant& one) { return one.given == given; });
  return row == kCommands.end() ? std::nullopt : std::optional(row->word);
}

}  // namespace jobrig::commands
