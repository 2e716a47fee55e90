#include "drive/adapter_driver.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/quote.h"
#include "base/units.h"
#include "drive/waiting.h"

namespace jobrig::drive {
namespace {

// What a client may take to end after its bye.
constexpr std::chrono::seconds kByeMost{2};
// Then it is not tried for every case that is left.
constexpr int kMaxFailedStarts = 3;
// So much of stderr is shown with a failure.
constexpr std::size_t kShownWords = 2000;

/// A client may send such results without end: the first is told, the others are not.
void pass_over(const ResultLine& result, CallReport& report) {
  if (report.notes.empty()) {
    report.notes.push_back("a second result for call " + std::to_string(result.id) + " was passed over");
  }
}

}  // namespace

AdapterDriver::AdapterDriver(Children& children, const StopFlag& stop, AdapterOptions options)
    : children_(children), stop_(stop), options_(std::move(options)) {}

AdapterDriver::~AdapterDriver() { close(); }

/// What the client wrote to stderr last, for messages; empty when it wrote nothing.
std::string AdapterDriver::last_words() const {
  const std::string kept = process_->err().kept();
  const std::string shown = options_.redaction.clean(kept.substr(kept.size() - std::min(kept.size(), kShownWords)));
  return shown.empty() ? "" : "; its stderr: " + shown;
}

/// Starts the program and has it say hello. The error says why it is not there.
std::optional<base::Error> AdapterDriver::start() {
  if (!unusable_.empty()) {
    return base::Error{unusable_};
  }
  auto started = Process::start(children_, stop_, {options_.words, options_.environment, true});
  std::string problem;
  if (started) {
    process_ = std::move(*started);
    problem = greet(monotonic_now() + options_.hello_most);
    if (problem.empty()) {
      was_there_ = true;
      failed_starts_ = 0;
      return std::nullopt;
    }
    left_behind_ += process_->end().left_behind;
    problem += last_words();
    process_.reset();
  } else {
    problem = started.error().message;
  }
  if (!stop_.raised() && (!was_there_ || ++failed_starts_ == kMaxFailedStarts)) {
    unusable_ = problem;
  }
  return base::Error{problem};
}

/// Hello and hello. Returns what went wrong; empty: nothing.
std::string AdapterDriver::greet(base::Monotonic deadline) {
  std::string line;
  Woken woken = process_->send_line(hello_line(), deadline);
  if (woken == Woken::kDone) {
    woken = process_->read_line(line, deadline);
  }
  switch (woken) {
    case Woken::kDone: {
      auto hello = read_hello(line);
      if (!hello) {
        return "the client said " + hello.error().message;
      }
      hello_ = std::move(*hello);
      return {};
    }
    case Woken::kClosed:
      return "the client ended, or closed its stdout, before it said hello";
    case Woken::kTooLong:
      return "the client wrote a line of more than 1 MiB instead of hello";
    case Woken::kDeadline:
      return "the client did not say hello within " + base::format_duration(options_.hello_most);
    case Woken::kStopped:
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
  return model::ClientDescription{hello_.client, hello_.version, command_line(options_.words, options_.redaction),
                                  hello_.features};
}

CallReport AdapterDriver::make(const CallOrder& order) {
  CallReport report;
  if (!process_) {
    if (const auto error = start()) {
      report.stopped = stop_.raised();
      report.harness_problem = error->message;
      report.began = report.ended = monotonic_now();
      return report;
    }
  }
  report.began = monotonic_now();
  exchange(order, report);
  if (report.ended == base::Monotonic{}) {
    report.ended = monotonic_now();
  }
  return report;
}

/// Asks for the call and waits for its result.
void AdapterDriver::exchange(const CallOrder& order, CallReport& report) {
  const base::Monotonic deadline = report.began + order.most;
  std::string line;
  while (process_->has_unread()) {  // what it wrote since its last result; only a late second result is let pass
    if (const Woken woken = process_->read_line(line, deadline); woken != Woken::kDone) {
      return end_after(woken, report);
    }
    const auto result = read_result(line);
    if (!result || result->id > calls_) {
      return end_broken("wrote without being asked: " + base::quoted(line), report);
    }
    pass_over(*result, report);
  }
  ++calls_;
  if (const Woken woken = process_->send_line(call_line(calls_, order), deadline); woken != Woken::kDone) {
    return end_after(woken, report);
  }
  for (;;) {
    if (const Woken woken = process_->read_line(line, deadline); woken != Woken::kDone) {
      return end_after(woken, report);
    }
    if (take_result(line, report)) {
      return;
    }
  }
}

/// False when the line is a late second result of an earlier call.
bool AdapterDriver::take_result(const std::string& line, CallReport& report) {
  auto result = read_result(line);
  if (!result) {
    end_broken("said " + result.error().message, report);
    return true;
  }
  if (result->id < calls_) {
    pass_over(*result, report);
    return false;
  }
  if (result->id > calls_) {
    end_broken("gave a result for call " + std::to_string(result->id) + ", asked for call " + std::to_string(calls_),
               report);
    return true;
  }
  report.outcome = std::move(result->outcome);
  return true;
}

/// No result came: the client is ended, and the report says why.
void AdapterDriver::end_after(Woken why, CallReport& report) {
  switch (why) {
    case Woken::kDeadline:
      report.timed_out = true;
      break;
    case Woken::kStopped:
      report.stopped = true;
      break;
    case Woken::kTooLong:
      return end_broken("wrote a line of more than 1 MiB", report);
    case Woken::kClosed:
    case Woken::kDone:
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

/// Ends the process; the next call gets a new one.
void AdapterDriver::end(CallReport& report) {
  report.ended = monotonic_now();
  const Process::End end = process_->end();
  left_behind_ += end.left_behind;
  if (report.crashed && !end.asked) {
    report.notes.push_back("the client ended with exit code " + std::to_string(end.exit_code));
  } else if (report.crashed) {
    report.notes.emplace_back("the client went on without the report that it owed, and was ended");
  }
  if (!end.whole) {
    report.notes.emplace_back("not all of the client's processes could be ended");
  }
  if (const std::string words = last_words(); !words.empty()) {
    report.notes.push_back("its stderr" + words.substr(words.find(':')));
  }
  process_.reset();
}

std::size_t AdapterDriver::close() {
  if (process_) {
    const base::Monotonic deadline = monotonic_now() + kByeMost;
    if (process_->send_line(bye_line(), deadline) == Woken::kDone) {
      process_->close_input();
      process_->wait_for_end(deadline);
    }
    left_behind_ += process_->end().left_behind;
    process_.reset();
  }
  return std::exchange(left_behind_, 0);
}

}  // namespace jobrig::drive
