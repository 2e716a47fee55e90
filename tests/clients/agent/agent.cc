#include "clients/agent/agent.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

namespace jobrig::reference_agent {
namespace {

using nlohmann::json;
using std::chrono::seconds;

constexpr int kSteps = 3;
constexpr milliseconds kFirstBackoff{200};
constexpr milliseconds kLongestBackoff{5000};
// Tries to send an update whose version was wrong.
constexpr int kVersions = 5;

bool is_throttled(const Response& response) {
  return response.error == "RequestThrottled" || response.error == "ThrottlingException" ||
         response.error == "ServiceUnavailableException" || response.error == "InternalError";
}

/// The member of an accepted response; an empty object: it has none.
json member_of(const Response& response, const char* name) {
  const json body = response.accepted ? json::parse(response.body, nullptr, false) : json();
  return body.is_object() && body.contains(name) ? body[name] : json::object();
}

milliseconds exponential(unsigned before) {
  return std::min(kLongestBackoff, milliseconds(kFirstBackoff.count() << std::min(before, 10U)));
}

}  // namespace

Agent::Agent(std::unique_ptr<Link> link, AgentOptions options)
    : link_(std::move(link)), options_(std::move(options)), random_(options_.seed) {
  if (!options_.folder.empty()) {
    const std::filesystem::path mark = std::filesystem::path(options_.folder) / "started";
    restarted_ = std::filesystem::exists(mark);
    std::ofstream(mark) << "1\n";
  }
}

void Agent::run() {
  while (!ended_) {
    try {
      connect();
      if (job_) {
        work();
      } else {
        look_for_work();
      }
    } catch (const Lost&) {
      connected_ = false;
      ++all_losses_;
      if (is("exits-on-loss")) {
        ended_ = true;
        return;
      }
      if (job_) {
        job_->checked = false;
      }
      if (is("forgets-on-loss") && job_) {
        job_.reset();
        deaf_ = true;
      }
      wait_after_loss();
    }
  }
}

void Agent::connect() {
  if (!connected_) {
    link_->disconnect();
    link_->connect();
    connected_ = true;
  }
}

/// Full jitter: a random part of an exponentially growing wait.
void Agent::wait_after_loss() {
  const unsigned before = losses_++;
  if (is("no-backoff")) {
    return;
  }
  if (is("constant-backoff")) {
    std::this_thread::sleep_for(milliseconds(50));
    return;
  }
  const double part = is("no-jitter") ? 1 : std::uniform_real_distribution<double>(0, 1)(random_);
  std::this_thread::sleep_for(std::chrono::duration_cast<milliseconds>(exponential(before) * part));
}

void Agent::wait_after_throttling() {
  if (is("gives-up-when-throttled")) {
    deaf_ = true;
    return;
  }
  if (is("no-wait-when-throttled")) {
    return;
  }
  const double jitter = std::uniform_real_distribution<double>(1, 2)(random_);
  std::this_thread::sleep_for(std::chrono::duration_cast<milliseconds>(exponential(throttled_++) * jitter));
}

Response Agent::call(const std::string& operation, const std::string& job, const std::string& members) {
  Response response = link_->call(operation, job, members);
  losses_ = 0;
  if (!is_throttled(response)) {
    throttled_ = 0;
  }
  return response;
}

void Agent::look_for_work() {
  if (deaf_ || (is("silent-after-loss") && all_losses_ > 0)) {
    Notice ignored;
    link_->wait(seconds(1), ignored);
    return;
  }
  if (is("newest-first")) {
    start_newest();
    return;
  }
  const Response response = is("skips-start") ? call("describe", "$next") : call("start-next", "", "{}");
  if (is_throttled(response)) {
    wait_after_throttling();
    return;
  }
  const json execution = member_of(response, "execution");
  if (execution.empty()) {
    idle();
    return;
  }
  if (is("starts-twice")) {
    call("start-next", "", "{}");
  }
  take_execution(execution);
}

void Agent::take_execution(const json& execution) {
  Job job;
  job.id = execution.value("jobId", "");
  job.version = execution.value("versionNumber", std::int64_t{0});
  const std::string step = execution.value("statusDetails", json::object()).value("step", "0");
  job.step = step.size() == 1 ? step[0] - '0' : 0;
  if (is("forgets-on-restart") && restarted_) {
    deaf_ = true;
    return;
  }
  job_ = job;
}

void Agent::start_newest() {
  const Response pending = call("get-pending", "");
  const json queued = member_of(pending, "queuedJobs");
  if (queued.empty()) {
    idle();
    return;
  }
  Job job;
  job.id = queued.back().value("jobId", "");
  job.version = queued.back().value("versionNumber", std::int64_t{0});
  job_ = job;
  update("IN_PROGRESS");
}

/// Waits for a notification, or, without notifications, for a while.
void Agent::idle() {
  if (is("exits-when-idle")) {
    ended_ = true;
  }
  if (is("hot-loop") || ended_) {
    return;
  }
  Notice notice;
  while (link_->wait(link_->idle_time(), notice)) {
    if (notice.next && !notice.job.empty()) {
      return;
    }
  }
}

void Agent::work() {
  if (!job_->checked && !is("does-it-again")) {
    if (!refresh()) {
      job_.reset();
      return;
    }
  } else if (!job_->checked) {
    for (int i = 0; i < 2; ++i) {
      call("update", job_->id, R"({"status":"IN_PROGRESS"})");
    }
    finish();
    return;
  }
  if (is("reports-rejected")) {
    update("REJECTED");
    finish();
    return;
  }
  while (job_->step < kSteps) {
    if (!do_step()) {
      give_up();
      return;
    }
    ++job_->step;
    const bool last = job_->step == kSteps;
    if ((last && is("never-reports")) || (is("skips-start") && !last)) {
      continue;
    }
    if (!update(last ? (is("reports-failed") ? "FAILED" : "SUCCEEDED") : "IN_PROGRESS")) {
      if (!is("ignores-cancel")) {
        give_up();
        return;
      }
    }
  }
  if (is("reports-twice")) {
    call("update", job_->id, R"({"status":"SUCCEEDED"})");
  }
  if (is("updates-after-end")) {
    call("update", job_->id, R"({"status":"IN_PROGRESS"})");
  }
  finish();
}

/// The service has ended the execution.
void Agent::give_up() {
  for (int i = 0; is("fails-canceled") && i < 2; ++i) {
    call("update", job_->id, R"({"status":"FAILED"})");
  }
  job_.reset();
}

void Agent::finish() {
  job_.reset();
  ended_ = ended_ || is("exits-after-job");
  deaf_ = deaf_ || is("one-job-only") || is("never-reports");
}

/// One step of the work. False: the service has ended the execution meanwhile.
bool Agent::do_step() {
  const auto deadline = std::chrono::steady_clock::now() + options_.step;
  while (true) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
    Notice notice;
    if (left <= milliseconds(0) || !link_->wait(left, notice)) {
      return true;
    }
    if (is("starts-on-every-notice")) {
      call("start-next", "", "{}");
    }
    const bool other = notice.next && notice.job != job_->id;
    if (other && !is("ignores-cancel") && !refresh()) {
      return false;
    }
  }
}

