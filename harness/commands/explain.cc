#include "commands/explain.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/clock.h"
#include "commands/explanation_format.h"
#include "hosting/scenario_files.h"
#include "http/authentication.h"
#include "http/reply.h"
#include "http/request_parser.h"
#include "plan/explain.h"
#include "plan/planner.h"
#include "serve/framer.h"
#include "serve/http_engine.h"
#include "serve/refusal.h"
#include "state/virtual_clock.h"
#include "state/world.h"

namespace jobrig::commands {
namespace {

constexpr std::int64_t kMaxCalls = 1000000;

bool names_header(const std::string& line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' && base::starts_with_ignoring_case(line, name);
}

// The request as a client would send it: what every client adds is added unless it is given.
std::string raw_request(const std::string& line, const std::vector<std::string>& headers, const std::string& body) {
  const auto has = [&](std::string_view name) {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const std::string& header) { return names_header(header, name); });
  };
  std::string raw = line + " HTTP/1.1\r\n";
  raw += has("Host") ? "" : "Host: localhost\r\n";
  for (const std::string& header : headers) {
    raw += header + "\r\n";
  }
  if (!body.empty() && !has("Content-Length") && !has("Transfer-Encoding")) {
    raw += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return raw + "\r\n" + body;
}

class Explain final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("SCENARIO", scenarios_, 0, Options::kAnyNumber,
                       "files, folders or names of shipped ones, joined; none: demos/default");
    options.text("--request", "'METHOD TARGET'", request_, "what the client asks: 'GET /things/t/jobs/j'");
    options.texts("--header", "'NAME: VALUE'", headers_, "a header of the request; may be given again");
    options.text("--body", "TEXT", body_, "the request's body");
    options.integer("--call", "N", call_, 1, kMaxCalls, "explain the N-th such call (1)");
    options.duration("--at", "TIME", at_, "virtual time since the start at which all calls are made (0s)");
    options.integer("--seed", "N", seed_, 0, INT64_MAX, "what chance follows; else the scenario's, else 0");
    options.word("--contract", "EDITION", contract_, {"original", "current"},
                 "edition of scenarios that state none (original)");
    options.word("--format", "FORMAT", format_, {"text", "json"}, "text (default) or json");
    options.example("jobrig explain --request 'GET /things/thermostat-1/jobs/$next'");
    options.example("jobrig explain outage.yaml --request 'GET /things/t/jobs/j' --call 3 --at 10s");
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
    const ExplainedCall call = explain_call(loaded->scenario);
    streams.out << (format_ == "json" ? as_json(call) : as_text(call));
    return ExitCode::kFine;
  }

 private:
  [[nodiscard]] std::optional<std::string> find_mistake() const {
    const std::size_t blank = request_.find(' ');
    if (blank == 0 || blank == std::string::npos || blank + 1 == request_.size() ||
        request_.find_first_of(" \r\n", blank + 1) != std::string::npos) {
      return "explain needs --request 'METHOD TARGET', such as --request 'GET /things/thermostat-1/jobs/firmware-7'";
    }
    for (const std::string& header : headers_) {
      if (header.find(':') == std::string::npos || header.find_first_of("\r\n") != std::string::npos) {
        return "--header \"" + header + "\" is not of the form 'NAME: VALUE'";
      }
    }
    return std::nullopt;
  }

  static ExplainedCall explain_refusal(const serve::Refusal& refusal) {
    model::Exchange exchange;
    const model::HttpReply reply = serve::reply_to(refusal, exchange);
    serve::HttpEngine engine;
    serve::Rendered rendered = engine.render({}, false, reply);
    return {exchange.decision, 0, {}, rendered.status, std::move(rendered.script), refusal.reason};
  }

  // As the server does it: framed, planned, rendered, then the wire faults.
  [[nodiscard]] ExplainedCall explain_call(const model::Scenario& scenario) const {
    const std::string raw = raw_request(request_, headers_, body_);
    const serve::FramerLimits limits;
    serve::Framer framer(limits);
    serve::Framer::Progress progress = framer.advance(raw);
    if (progress == serve::Framer::Progress::kSendContinue) {
      progress = framer.advance(raw);
    }
    if (progress != serve::Framer::Progress::kWhole) {
      return explain_refusal(progress == serve::Framer::Progress::kRefused
                                 ? framer.refusal()
                                 : serve::Refusal{400, "the client stopped sending inside the request"});
    }
    model::Request request;
    framer.read(raw, request);

    const base::ManualClock machine(base::SystemClock().civil());
    state::VirtualClock clock(machine, scenario.clock);
    clock.jump(at_);
    state::World world(scenario, clock);
    const std::uint64_t seed = seed_ ? static_cast<std::uint64_t>(*seed_) : scenario.seed.value_or(0);
    plan::Planner planner(scenario, world, clock, seed);
    model::Call call;
    http::parse_request(request, scenario.edition, call);
    call.denial = http::authenticate(request, scenario.signatures, call.thing, machine.civil());
    plan::Explanation explained = plan::explain(planner, call, static_cast<std::uint64_t>(call_));
    serve::HttpEngine engine;
    serve::Rendered rendered =
        engine.render(request, framer.keep_alive(), http::render(std::move(explained.plan.reply)));
    explained.plan.apply_wire_faults(rendered.script);
    return {std::move(explained.plan.decision), explained.answers,
            std::move(explained.misses),        rendered.status,
            std::move(rendered.script),         {}};
  }

  std::vector<std::string> scenarios_;
  std::string request_;
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
