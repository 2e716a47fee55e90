#include "remote/experiment_run.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "base/units.h"
#include "base/url.h"
#include "experiment/attempts.h"
#include "remote/admin_client.h"

namespace jobrig::remote {
namespace {

using Json = nlohmann::json;
using SteadyClock = std::chrono::steady_clock;

// The largest number of records in one response.
constexpr std::size_t kMaxRecords = 1000;
constexpr std::string_view kJournal = "/journal?limit=1000&after=";

/// The calls of the admin interface that an experiment needs.
class Mock {
 public:
  explicit Mock(const ExperimentRunOptions& options) : options_(options) {}

  [[nodiscard]] base::Result<std::string> ask(std::string_view method, const std::string& path,
                                              const Json& body = {}) const {
    ProbeTarget target = options_.target;
    target.path += path;
    const std::string text = body.is_null() ? "" : body.dump(-1, ' ', false, Json::error_handler_t::replace);
    const auto response = ask_admin(target, {std::string(method), text}, options_.timeout);
    const std::string call = std::string(method) + " " + path.substr(0, path.find('?')) + ": ";
    if (!response) {
      return base::Error{call + response.error().message};
    }
    if (response->status != 200) {
      return base::Error{call + "the response has status " + std::to_string(response->status) +
                         explanation_in(response->body)};
    }
    return response->body;
  }

  [[nodiscard]] base::Result<experiment::MockTime> time() const {
    const auto answer = ask("GET", "/clock");
    if (!answer) {
      return answer.error();
    }
    const Json body = Json::parse(*answer, nullptr, false);
    const bool is_clock = body.is_object() && body.contains("now") && body["now"].is_string() &&
                          body.contains("rate") && body["rate"].is_number();
    const auto now = base::parse_instant(is_clock ? body["now"].get<std::string>() : "");
    if (!now) {
      return base::Error{"GET /clock: the response is not that of a mock"};
    }
    return experiment::MockTime{*now, body["rate"].get<double>()};
  }

  [[nodiscard]] base::Result<std::vector<experiment::RuleState>> rules() const {
    const auto answer = ask("GET", "/rules");
    if (!answer) {
      return answer.error();
    }
    const Json body = Json::parse(*answer, nullptr, false);
    std::vector<experiment::RuleState> rules;
    for (const Json& rule : body.is_object() ? body.value("rules", Json::array()) : Json::array()) {
      if (rule.is_object() && rule.contains("name") && rule["name"].is_string()) {
        rules.push_back({rule["name"].get<std::string>(), rule.value("enabled", Json(true)) != Json(false)});
      }
    }
    return rules;
  }

  [[nodiscard]] std::optional<base::Error> set(const experiment::Switch& rule) const {
    Json body{{"enabled", rule.enabled}};
    if (rule.lease) {
      body["for"] = base::format_duration(*rule.lease);
    }
    const auto answer = ask("PATCH", "/rules/" + base::percent_encode(rule.name), body);
    return answer ? std::nullopt : std::optional(answer.error());
  }

 private:
  /// The sentence of `{"error":…}`.
  static std::string explanation_in(std::string_view body) {
    const Json json = Json::parse(body, nullptr, false);
    const bool explains = json.is_object() && json.contains("error") && json["error"].is_string();
    return explains ? ": " + json["error"].get<std::string>() : "";
  }

  const ExperimentRunOptions& options_;
};

class ExperimentRun {
 public:
  ExperimentRun(experiment::Course& course, const ExperimentRunOptions& options, const drive::StopFlag& stop,
                const std::function<void(const experiment::Phase&)>& on_phase)
      : course_(course), options_(options), stop_(stop), on_phase_(on_phase), mock_(options), attempts_(0) {}

  std::optional<base::Error> begin() {
    const auto journal = mock_.ask("GET", "/journal?limit=1");
    const auto position = journal ? experiment::newest_position(*journal) : journal.error();
    if (!position) {
      return position.error();
    }
    attempts_ = experiment::Attempts(*position);
    const auto rules = mock_.rules();
    const auto time = rules ? mock_.time() : rules.error();
    return time ? course_.begin(*time, *rules) : std::optional(time.error());
  }

