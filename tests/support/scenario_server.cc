#include "support/scenario_server.h"

#include <atomic>
#include <stdexcept>

#include "contract/shipped_scenarios.h"
#include "hosting/http_front_end.h"
#include "hosting/scenario_clock.h"
#include "load/sources.h"
#include "plan/planner.h"
#include "plan/tls_choice.h"
#include "state/virtual_clock.h"
#include "state/world.h"
#include "support/loading.h"
#include "transport/tls_acceptor.h"

namespace jobrig::test {
namespace {

/// The source of virtual time: a monotonic clock that changes only when it is set. Thread-safe.
class SetClock final : public base::Clock {
 public:
  void set(base::Duration since_start) { since_start_ = since_start.count(); }
  [[nodiscard]] base::Instant civil() const override { return machine_.civil(); }
  [[nodiscard]] base::Monotonic monotonic() const override {
    return base::Monotonic(base::Duration(since_start_.load()));
  }

 private:
  base::SystemClock machine_;
  std::atomic<base::Duration::rep> since_start_{0};
};

model::Scenario at_rate_1(model::Scenario scenario) {
  scenario.clock.rate = 1;
  return scenario;
}

const certificates::CertificateAuthority& the_authority() {
  static const auto kAuthority = certificates::CertificateAuthority::make("test CA", base::SystemClock().civil());
  return kAuthority;
}

}  // namespace

struct ScenarioServer::Impl {
  explicit Impl(model::Scenario given)
      : scenario(at_rate_1(std::move(given))),
        virtual_clock(set_clock, scenario.clock),
        clock(machine, virtual_clock),
        world(scenario, virtual_clock, scenario.seed.value_or(7)),
        planner(scenario, world, virtual_clock, scenario.seed.value_or(7)),
        http(scenario, virtual_clock, planner),
        tls_choice(scenario.tls, virtual_clock) {}

  base::SystemClock machine;
  SetClock set_clock;
  model::Scenario scenario;
  state::VirtualClock virtual_clock;
  hosting::ScenarioClock clock;
  state::World world;
  plan::Planner planner;
  hosting::HttpFrontEnd http;
  plan::TlsChoice tls_choice;
  std::unique_ptr<serve::Server> server;
};

ScenarioServer::ScenarioServer(model::Scenario scenario, Over over)
    : impl_(std::make_unique<Impl>(std::move(scenario))) {
  serve::ServerOptions options;
  if (over == Over::kTls) {
    options.tls = std::make_shared<transport::TlsAcceptor>(
        the_authority(), "127.0.0.1", impl_->tls_choice.settings(), [this] { return impl_->tls_choice.next(); },
        base::SystemClock().civil());
  }
  auto started = serve::Server::start(std::move(options), impl_->http, log, impl_->clock);
  if (!started) {
    throw std::runtime_error(started.error().message);
  }
  impl_->server = std::move(started).value();
}

ScenarioServer::ScenarioServer(const std::string& text, Over over) : ScenarioServer(loaded(text), over) {}

ScenarioServer::~ScenarioServer() = default;

std::uint16_t ScenarioServer::port() const { return impl_->server->port(); }
std::string ScenarioServer::endpoint() const { return impl_->server->endpoint(); }
void ScenarioServer::set_time(base::Duration since_start) { impl_->set_clock.set(since_start); }
const std::string& ScenarioServer::authority() const { return the_authority().identity().certificate; }

model::Scenario shipped(std::string_view name) { return shipped_scenario(std::string(name)); }

}  // namespace jobrig::test
