#include "clients/reference/mutation_switches.h"

#include <string>
#include <string_view>
#include <utility>

namespace jobrig::reference {
namespace {

struct FormSwitch {
  std::string_view how;
  void (*change)(ErrorPolicy& error);
};

constexpr FormSwitch kForms[] = {
    {"without-header", [](ErrorPolicy& e) { e.from_header = false; }},
    {"without-type", [](ErrorPolicy& e) { e.from_type = false; }},
    {"without-code", [](ErrorPolicy& e) { e.from_code = false; }},
    {"without-upper-code", [](ErrorPolicy& e) { e.from_upper_code = false; }},
    {"body-first", [](ErrorPolicy& e) { e.body_first = true; }},
    {"by-status", [](ErrorPolicy& e) { e.by_status_only = true; }},
    {"keeps-namespace", [](ErrorPolicy& e) { e.keeps_namespace = true; }},
    {"keeps-uri", [](ErrorPolicy& e) { e.keeps_uri = true; }},
    {"header-only", [](ErrorPolicy& e) { e.from_type = e.from_code = e.from_upper_code = false; }},
    {"from-message", [](ErrorPolicy& e) { e.from_message = true; }},
    {"nested", [](ErrorPolicy& e) { e.nested = true; }},
};

constexpr int kManyAttempts = 50;

}  // namespace

void mutate(Policy& policy, Mutation mutation) {
  if (mutation.is("error", "form")) {
    for (const FormSwitch& form : kForms) {
      if (form.how == mutation.how) {
        form.change(policy.error);
      }
    }
  }
  if (mutation.is("retry", "attempts")) {
    policy.retry.attempts = std::stoi(mutation.how);
    if (policy.retry.attempts >= kManyAttempts) {
      policy.retry.longest = Milliseconds(100);
      policy.retry.budget = Milliseconds(60'000);
    }
  }
  if (mutation.is("retry", "gap") && mutation.how == "an-hour") {
    policy.retry.longest = Milliseconds(3'600'000);
    policy.retry.budget = Milliseconds(36'000'000);
  }
  policy.mutation = std::move(mutation);
}

}  // namespace jobrig::reference
