#include "plan/tls_choice.h"

#include <vector>

#include "support/catch.h"
#include "support/planning.h"

using namespace jobrig;
using std::chrono::seconds;

namespace {

model::TlsStep step(model::CertificateFlaw flaw, std::optional<model::Window> during, std::int64_t times) {
  model::TlsStep made;
  made.settings.certificate = flaw;
  made.during = during;
  made.times = times;
  return made;
}

}  // namespace

TEST_CASE("without entries every connection gets good TLS", "[plan][tls]") {
  base::ManualClock machine(test::instant("2026-01-01"));
  const state::VirtualClock clock(machine, {});
  const std::vector<model::TlsStep> none;
  plan::TlsChoice choice(none, clock);
  CHECK(choice.next() == 0);
  CHECK(choice.settings() == std::vector<model::TlsSettings>{{}});
}

TEST_CASE("connections get the first entry that is open and not used up", "[plan][tls]") {
  base::ManualClock machine(test::instant("2026-01-01"));
  const state::VirtualClock clock(machine, {});
  const std::vector<model::TlsStep> steps = {
      step(model::CertificateFlaw::kExpired, model::Window{seconds(10), seconds(20)}, 0),
      step(model::CertificateFlaw::kSelfSigned, std::nullopt, 2),
      step(model::CertificateFlaw::kNotYetValid, model::Window{seconds(30), std::nullopt}, 1),
  };
  plan::TlsChoice choice(steps, clock);
  REQUIRE(choice.settings().size() == 4);
  CHECK(choice.settings().back() == model::TlsSettings{});

  CHECK(choice.next() == 1);
  machine.advance(seconds(10));
  CHECK(choice.next() == 0);
  CHECK(choice.next() == 0);
  machine.advance(seconds(10));
  CHECK(choice.next() == 1);
  CHECK(choice.next() == 3);
  machine.advance(seconds(10));
  CHECK(choice.next() == 2);
  CHECK(choice.next() == 3);
}
