#include "commands/program.h"

#include "base/catalogue.h"
#include "base/suggest.h"
#include "base/version.h"
#include "commands/catalogue.h"
#include "commands/exit_code.h"
#include "commands/meant_words.h"

namespace jobrig::commands {
namespace {

manual::Command documented(const CommandRow& row) {
  const auto command = row.make();
  Options options;
  command->declare(options);
  return {std::string(row.name),
          std::string(row.summary),
          {options.specs().begin(), options.specs().end()},
          options.groups(),
          options.examples()};
}

}  // namespace

manual::Program program() {
  manual::Program program;
  program.version = base::version();
  for (const CommandRow& row : catalogue()) {
    // `help` and `completion` name all commands. Their options need no command to be made.
    program.commands.push_back(documented(row));
  }
  program.options = {{"--help", "", "print this help; jobrig COMMAND --help lists its options", false, 0, 1, {}, "-h"},
                     {"--version", "", "print the version", false, 0, 1, {}, "-V"}};
  for (const ExitCodeRow& row : exit_codes()) {
    program.exit_codes.push_back({std::to_string(static_cast<int>(row.code)), std::string(row.meaning)});
  }
  program.variables = {
      {"JOBRIG_ADMIN_TOKEN", "token of the admin interface, for serve, health and admin"},
      {"NO_COLOR", "if it is set and not empty, conform and tail print no colors"},
      {"COLUMNS", "width of the terminal for the tables of list (default: as the terminal says)"},
      {"PATH", "folders in which conform looks for the client"},
  };
  program.files = {
      {"*.yaml, *.yml", "scenarios, conformance cases, client profiles and lists of known failures"},
      {"ca.pem, ca.key", "the certificate authority in the folder of serve --tls-dir and certs --dir"},
  };
  return program;
}

const manual::Command* command_named(const manual::Program& program, std::string_view name) {
  return base::row_named(program.commands, name);
}

std::vector<std::string> command_names() {
  const std::vector<std::string_view> names = base::names_in(catalogue());
  return {names.begin(), names.end()};
}

std::string unknown_command(std::string_view name) {
  std::string message = "unknown command \"" + std::string(name) + "\"";
  if (const auto meant = meant_command(name)) {
    return message + "; did you mean \"" + std::string(*meant) + "\"?";
  }
  return message + base::did_you_mean(name, base::names_in(catalogue()));
}

}  // namespace jobrig::commands
