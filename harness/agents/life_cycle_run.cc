#include "agents/life_cycle_run.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "agents/agent_process.h"
#include "agents/gate.h"
#include "agents/launch.h"
#include "agents/stage.h"
#include "base/deadline.h"
#include "base/descriptor.h"
#include "contract/statuses.h"
#include "drive/call_request.h"
#include "drive/waiting.h"
#include "life_cycles/course.h"

namespace jobrig::agents {
namespace {

class LifeCycleRun {
 public:
  LifeCycleRun(const life_cycles::LifeCycle& cycle, const RunSettings& settings)
      : cycle_(cycle),
        settings_(settings),
        woken_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        course_(cycle, drive::monotonic_now()) {}

  Watched run() {
    watched_.record.things = cycle_.things;
    watched_.record.began = drive::monotonic_now();
    if (const auto problem = begin()) {
      watched_.harness_problem = *problem;
    } else {
      watch();
    }
    finish();
    return std::move(watched_);
  }

 private:
  /// Something that jobrig ends later: an outage, or the time in which an agent does not run.
  struct Pending {
    base::Monotonic due{};
    std::size_t interruption = 0;  // its place in the record
  };

  std::optional<std::string> begin() {
    stage_ = std::make_shared<AgentStage>(
        cycle_, settings_.seed,
        StageListener{[this](std::size_t agent) { on_asked(agent); },
                      [this](const life_cycles::ChangeRecord& change) { on_changed(change); }});
    auto front = FrontEnd::start(stage_, settings_.protocol, certificates_, settings_.log);
    if (!front) {
      return front.error().message;
    }
    front_ = std::move(*front);
    auto gate = Gate::open(cycle_.things.size(), front_->port());
    if (!gate) {
      return gate.error().message;
    }
    {
      const std::lock_guard lock(mutex_);
      gate_ = std::move(*gate);
    }
    for (std::size_t agent = 0; agent < cycle_.things.size(); ++agent) {
      if (auto problem = prepare(agent)) {
        return problem;
      }
    }
    watched_.endpoint = std::string(row_of(settings_.protocol).word) + "://127.0.0.1:" + std::to_string(gate_->port(0));
    processes_.resize(cycle_.things.size());
    for (std::size_t agent = 0; agent < cycle_.things.size(); ++agent) {
      if (auto problem = start(agent)) {
        return problem;
      }
    }
    return std::nullopt;
  }

  /// Its folder and certificates.
  std::optional<std::string> prepare(std::size_t agent) {
    AgentPlace place;
    place.scheme = row_of(settings_.protocol).word;
    place.host = "127.0.0.1";
    place.port = gate_->port(agent);
    place.thing = cycle_.things[agent];
    place.seed = settings_.seed + agent;
    place.folder = (folder_.path() / std::to_string(agent)).string();
    std::filesystem::create_directory(place.folder);
    if (row_of(settings_.protocol).tls) {
      model::ConformanceCase one;
      one.thing = place.thing;
      one.identity = model::ClientIdentity::kGood;
      auto files = certificates_.write_files(one);
      if (!files) {
        return files.error().message;
      }
      place.tls = std::move(*files);
    }
    places_.push_back(std::move(place));
    return std::nullopt;
  }

  std::optional<std::string> start(std::size_t agent) {
    watched_.record.lifetimes.push_back({agent, drive::monotonic_now()});
    auto process = AgentProcess::start(settings_.supervisor,
                                       launch_options(settings_.words, settings_.environment, places_[agent]));
    if (!process) {
      return process.error().message;
    }
    processes_[agent] = std::move(*process);
    return std::nullopt;
  }

  // From any thread, with locks of the stage held.
  void on_asked(std::size_t agent) {
    {
      const std::lock_guard lock(mutex_);
      course_.asked(agent, drive::monotonic_now());
    }
    wake();
  }

  // Likewise, before the response to the request that made the change.
  void on_changed(const life_cycles::ChangeRecord& change) {
    {
      const std::lock_guard lock(mutex_);
      course_.changed(change);
      const auto due = course_.due(change.when);
      if (due && due->step->act == life_cycles::Act::kLoseAnswers && gate_ != nullptr) {
        gate_->lose_answers(due->agent);
      }
    }
    wake();
  }

