#include "jobrig/rig.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "base/deadline.h"
#include "base/quote.h"
#include "base/signals_blocked.h"
#include "base/suggest.h"
#include "base/units.h"
#include "certificates/certificates.h"
#include "contract/editions.h"
#include "hosting/cleaner.h"
#include "hosting/sandboxes.h"
#include "hosting/scenario_replacement.h"
#include "hosting/serve_tls.h"
#include "plan/rule_switches.h"
#include "rig/exchanges.h"
#include "rig/loading.h"
#include "rig/one_httplib.h"
#include "serve/server.h"

namespace jobrig {
namespace {

constexpr unsigned kMaxWorkers = 64;
constexpr double kFastest = 1e6;  // same limit as in scenarios
constexpr std::size_t kAll = SIZE_MAX - 1;
constexpr std::size_t kListed = 20;  // exchanges in the message of a timeout

/// The event that a caller waits for.
struct Signal {
  std::mutex mutex;
  std::condition_variable changed;
  bool given = false;

  void give() {
    const std::lock_guard lock(mutex);
    given = true;
    changed.notify_all();
  }
  bool wait_until(base::Monotonic deadline) {
    std::unique_lock lock(mutex);
    return changed.wait_until(lock, deadline, [this] { return given; });
  }
};

RigOptions checked(RigOptions options) {
  if (const auto problem = rig::second_httplib()) {
    throw Error(*problem);
  }
  if (options.workers < 1 || options.workers > kMaxWorkers) {
    throw std::invalid_argument("RigOptions::workers must be from 1 to 64, not " + std::to_string(options.workers));
  }
  if (!contract::edition_named(options.contract)) {
    throw std::invalid_argument("RigOptions::contract must be \"original\" or \"current\", not " +
                                base::quoted(options.contract) +
                                base::did_you_mean(options.contract, {"original", "current"}));
  }
  return options;
}

std::vector<Exchange> exchanges_of(const journal::JournalExtract& extract) {
  std::vector<Exchange> exchanges;
  exchanges.reserve(extract.records.size());
  for (const journal::JournalRecord& record : extract.records) {
    exchanges.push_back(rig::exchange_of(record));
  }
  return exchanges;
}

std::size_t index_of(const std::string& rule, const model::Scenario& scenario) {
  std::vector<std::string_view> names;
  for (const model::Rule& one : scenario.rules) {
    names.emplace_back(one.name);
  }
  const auto found = std::find(names.begin(), names.end(), rule);
  if (found == names.end()) {
    throw std::invalid_argument("unknown rule " + base::quoted(rule) + base::did_you_mean(rule, names));
  }
  return static_cast<std::size_t>(found - names.begin());
}

void set_rule(hosting::Generation& generation, const std::string& rule, bool enabled,
              std::optional<base::Duration> span) {
  const std::size_t index = index_of(rule, *generation.scenario);
  const base::Instant now = generation.virtual_clock.now();
  if (span && (*span <= base::Duration::zero() || *span > base::kEndOfTime - now)) {
    throw std::invalid_argument("the span of a rule must be longer than 0s and end before the year 10000, not " +
                                base::format_duration(*span));
  }
  plan::RuleSwitch state{enabled};
  if (span) {
    state.until = now + *span;
  }
  generation.planner.switches().set(index, state);
}

std::string what_took_place(const hosting::Generation& generation) {
  const journal::JournalExtract extract = generation.journal.find({}, kListed);
  if (extract.records.empty()) {
    return "the journal is empty";
  }
  std::string text = extract.more ? "the newest exchanges:" : "all exchanges:";
  for (const Exchange& exchange : exchanges_of(extract)) {
    text += "\n  " + exchange.summary;
  }
  return text;
}

}  // namespace

struct Rig::Impl {
  Impl(const Scenario& scenario, RigOptions given)
      : options(checked(std::move(given))),
        sandboxes({"",
                   rig::load(scenario, options.contract),
                   options.seed,
                   base::Duration::zero(),
                   {SIZE_MAX, options.journal_bytes}},
                  cleaner) {
    const base::SignalsBlocked blocked;  // in the threads of the server
    serve::ServerOptions serving;
    serving.listen = options.listen;
    serving.workers = options.workers;
    serving.log = options.log;
    serving.raises_descriptor_limit = false;
    if (options.tls) {
      serving.tls = make_tls();
    } else if (!generation()->scenario->tls.empty()) {
      throw Error("the scenario has \"tls\" settings; set RigOptions::tls");
    }
    auto started = serve::Server::start(std::move(serving), sandboxes, sandboxes, sandboxes);
    if (!started) {
      throw Error(started.error().message);
    }
    server = std::move(started).value();
  }

  std::shared_ptr<transport::TlsAcceptor> make_tls() {
    const auto made = certificates::CertificateAuthority::make(std::string(certificates::kAuthorityName),
                                                               base::SystemClock().civil());
    authority = made.identity().certificate;
    return hosting::make_tls(made, options.listen, generation()->tls_choice.settings(),
                             [this] { return sandboxes.next_tls(); });
  }

