#include "support/guides.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "support/markdown.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace jobrig::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrompt = "$ ";
constexpr std::string_view kElision = "…";

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string normalized(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    line.erase(line.find_last_not_of(" \t\r") + 1);
    result += line + "\n";
  }
  result.erase(result.find_last_not_of('\n') + 1);
  return result;
}

/// HOST:PORT after `option` in a command line. Empty: the option is absent.
std::string address_behind(const std::string& command, const std::string& option) {
  const std::size_t at = command.find(option + " ");
  if (at == std::string::npos) {
    return "";
  }
  const std::size_t begin = at + option.size() + 1;
  return command.substr(begin, command.find(' ', begin) - begin);
}

/// HOST:PORT of `"key":"http://HOST:PORT"` in a ready line.
std::string address_in(const std::string& ready, const std::string& key) {
  const std::size_t at = ready.find("\"" + key + "\":\"http");
  const std::size_t begin = at == std::string::npos ? at : ready.find("//", at) + 2;
  return at == std::string::npos ? "" : ready.substr(begin, ready.find('"', begin) - begin);
}

class GuideRun {
 public:
  GuideRun() {
    fs::create_directory(folder_.path() / ".bin");
    fs::create_symlink(program_path(), folder_.path() / ".bin/jobrig");
  }
  GuideRun(const GuideRun&) = delete;
  GuideRun& operator=(const GuideRun&) = delete;
  ~GuideRun() = default;

  void add_file(const std::string& name, const std::string& text) {
    files_[name] = text;
    write(name, text);
  }

  void run(const GuideCommand& command) {
    std::string output;
    if (command.text.starts_with("export ")) {
      exports_ += command.text + "\n";
    } else if (command.text.ends_with(" &")) {
      output = start_server(command.text.substr(0, command.text.size() - 2));
    } else if (command.text == "kill %1") {
      stop_server();
    } else {
      output = run_in_shell(command.text);
    }
    if (!matches_shown(output, command.output)) {
      differences.push_back("line " + std::to_string(command.line) + ": $ " + command.text + "\n--- shown\n" +
                            command.output + "--- printed\n" + output);
    }
  }

  /// Checks that SIGTERM ends the server with exit code 0.
  void stop_server() {
    if (server_) {
      server_->send_signal(SIGTERM);
      if (const Outcome outcome = server_->finish(); outcome.exit_code != 0) {
        differences.push_back("the server ended with " + std::to_string(outcome.exit_code) + ": " + outcome.err);
      }
      server_.reset();
    }
    ports_.clear();
  }

  std::vector<std::string> differences;

 private:
  void write(const std::string& name, std::string text) const {
    for (const auto& [shown, actual] : ports_) {
      replace_all(text, shown, actual);
    }
    const fs::path path = folder_.path() / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
    if (text.starts_with("#!")) {
      fs::permissions(path, fs::perms::owner_exec, fs::perm_options::add);
    }
  }

  [[nodiscard]] ProcessOptions options() const {
    return {{{"PATH", (folder_.path() / ".bin").string() + ":/usr/bin:/bin"},
             {"PYTHONDONTWRITEBYTECODE", "1"},
             {"AWS_CONFIG_FILE", "/dev/null"},
             {"AWS_SHARED_CREDENTIALS_FILE", "/dev/null"},
             {"AWS_PAGER", ""}},
            folder_.path().string(),
            "",
            kHangGuard};
  }

  std::string run_in_shell(std::string command) {
    for (const auto& [shown, actual] : ports_) {
      replace_all(command, shown, actual);
    }
    const Outcome outcome = test::run(
        {"/bin/bash", "-c", "exec 2>&1\n" + exports_ + "(exit " + std::to_string(exit_code_) + ")\n" + command},
        options());
    exit_code_ = outcome.exit_code;
    return with_shown_ports(outcome.out) + (outcome.timed_out ? "\n(ended after the deadline)\n" : "");
  }