  void wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(woken_.get(), &one, sizeof one);
  }

  void watch() {
    const base::Duration limit = settings_.deadline > base::Duration::zero() ? settings_.deadline : cycle_.limit;
    const base::Monotonic deadline = base::deadline(watched_.record.began, limit);
    std::optional<base::Monotonic> settled;  // since when everything is over
    while (true) {
      const base::Monotonic now = drive::monotonic_now();
      take_outputs();
      end_pending(now);
      act(now);
      const bool over = is_over();
      settled = over ? settled.value_or(now) : std::optional<base::Monotonic>();
      if (settled && now >= base::deadline(*settled, cycle_.settle)) {
        return;
      }
      if (now >= deadline || !watched_.harness_problem.empty() || all_have_ended()) {
        watched_.record.in_time = over;
        return;
      }
      base::Monotonic next = settled ? std::min(deadline, base::deadline(*settled, cycle_.settle)) : deadline;
      for (const Pending& pending : pending_) {
        next = std::min(next, pending.due);
      }
      if (!wait_until(next)) {
        watched_.stopped = true;
        return;
      }
    }
  }

  /// False: the run was interrupted.
  bool wait_until(base::Monotonic next) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto due = course_.next_due()) {
        next = std::min(next, *due);
      }
    }
    std::vector<pollfd> fds{{settings_.stop.descriptor(), POLLIN, 0}, {woken_.get(), POLLIN, 0}};
    for (const auto& process : processes_) {
      if (process != nullptr) {
        process->watch(fds);
      }
    }
    drive::wait_until(fds, next);
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t drained = ::read(woken_.get(), &count, sizeof count);
    return fds.front().revents == 0;
  }

  [[nodiscard]] bool is_over() {
    {
      const std::lock_guard lock(mutex_);
      if (!course_.is_over() || !pending_.empty()) {
        return false;
      }
    }
    const auto states = stage_->states();
    return std::all_of(states.begin(), states.end(),
                       [](const life_cycles::LastState& state) { return contract::is_terminal(state.status); });
  }

  [[nodiscard]] bool all_have_ended() const {
    return pending_.empty() &&
           std::all_of(processes_.begin(), processes_.end(), [](const auto& process) { return process == nullptr; });
  }

  /// Reads the outputs of the agents, and notes those that have ended by themselves.
  void take_outputs() {
    for (std::size_t agent = 0; agent < processes_.size(); ++agent) {
      auto& process = processes_[agent];
      if (process == nullptr || !process->take()) {
        continue;
      }
      process->kill();
      life_cycles::Lifetime& life = last_life(agent);
      life.ended_by_itself = true;
      life.exit_code = process->exit_code();
      watched_.last_errors = drive::last_lines(process->last_errors());
      process.reset();
    }
  }

  life_cycles::Lifetime& last_life(std::size_t agent) {
    auto& lives = watched_.record.lifetimes;
    return *std::find_if(lives.rbegin(), lives.rend(),
                         [&](const life_cycles::Lifetime& life) { return life.agent == agent; });
  }

  void act(base::Monotonic now) {
    while (true) {
      std::optional<life_cycles::Course::Due> due;
      {
        const std::lock_guard lock(mutex_);
        due = course_.take_due(now);
      }
      if (!due) {
        return;
      }
      perform(*due->step, due->agent, now);
    }
  }

  void perform(const life_cycles::Step& step, std::optional<std::size_t> agent, base::Monotonic now) {
    auto& interruptions = watched_.record.interruptions;
    const auto interrupt = [&](life_cycles::Interruption::Kind kind) {
      interruptions.push_back({kind, agent, now, base::Monotonic::max()});
      pending_.push_back({base::deadline(now, step.span), interruptions.size() - 1});
    };
    switch (step.act) {
      case life_cycles::Act::kKill:
        for (std::size_t i = 0; i < processes_.size(); ++i) {
          if (agent.value_or(i) == i && processes_[i] != nullptr) {
            processes_[i]->kill();
            processes_[i].reset();
          }
        }
        interrupt(life_cycles::Interruption::Kind::kKilled);
        break;
      case life_cycles::Act::kCut:
        gate_->cut(agent);
        interrupt(life_cycles::Interruption::Kind::kCut);
        break;
      case life_cycles::Act::kOutage:
        gate_->set_outage(true);
        agent.reset();
        interrupt(life_cycles::Interruption::Kind::kOutage);
        break;
      case life_cycles::Act::kLoseAnswers:
        gate_->lose_answers(agent);
        interrupt(life_cycles::Interruption::Kind::kLostAnswers);
        break;
      case life_cycles::Act::kAdvance:
        stage_->virtual_clock.jump(step.span);
        break;
      case life_cycles::Act::kCancel:
      case life_cycles::Act::kChange:
        stage_->change(agent, step.job, step.act == life_cycles::Act::kCancel);
        break;
    }
  }

  void end_pending(base::Monotonic now) {
    for (std::size_t i = 0; i < pending_.size();) {
      if (pending_[i].due > now) {
        ++i;
        continue;
      }
      life_cycles::Interruption& one = watched_.record.interruptions[pending_[i].interruption];
      one.ended = now;
      pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(i));
      end_interruption(one);
    }
  }

  void end_interruption(const life_cycles::Interruption& one) {
    switch (one.kind) {
      case life_cycles::Interruption::Kind::kKilled:
        for (std::size_t agent = 0; agent < processes_.size(); ++agent) {
          // One that had ended by itself stays ended.
          if (one.agent.value_or(agent) == agent && !last_life(agent).ended_by_itself) {
            if (auto problem = start(agent)) {
              watched_.harness_problem = std::move(*problem);
            }
          }
        }
        break;
      case life_cycles::Interruption::Kind::kOutage:
        gate_->set_outage(false);
        break;
      case life_cycles::Interruption::Kind::kLostAnswers:
        gate_->cut(one.agent);
        break;
      case life_cycles::Interruption::Kind::kCut:
        break;
    }
  }

  void finish() {
    watched_.record.ended = drive::monotonic_now();
    for (life_cycles::Interruption& one : watched_.record.interruptions) {
      one.ended = std::min(one.ended, watched_.record.ended);
    }
    stop_agents();
    if (gate_ != nullptr) {
      watched_.record.connects = gate_->connects();
    }
    if (front_ != nullptr) {
      if (front_->failures() > 0 && watched_.harness_problem.empty()) {
        watched_.harness_problem = "jobrig failed while it served the life cycle; stderr says why";
      }
      front_->stop();
    }
    if (stage_ != nullptr) {
      stage_->finish(watched_.record, watched_.exchanges, watched_.packets);
      std::erase_if(watched_.record.requests,
                    [&](const life_cycles::RequestRecord& request) { return request.when > watched_.record.ended; });
    }
  }

  void stop_agents() {
    for (const auto& process : processes_) {
      if (process != nullptr) {
        process->ask_to_end();
      }
    }
    const base::Monotonic deadline = base::deadline(drive::monotonic_now(), base::Duration(AgentProcess::kStopTimeout));
    for (const auto& process : processes_) {
      while (process != nullptr && !process->take() && drive::monotonic_now() < deadline) {
        std::vector<pollfd> fds;
        process->watch(fds);
        drive::wait_until(fds, deadline);
      }
    }
    for (const auto& process : processes_) {
      if (process != nullptr) {
        process->kill();
        if (watched_.last_errors.empty()) {
          watched_.last_errors = drive::last_lines(process->last_errors());
        }
      }
    }
  }

  const life_cycles::LifeCycle& cycle_;
  const RunSettings& settings_;
  Watched watched_;
  base::Descriptor woken_;
  conform::RunFolder folder_;
  conform::RunCertificates certificates_;  // other life cycles have things of the same name
  std::mutex mutex_;
  life_cycles::Course course_;  // guarded by mutex_
  std::unique_ptr<Gate> gate_;  // set with mutex_ held
  std::shared_ptr<AgentStage> stage_;
  std::unique_ptr<FrontEnd> front_;
  std::vector<AgentPlace> places_;
  std::vector<std::unique_ptr<AgentProcess>> processes_;  // by agent; null: not running
  std::vector<Pending> pending_;
};

}  // namespace

Watched run_life_cycle(const life_cycles::LifeCycle& cycle, const RunSettings& settings) {
  return LifeCycleRun(cycle, settings).run();
}

}  // namespace jobrig::agents
