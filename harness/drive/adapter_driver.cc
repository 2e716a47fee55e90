#include "drive/adapter_driver.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "base/deadline.h"
#include "base/quote.h"
#include "base/units.h"
#include "drive/command_line.h"
#include "drive/waiting.h"

namespace jobrig::drive {
namespace {

// How long a client may take to exit after bye.
constexpr std::chrono::seconds kByeTimeout{2};
// The client is not started again after this many failed starts in a row.
constexpr int kMaxFailedStarts = 3;
// How much of stderr a failure message shows, in bytes.
constexpr std::size_t kMaxStderrTail = 2000;
// How much the results for earlier calls may add up to in one call. A client may send them without end.
constexpr std::size_t kMaxLateBytes = std::size_t{1} << 20U;

}  // namespace

AdapterDriver::AdapterDriver(ProcessSupervisor& supervisor, const StopFlag& stop, AdapterOptions options)
    : supervisor_(supervisor), stop_(stop), options_(std::move(options)) {}

AdapterDriver::~AdapterDriver() {
  try {
    close();
  } catch (const std::exception&) {  // then the process is ended without having been asked to
  }
}

/// The end of the client's stderr, for messages. Empty when the client wrote nothing.
std::string AdapterDriver::stderr_tail() const {
  const std::string kept = options_.redaction.clean(process_->err().kept());
  const std::string shown = kept.substr(kept.size() - std::min(kept.size(), kMaxStderrTail));
  return shown.empty() ? "" : "; its stderr: " + shown;
}

/// Starts the program and exchanges hello messages. The error says what went wrong.
std::optional<base::Error> AdapterDriver::start() {
  if (!unusable_.empty()) {
    return base::Error{unusable_};
  }
  auto started = Process::start(supervisor_, stop_, {options_.words, options_.environment, true});
  std::string problem;
  if (started) {
    process_ = std::move(*started);
    called_ = false;
    problem = wait_for_hello(base::deadline(monotonic_now(), options_.hello_timeout));
    if (problem.empty()) {
      was_ready_ = true;
      failed_starts_ = 0;
      return std::nullopt;
    }
    left_behind_ += process_->end().left_behind;
    problem += stderr_tail();
    process_.reset();
  } else {
    problem = started.error().message;
  }
  if (!stop_.raised() && (!was_ready_ || ++failed_starts_ == kMaxFailedStarts)) {
    unusable_ = problem;
  }
  return base::Error{problem};
}

/// Exchanges hello messages. Returns what went wrong, or an empty string.
std::string AdapterDriver::wait_for_hello(base::Monotonic deadline) {
  std::string line;
  WaitResult waited = process_->send_line(hello_line(), deadline);
  if (waited == WaitResult::kDone) {
    waited = process_->read_line(line, deadline);
  }
  switch (waited) {
    case WaitResult::kDone: {
      auto hello = read_hello(line);
      if (!hello) {
        const auto clean = read_hello(options_.redaction.clean(line));  // the message quotes the line
        return "the client said " + (clean ? "an invalid message" : clean.error().message);
      }
      hello_ = std::move(*hello);
      return {};
    }
    case WaitResult::kClosed:
      return "the client ended, or closed its stdout, before it said hello";
    case WaitResult::kTooLong:
      return "the client wrote a line of more than 1 MiB instead of hello";
    case WaitResult::kDeadline:
      return "the client did not say hello within " + base::format_duration(options_.hello_timeout);
    case WaitResult::kStopped:
      break;
  }
  return "interrupted before the client said hello";
}

base::Result<model::ClientDescription> AdapterDriver::describe() {
  if (!process_) {
    if (const auto error = start()) {
      return *error;
    }
  }
  const auto speaks = [this](std::string_view transport) {
    return std::find(hello_.transports.begin(), hello_.transports.end(), transport) != hello_.transports.end();
  };
  std::vector<std::string> features = hello_.features;
  if (speaks("mqtt") && std::find(features.begin(), features.end(), "mqtt") == features.end()) {
    features.emplace_back("mqtt");
  }
  return model::ClientDescription{hello_.client,       hello_.version, command_line(options_.words, options_.redaction),
                                  std::move(features), hello_.limits,  speaks("http")};
}

CallReport AdapterDriver::make(const CallRequest& request) {
  CallReport report;
  if (process_ && called_) {
    read_late_lines();  // it may end the process
  }
  late_bytes_ = 0;
  if (!process_) {
    if (const auto error = start()) {
      report.stopped = stop_.raised();
      report.harness_problem = error->message;
      report.began = report.ended = monotonic_now();
      return report;
    }
  }
  report.began = monotonic_now();
  called_ = true;
  exchange(request, report);
  if (request.measure && process_) {
    report.usage = process_->usage();
  }
  if (report.ended == base::Monotonic{}) {
    report.ended = monotonic_now();
  }
  return report;
}

/// Waits for a line until the deadline, which is put off as long as the client is at work.
WaitResult AdapterDriver::read_in_time(const CallRequest& request, std::string& line, base::Monotonic& deadline) {
  for (;;) {
    const WaitResult waited = process_->read_line(line, deadline);
    const base::Duration more =
        waited == WaitResult::kDeadline && request.more ? request.more() : base::Duration::zero();
    if (more <= base::Duration::zero()) {
      return waited;
    }
    deadline = base::deadline(monotonic_now(), more);
  }
}

/// Sends the call and waits for its result.
void AdapterDriver::exchange(const CallRequest& request, CallReport& report) {
  base::Monotonic deadline = base::deadline(report.began, request.timeout);
  std::string line;
  report.id = ++calls_;
  if (const WaitResult waited = process_->send_line(call_line(calls_, request), deadline);
      waited != WaitResult::kDone) {
    return end_after(waited, report);
  }
  for (;;) {
    if (const WaitResult waited = read_in_time(request, line, deadline); waited != WaitResult::kDone) {
      return end_after(waited, report);
    }
    if (take_result(line, report)) {
      return;
    }
  }
}

/// A line that is not the result of the current call.
void AdapterDriver::note_late_line(const std::string& line) {
  const bool first = late_bytes_ == 0;  // only the first one is told
  late_bytes_ += line.size() + 1;
  if (!first) {
    return;
  }
  const auto result = read_result(line);
  if (result && result->id <= calls_) {
    late_.push_back({result->id, "wrote a second result for call " + std::to_string(result->id)});
  } else {
    late_.push_back(
        {calls_, "wrote an unexpected line after its result: " + base::quoted(options_.redaction.clean(line))});
  }
}

/// Reads the whole lines that are there. Ends a client that writes without end.
void AdapterDriver::read_late_lines() {
  std::string line;
  while (process_->has_unread() && process_->read_line(line, monotonic_now()) == WaitResult::kDone) {
    note_late_line(line);
    if (late_bytes_ > kMaxLateBytes) {
      late_.push_back({calls_, "wrote more than 1 MiB after its result, and was stopped"});
      left_behind_ += process_->end().left_behind;
      process_.reset();
      return;
    }
  }
}

std::vector<LateLine> AdapterDriver::late_lines() {
  if (process_) {
    read_late_lines();
  }
  return std::exchange(late_, {});
}

/// False when the line is a late second result of an earlier call: another line may follow.
bool AdapterDriver::take_result(const std::string& line, CallReport& report) {
  auto result = read_result(line);
  if (!result) {
    const auto clean = read_result(options_.redaction.clean(line));  // the message quotes the line
    end_broken("said " + (clean ? "an invalid message" : clean.error().message), report);
    return true;
  }
  if (result->id < calls_) {
    note_late_line(line);
    if (late_bytes_ > kMaxLateBytes) {
      end_broken("wrote more than 1 MiB of results for earlier calls", report);
    }
    return late_bytes_ > kMaxLateBytes;
  }
  if (result->id > calls_) {
    end_broken("gave a result for call " + std::to_string(result->id) + ", asked for call " + std::to_string(calls_),
               report);
    return true;
  }
  report.outcome = std::move(result->outcome);
  report.ended = monotonic_now();
  return true;
}

/// No result arrived: ends the client and records the reason.
void AdapterDriver::end_after(WaitResult why, CallReport& report) {
  switch (why) {
    case WaitResult::kDeadline:
      report.timed_out = true;
      break;
    case WaitResult::kStopped:
      report.stopped = true;
      break;
    case WaitResult::kTooLong:
      return end_broken("wrote a line of more than 1 MiB", report);
    case WaitResult::kClosed:
    case WaitResult::kDone:
      report.crashed = true;
      break;
  }
  end(report);
}

void AdapterDriver::end_broken(const std::string& what, CallReport& report) {
  report.crashed = true;
  report.notes.push_back("the client " + what);
  end(report);
}

/// Ends the process; the next call starts a new one.
void AdapterDriver::end(CallReport& report) {
  report.ended = monotonic_now();
  const Process::End end = process_->end();
  left_behind_ += end.left_behind;
  if (report.crashed && !end.killed) {
    report.notes.push_back("the client ended with exit code " + std::to_string(end.exit_code));
  } else if (report.crashed) {
    report.notes.emplace_back("the client did not report a result and was stopped");
  }
  if (!end.complete) {
    report.notes.emplace_back("not all processes of the client could be stopped");
  }
  report.last_errors = last_lines(options_.redaction.clean(process_->err().kept()));
  process_.reset();
}

std::size_t AdapterDriver::close() {
  if (process_) {
    const base::Monotonic deadline = base::deadline(monotonic_now(), kByeTimeout);
    if (process_->send_line(bye_line(), deadline) == WaitResult::kDone) {
      process_->close_input();
      process_->wait_for_end(deadline);
    }
    left_behind_ += process_->end().left_behind;
    process_.reset();
  }
  return std::exchange(left_behind_, 0);
}

}  // namespace jobrig::drive