  [[nodiscard]] std::shared_ptr<hosting::Generation> generation() const { return sandboxes.main()->generation(); }

  const RigOptions options;
  hosting::Cleaner cleaner;  // outlives what it cleans
  hosting::Sandboxes sandboxes;
  std::string authority;
  std::unique_ptr<serve::Server> server;  // last: its threads use all of the above
};

Rig::Rig(const Scenario& scenario, RigOptions options) : impl_(std::make_unique<Impl>(scenario, std::move(options))) {}
Rig::~Rig() = default;

const std::string& Rig::endpoint() const noexcept { return impl_->server->endpoint(); }
std::uint16_t Rig::port() const noexcept { return impl_->server->port(); }
const std::string& Rig::authority() const noexcept { return impl_->authority; }
std::uint64_t Rig::seed() const { return impl_->generation()->seed; }

std::vector<Exchange> Rig::wait(std::size_t count, std::chrono::milliseconds within,
                                const ExchangeFilter& filter) const {
  const auto generation = impl_->generation();
  const journal::JournalFilter wanted = rig::journal_filter(filter, *generation->scenario);
  Signal signal;
  const auto watch = generation->journal.watch(wanted, count, [&signal] { signal.give(); });
  const bool came = signal.wait_until(base::deadline(generation->clock.monotonic(), within));
  if (came && impl_->generation() != generation) {
    throw Error("the rig was reset, or got another scenario, during a wait for exchanges");
  }
  const journal::JournalExtract found = generation->journal.find(wanted, kAll);
  if (!came) {
    throw WaitTimeout("waited " + base::format_duration(within) + " for " + std::to_string(count) +
                      (count == 1 ? " exchange" : " exchanges") + rig::text_of(filter) + " and got " +
                      std::to_string(found.records.size()) + "; " + what_took_place(*generation));
  }
  return exchanges_of(found);
}

std::vector<Exchange> Rig::exchanges(const ExchangeFilter& filter) const {
  const auto generation = impl_->generation();
  return exchanges_of(generation->journal.find(rig::journal_filter(filter, *generation->scenario), kAll));
}

std::size_t Rig::count(const ExchangeFilter& filter) const {
  const auto generation = impl_->generation();
  return generation->journal.find(rig::journal_filter(filter, *generation->scenario), kAll).records.size();
}

std::uint64_t Rig::forgotten() const { return impl_->generation()->journal.size().evicted; }

Time Rig::now() const { return impl_->generation()->virtual_clock.now(); }

void Rig::advance(std::chrono::microseconds by) {
  const auto generation = impl_->generation();
  const base::Duration left = base::kEndOfTime - generation->virtual_clock.now();
  if (by < base::Duration::zero() || by > left) {
    throw std::invalid_argument("the time can be advanced by 0s to " + base::format_duration(left) + ", not by " +
                                base::format_duration(by) + ": scenario time ends at " +
                                base::format_instant(base::kEndOfTime));
  }
  generation->virtual_clock.jump(by);
}

void Rig::move_to(Time there) {
  const auto generation = impl_->generation();
  if (there > base::kEndOfTime) {
    throw std::invalid_argument("scenario time ends at " + base::format_instant(base::kEndOfTime));
  }
  if (!generation->virtual_clock.move_to(there)) {
    throw std::invalid_argument("it is " + base::format_instant(generation->virtual_clock.now()) +
                                " already, and the time cannot go back; use reset()");
  }
}

void Rig::set_rate(double rate) {
  if (!(rate >= 0 && rate <= kFastest)) {
    throw std::invalid_argument("the rate must be from 0 to 1000000, not " + std::to_string(rate));
  }
  impl_->generation()->virtual_clock.set_rate(rate);
}

void Rig::disable(const std::string& rule, std::optional<std::chrono::microseconds> span) {
  set_rule(*impl_->generation(), rule, false, span);
}

void Rig::enable(const std::string& rule, std::optional<std::chrono::microseconds> span) {
  set_rule(*impl_->generation(), rule, true, span);
}

bool Rig::is_enabled(const std::string& rule) const {
  const auto generation = impl_->generation();
  return generation->planner.switches().is_enabled(index_of(rule, *generation->scenario), generation->clock.civil());
}

void Rig::reset() { impl_->sandboxes.main()->reset(); }

void Rig::reset(const std::string& thing) {
  const auto generation = impl_->generation();
  generation->planner.reset(thing, std::nullopt);
  generation->journal.forget(thing, std::nullopt);
}

void Rig::reset(const std::string& thing, const std::string& job) {
  const auto generation = impl_->generation();
  generation->planner.reset(thing, job);
  generation->journal.forget(thing, job);
}

void Rig::load(const Scenario& scenario) {
  const auto next = rig::load(scenario, impl_->options.contract);
  if (hosting::cannot_replace(*impl_->generation()->scenario, next->scenario, impl_->options.tls)) {
    throw Error("the \"tls\" settings differ from those of the scenario that the rig serves; make another rig");
  }
  impl_->sandboxes.main()->replace(next);
  impl_->sandboxes.scenario_changed();
}

std::uint64_t Rig::failures() const { return impl_->server->failures(); }

}  // namespace jobrig