  void run() {
    last_request_ = SteadyClock::now();
    while (!course_.ending()) {
      const auto error = stop_.raised() ? std::nullopt : next();
      if (stop_.raised()) {
        restore(course_.stop(experiment::Ending::kInterrupted, "stopped by a signal"));
      } else if (error) {
        restore(course_.stop(experiment::Ending::kBroken, error->message));
      }
    }
  }

  [[nodiscard]] std::vector<std::string> not_restored() const { return not_restored_; }

 private:
  std::optional<base::Error> next() {
    const auto time = mock_.time();
    if (!time) {
      return time.error();
    }
    experiment::Seen seen;
    if (auto error = read_journal(seen)) {
      return error;
    }
    const SteadyClock::time_point now = SteadyClock::now();
    last_request_ = seen.attempts.empty() ? last_request_ : now;
    seen.patient = now - last_request_ < options_.patience;
    const experiment::Step step = course_.look(*time, seen);
    show_phase();
    if (step.over) {
      restore(step);
      return std::nullopt;
    }
    for (const experiment::Switch& rule : step.switches) {
      if (auto error = mock_.set(rule)) {
        return error;
      }
    }
    return step.advance ? advance(*step.advance) : wait(step);
  }

  std::optional<base::Error> read_journal(experiment::Seen& seen) {
    for (bool more = true; more;) {
      const std::uint64_t before = attempts_.position();
      const auto answer = mock_.ask("GET", std::string(kJournal) + std::to_string(before));
      auto page = answer ? attempts_.read(*answer) : answer.error();
      if (!page) {
        return page.error();
      }
      more = page->more && attempts_.position() > before;
      seen.lost += page->lost;
      seen.rules.merge(page->rules);
      seen.attempts.insert(seen.attempts.end(), page->attempts.begin(), page->attempts.end());
    }
    return std::nullopt;
  }

  std::optional<base::Error> advance(base::Duration by) {
    last_request_ = SteadyClock::now();  // the next phase has its own patience
    const auto answer = mock_.ask("POST", "/clock/advance", Json{{"by", base::format_duration(by)}});
    return answer ? std::nullopt : std::optional(answer.error());
  }

  std::optional<base::Error> wait(const experiment::Step& step) {
    if (step.requests == 0) {
      static_cast<void>(stop_.wait(step.wait));
      return std::nullopt;
    }
    const auto answer = mock_.ask("GET", "/journal?after=" + std::to_string(attempts_.position()) +
                                             "&count=" + std::to_string(std::min(step.requests, kMaxRecords)) +
                                             "&wait=" + base::format_duration(step.wait));
    return answer ? std::nullopt : std::optional(answer.error());
  }

  void restore(const experiment::Step& step) {
    for (const experiment::Switch& rule : step.switches) {
      if (mock_.set(rule)) {
        not_restored_.push_back(rule.name);
      }
    }
  }

  void show_phase() {
    for (; shown_ < course_.phases().size() && course_.phases()[shown_].began; ++shown_) {
      on_phase_(course_.phases()[shown_]);
    }
  }

  experiment::Course& course_;
  const ExperimentRunOptions& options_;
  const drive::StopFlag& stop_;
  const std::function<void(const experiment::Phase&)>& on_phase_;
  const Mock mock_;
  experiment::Attempts attempts_;
  SteadyClock::time_point last_request_{};
  std::size_t shown_ = 0;
  std::vector<std::string> not_restored_;
};

}  // namespace

base::Result<std::vector<std::string>> run_experiment(experiment::Course& course, const ExperimentRunOptions& options,
                                                      const drive::StopFlag& stop,
                                                      const std::function<void(const experiment::Phase&)>& on_phase) {
  ExperimentRun run(course, options, stop, on_phase);
  if (auto error = run.begin()) {
    return *error;
  }
  run.run();
  return run.not_restored();
}

}  // namespace jobrig::remote
