#include "commands/explain.h"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/quote.h"
#include "hosting/explain_call.h"
#include "hosting/scenario_files.h"
#include "mqtt/jobs_topic.h"
#include "report/explanation.h"

namespace jobrig::commands {
namespace {

constexpr std::int64_t kMaxCalls = 1000000;

class Explain final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("SCENARIO", scenarios_, 0, Options::kAnyNumber,
                       "files, folders or built-in names (default: demos/default)");
    options.text("--request", "'METHOD TARGET'", request_, "request to explain: 'GET /things/t/jobs/j'");
    options.text("--mqtt", "TOPIC", topic_, "MQTT message to explain: '$aws/things/t/jobs/get'");
    options.texts("--header", "'NAME: VALUE'", headers_, "header of the request; repeatable");
    options.text("--body", "TEXT", body_, "body of the request, or payload of the message");
    options.integer("--call", "N", call_, 1, kMaxCalls, "explain the N-th such request (default: 1)");
    options.duration("--at", "TIME", at_, "scenario time of the requests (default: 0s)");
    options.integer("--seed", "N", seed_, 0, INT64_MAX, "random seed (default: the scenario's, else 0)");
    options.word("--contract", "EDITION", contract_, {"original", "current"},
                 "edition for scenarios that set none (default: original)");
    options.word("--format", "FORMAT", format_, {"text", "json"}, "output format: text (default) or json");
    options.example("jobrig explain --request 'GET /things/thermostat-1/jobs/$next'");
    options.example("jobrig explain --mqtt '$aws/things/thermostat-1/jobs/start-next'");
    options.example("jobrig explain outage.yaml --request 'GET /things/t/jobs/j' --call 3");
  }

  ExitCode run(Streams& streams) override {
    if (const std::optional<std::string> mistake = find_mistake()) {
      streams.err << "jobrig: " << *mistake << "\n";
      return ExitCode::kUserOrWorld;
    }
    const auto loaded = hosting::load_for_command(scenarios_, contract_, streams.err);
    if (!loaded) {
      return ExitCode::kUserOrWorld;
    }
    hosting::ExplainOptions options;
    options.call = static_cast<std::uint64_t>(call_);
    options.at = at_;
    options.seed = seed_ ? std::optional(static_cast<std::uint64_t>(*seed_)) : std::nullopt;
    const report::ExplainedCall call =
        topic_.empty() ? hosting::explain_call(loaded->scenario, {request_, headers_, body_}, options)
                       : hosting::explain_message(loaded->scenario, {topic_, body_}, options);
    streams.out << (format_ == "json" ? report::explanation_json(call) : report::explanation_text(call));
    return ExitCode::kFine;
  }

 private:
  [[nodiscard]] std::optional<std::string> find_mistake() const {
    if (!topic_.empty()) {
      return find_mqtt_mistake();
    }
    const std::size_t blank = request_.find(' ');
    if (blank == 0 || blank == std::string::npos || blank + 1 == request_.size() ||
        request_.find_first_of(" \r\n", blank + 1) != std::string::npos) {
      return "explain needs --request 'METHOD TARGET', such as --request 'GET /things/thermostat-1/jobs/firmware-7', "
             "or "
             "--mqtt TOPIC";
    }
    for (const std::string& header : headers_) {
      if (header.find(':') == std::string::npos || header.find_first_of("\r\n") != std::string::npos) {
        return "--header \"" + header + "\" is not of the form 'NAME: VALUE'";
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::string> find_mqtt_mistake() const {
    if (!request_.empty() || !headers_.empty()) {
      return "--mqtt explains a message; leave out --request and --header";
    }
    if (!mqtt::parse_jobs_topic(topic_)) {
      return "--mqtt " + base::quoted(topic_) +
             " is not a topic for requests to the Jobs service, such as '$aws/things/thermostat-1/jobs/$next/get'";
    }
    return std::nullopt;
  }

  std::vector<std::string> scenarios_;
  std::string request_;
  std::string topic_;
  std::vector<std::string> headers_;
  std::string body_;
  std::int64_t call_ = 1;
  base::Duration at_{0};
  std::optional<std::int64_t> seed_;
  std::string contract_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_explain() { return std::make_unique<Explain>(); }

}  // namespace jobrig::commands
