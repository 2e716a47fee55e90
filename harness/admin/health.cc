// Admin route that checks whether all parts of the program work. It asks the event loop of each worker and the
// listener, and waits for their answers for a bounded time without a thread.
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "admin/routes.h"
#include "base/memory_reserve.h"
#include "base/version.h"
#include "hosting/reachable_endpoint.h"
#include "serve/liveness.h"
#include "serve/server.h"

namespace jobrig::admin {
namespace {

// An event loop answers within a millisecond, unless something blocks it.
constexpr std::chrono::seconds kPatience{1};

/// What does not work, a sentence for each part.
std::vector<std::string> problems_of(const std::vector<serve::Liveness::Part>& parts) {
  std::vector<std::string> problems;
  for (const serve::Liveness::Part& part : parts) {
    if (!part.problem) {
      problems.push_back(part.name + ": no answer within 1s");
    } else if (!part.problem->empty()) {
      problems.push_back(part.name + ": " + std::string(*part.problem));
    }
  }
  return problems;
}

model::HttpReply health_reply(const AdminSubject& subject, const std::vector<serve::Liveness::Part>& parts) {
  std::vector<std::string> problems = problems_of(parts);
  const journal::JournalState journal = subject.journal == nullptr ? journal::JournalState() : subject.journal->state();
  const std::uint64_t failures = internal_failures(subject);
  const std::uint64_t log_lines = subject.terminal == nullptr ? 0 : subject.terminal->dropped();
  if (!journal.problem.empty()) {
    problems.push_back("journal: " + journal.problem);
  }
  if (!base::refill_memory_reserve()) {
    problems.emplace_back("memory: none is left");
  }
  const bool works = problems.empty();
  const bool lost = journal.dropped > 0 || log_lines > 0 || failures > 0;
  nlohmann::ordered_json body{{"status", !works ? "failing"
                                         : lost ? "degraded"
                                                : "ok"},
                              {"version", base::version()},
                              {"endpoint", hosting::reachable_endpoint(subject.endpoint)},
                              {"sandboxes", subject.sandboxes.count()},
                              {"problems", std::move(problems)},
                              {"internal_failures", failures},
                              {"log_lines_dropped", log_lines}};
  if (subject.journal != nullptr) {
    body["journal"] = {{"dropped", journal.dropped}, {"queued_bytes", journal.queued}};
    if (!journal.problem.empty()) {
      body["journal"]["problem"] = journal.problem;
    }
  }
  return json_reply(works ? 200 : 503, body);
}

class HealthCheck final : public model::PendingReply {
 public:
  HealthCheck(const AdminSubject& subject, std::shared_ptr<serve::Liveness> liveness)
      : subject_(subject), liveness_(std::move(liveness)), deadline_(std::chrono::steady_clock::now() + kPatience) {}
  ~HealthCheck() override { liveness_->stop_waiting(); }

  void when_ready(std::function<void()> wake) override { liveness_->when_complete(std::move(wake)); }
  [[nodiscard]] base::Monotonic deadline() const override { return deadline_; }
  model::Reply reply() override { return health_reply(subject_, liveness_->parts()); }

 private:
  const AdminSubject& subject_;
  const std::shared_ptr<serve::Liveness> liveness_;
  const base::Monotonic deadline_;
};

}  // namespace

model::Plan answer_health(const AdminCall& call) {
  if (call.subject.server == nullptr) {
    return plan_for(health_reply(call.subject, {}));
  }
  model::Plan plan;
  plan.pending = std::make_shared<HealthCheck>(call.subject, call.subject.server->ask_whether_alive());
  return plan;
}

}  // namespace jobrig::admin