/// False: the service has ended the execution.
bool Agent::update(const std::string& status) {
  for (int tries = 0; tries < kVersions;) {
    json members{{"status", status}, {"statusDetails", {{"step", std::to_string(job_->step)}}}};
    if (job_->version > 0 && !is("skips-start")) {
      members["expectedVersion"] = job_->version;
    }
    const Response response = call("update", job_->id, members.dump());
    if (response.accepted) {
      ++job_->version;
      return true;
    }
    if (is_throttled(response)) {
      wait_after_throttling();
      continue;
    }
    ++tries;
    if (is("gives-up-version") || is("ignores-cancel")) {
      return false;
    }
    if (is("stale-version")) {
      continue;
    }
    if (const int step = job_->step; !refresh()) {
      return false;
    } else {
      job_->step = step;
    }
  }
  return false;
}

/// Reads the present version, and the steps that are done. False: the service has ended the execution.
bool Agent::refresh() {
  while (true) {
    const Response response = call("describe", job_->id);
    if (is_throttled(response)) {
      wait_after_throttling();
      continue;
    }
    const json execution = member_of(response, "execution");
    const bool runs = execution.value("status", "") == "IN_PROGRESS";
    if (runs) {
      take_execution(execution);
    }
    return runs;
  }
}

}  // namespace jobrig::reference_agent
