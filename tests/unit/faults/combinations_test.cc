// Properties of every fault in the catalogue. A fault is allowed in every step of a rule, alone, with a fixed chance
// and with a ramp. Any two faults on one response give a valid script. Their order does not matter if they belong to
// different phases.
#include <string>

#include "faults/catalogue.h"
#include "load/fault_uses.h"
#include "support/catch.h"
#include "support/faulting.h"
#include "support/loading.h"

using namespace jobrig;

namespace {

/// The example with a chance.
std::string with_chance(std::string_view example, const std::string& chance) {
  const std::string fault(example);
  return "{" + fault + (fault.find(": ") == std::string::npos ? ": " : "") + ", chance: " + chance + "}";
}

std::string alone(std::string_view example) {
  const std::string fault(example);
  return fault.find(": ") == std::string::npos ? fault : "{" + fault + "}";
}

std::string mistakes_with(const std::string& rule) {
  return test::mistakes_of("summary: any step\nthings: {t: {j: {}}}\nrules:\n  - " + rule + "\n");
}

model::Phase phase_of(const faults::FaultKind& kind) {
  return test::faults_of("[" + alone(kind.example) + "]").front().fault->phase();
}

}  // namespace

TEST_CASE("every fault may stand in any step of a rule with or without a chance", "[faults]") {
  const std::string ramp = "{from: 0%, to: 30%, during: 10s..60s}";
  for (const auto& kind : faults::catalogue()) {
    CAPTURE(kind.name);
    for (const std::string& fault :
         {alone(kind.example), with_chance(kind.example, "30%"), with_chance(kind.example, ramp)}) {
      CAPTURE(fault);
      CHECK(mistakes_with("{faults: [" + fault + "]}") == "");
      CHECK(mistakes_with("{answers: [{documented: true, times: 2, faults: [" + fault +
                          "]}, {error: ThrottlingException, faults: [" + fault + "]}, {documented: true, faults: [" +
                          fault + "]}]}") == "");
      CHECK(mistakes_with("{answers: [{off-contract: true, reply: {status: 418, body: x, headers: {A: b}}, faults: [" +
                          fault + "]}]}") == "");
    }
  }
}

TEST_CASE("any two faults leave a script that can be played whatever the order they are written in", "[faults]") {
  for (const auto& one : faults::catalogue()) {
    for (const auto& other : faults::catalogue()) {
      const std::string first = alone(one.example);
      const std::string second = alone(other.example);
      CAPTURE(first, second);
      const test::Faulted faulted = test::lay_faults("[" + first + ", " + second + "]");
      const std::size_t bytes = faulted.bytes().size();
      CHECK(faulted.names.size() == 2);
      CHECK(faulted.script.informational_size <= faulted.script.status_line_size);
      CHECK(faulted.script.status_line_size <= faulted.script.head_size);
      CHECK(faulted.script.head_size <= faulted.script.uncut_size.value_or(bytes));
      CHECK(bytes <= faulted.script.uncut_size.value_or(bytes));
      if (phase_of(one) != phase_of(other)) {
        CHECK(faulted.in_words() == test::lay_faults("[" + second + ", " + first + "]").in_words());
      }
    }
  }
}
