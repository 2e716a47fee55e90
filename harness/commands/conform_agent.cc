#include "commands/conform_agent.h"

#include <unistd.h>

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "agents/launch.h"
#include "agents/run.h"
#include "agents/selection.h"
#include "commands/exit_code.h"
#include "conform/stoppable_run.h"
#include "conform/text.h"
#include "drive/command_line.h"
#include "drive/process_supervisor.h"
#include "drive/program_files.h"
#include "drive/stop_flag.h"
#include "report/redaction.h"

namespace jobrig::commands {
namespace {

ExitCode refuse(const std::string& why, Streams& streams) {
  streams.err << "jobrig: " << why << "\n";
  return ExitCode::kUserOrWorld;
}

const agents::ProtocolRow& protocol_of(const AgentMode& mode) {
  return *std::find_if(agents::protocols().begin(), agents::protocols().end(),
                       [&](const agents::ProtocolRow& row) { return row.word == mode.protocol; });
}

model::RunResult run_agents(const std::vector<life_cycles::LifeCycle>& cycles, const agents::RunSettings& settings,
                            const conform::ConformClient& client, const AgentMode& mode, drive::StopFlag& stop,
                            hosting::StopSignals& signals, Streams& streams) {
  model::ClientDescription described = *client.make_driver()->describe();  // a plain program always has one
  client.amend(described);
  agents::AgentRunOptions options;
  options.jobs = mode.jobs;
  options.fail_fast = mode.fail_fast;
  for (const std::string& path : mode.selection.paths) {
    options.case_words += " --cases " + drive::command_line({path});
  }
  options.client_words = "--agent --protocol " + mode.protocol + " " + client.command_words();
  agents::AgentRun run(cycles, settings, std::move(options));
  conform::ProgressBar bar(streams.err, ::isatty(STDERR_FILENO) != 0);
  model::RunResult result;
  const std::string failure = conform::work_until_stopped(
      [&] {
        result = run.run(described, [&bar](const model::CaseResult& one, std::size_t done, std::size_t of) {
          bar.show(one, done, of);
        });
      },
      stop, signals);
  bar.clear();
  if (!failure.empty()) {
    result.problems.push_back({"internal error", described.name, failure});
  }
  return result;
}

}  // namespace

std::vector<std::string> agent_protocol_words() {
  std::vector<std::string> words;
  for (const agents::ProtocolRow& row : agents::protocols()) {
    words.emplace_back(row.word);
  }
  return words;
}

ExitCode run_agent_mode(const AgentMode& mode, const drive::CallerState& caller,
                        std::optional<hosting::StopSignals>& signals, Streams& streams) {
  for (const auto& [option, given] : mode.cases_only) {
    if (given) {
      return refuse(option + " is not allowed with --agent", streams);
    }
  }
  const auto cycles = agents::select_life_cycles(mode.selection, streams.err);
  if (!cycles) {
    return ExitCode::kUserOrWorld;
  }
  if (mode.list) {
    agents::print_life_cycles(*cycles, streams.out);
    return ExitCode::kFine;
  }
  if (const auto error = mode.reports.check()) {
    return refuse(error->message, streams);
  }
  drive::StopFlag stop;
  drive::ProcessSupervisor supervisor(caller);
  const conform::ConformClient client(mode.client, supervisor, stop, base::Duration::zero(), {});
  if (const auto& problem = client.problem()) {
    return refuse(*problem, streams);
  }
  if (const auto problem = agents::problem_of_words(mode.client.words, protocol_of(mode).tls)) {
    return refuse(*problem, streams);
  }
  agents::RunSettings settings{
      supervisor,
      stop,
      mode.client.words,
      client.environment(),
      protocol_of(mode).protocol,
      mode.selection.seed,
      mode.selection.deadline,
      [&streams](std::string_view sentence) { streams.err << "jobrig: " << sentence << std::endl; }};
  model::RunResult result = run_agents(*cycles, settings, client, mode, stop, *signals, streams);
  signals.reset();  // from now on a signal ends this process, whatever a report waits for
  result = report::redacted(result, client.redaction());
  const bool to_stderr = mode.reports.take_stdout();
  conform::print_run(result, to_stderr ? streams.err : streams.out,
                     {conform::wants_colour(to_stderr ? STDERR_FILENO : STDOUT_FILENO), mode.reports.detail()});
  if (const auto error = mode.reports.write({&result, 1}, streams)) {
    return refuse(error->message, streams);
  }
  return exit_code(result);
}

}  // namespace jobrig::commands