  /// Starts a server on free ports and returns its ready line.
  std::string start_server(std::string command) {
    stop_server();
    const std::string listen = address_behind(command, "--listen");
    const std::string admin = address_behind(command, "--admin");
    for (const std::string& address : {listen, admin}) {
      if (!address.empty()) {
        replace_all(command, address, "127.0.0.1:0");
      }
    }
    server_ =
        std::make_unique<Process>(std::vector<std::string>{"/bin/bash", "-c", exports_ + "exec " + command}, options());
    const std::string ready = server_->next_line().value_or("");
    if (ready.empty()) {
      return "not ready: " + server_->finish().err;
    }
    ports_[listen] = address_in(ready, "endpoint");
    if (!admin.empty()) {
      ports_[admin] = address_in(ready, "admin");
    }
    for (const auto& [name, text] : files_) {
      write(name, text);
    }
    return with_shown_ports(ready);
  }

  [[nodiscard]] std::string with_shown_ports(std::string text) const {
    for (const auto& [shown, actual] : ports_) {
      replace_all(text, actual, shown);
    }
    return text;
  }

  TemporaryFolder folder_;
  std::map<std::string, std::string> files_;
  std::map<std::string, std::string> ports_;  // HOST:PORT in the guide -> the actual one
  std::string exports_;
  int exit_code_ = 0;
  std::unique_ptr<Process> server_;
};

}  // namespace

const std::vector<std::string>& guides() {
  static const std::vector<std::string> kGuides = {"README.md",
                                                   "CONTRIBUTING.md",
                                                   "scenarios/README.md",
                                                   "scenarios/conformance/README.md",
                                                   "schemas/README.md",
                                                   "schemas/client-protocol.md",
                                                   "scenarios/experiments/README.md",
                                                   "scenarios/agents/README.md",
                                                   "ci/README.md",
                                                   "harness/README.md"};
  return kGuides;
}

std::string guide_text(const std::string& guide) {
  std::ifstream file(source_folder() / guide, std::ios::binary);
  if (!file) {
    throw std::runtime_error("cannot read " + guide);
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<GuideCommand> guide_commands(const std::string& block, std::size_t first_line) {
  std::vector<GuideCommand> commands;
  std::istringstream lines(block);
  bool continued = false;
  std::size_t number = first_line;
  for (std::string line; std::getline(lines, line); ++number) {
    if (!continued && line.starts_with(kPrompt)) {
      commands.push_back({line.substr(kPrompt.size()), "", number});
      continued = line.ends_with("\\");
    } else if (continued) {
      commands.back().text += "\n" + line;
      continued = line.ends_with("\\");
    } else if (commands.empty()) {
      throw std::runtime_error("output without a command in line " + std::to_string(number));
    } else {
      commands.back().output += line + "\n";
    }
  }
  return commands;
}

std::string guide_file_name(const std::string& info) {
  const std::size_t blank = info.find(' ');
  const std::string name = blank == std::string::npos ? "" : info.substr(blank + 1);
  return name == "fragment" ? "" : name;
}

bool matches_shown(const std::string& actual, const std::string& shown) {
  const std::string text = normalized(actual);
  const std::string pattern = normalized(shown);
  std::size_t end = pattern.find(kElision);
  if (end == std::string::npos) {
    return text == pattern;
  }
  if (!text.starts_with(pattern.substr(0, end))) {
    return false;
  }
  std::size_t at = end;
  for (;;) {
    const std::size_t begin = end + kElision.size();
    end = pattern.find(kElision, begin);
    const std::string part = pattern.substr(begin, end == std::string::npos ? end : end - begin);
    if (end == std::string::npos) {
      return text.size() >= at + part.size() && text.ends_with(part);
    }
    const std::size_t found = text.find(part, at);
    if (found == std::string::npos) {
      return false;
    }
    at = found + part.size();
  }
}

std::vector<std::string> run_guide(const std::string& markdown) {
  GuideRun run;
  for (const MarkdownBlock& block : markdown_blocks(markdown)) {
    if (block.info == "console") {
      for (const GuideCommand& command : guide_commands(block.text, block.line)) {
        run.run(command);
      }
    } else if (const std::string name = guide_file_name(block.info); !name.empty()) {
      run.add_file(name, block.text);
    }
  }
  run.stop_server();
  return run.differences;
}

}  // namespace jobrig::test
