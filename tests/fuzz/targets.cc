#include "fuzz/targets.h"

#include <array>
#include <stdexcept>

namespace jobrig::fuzz {

std::span<const Target> targets() {
  static constexpr std::array kTargets{
      Target{"framer", fuzz_framer},
      Target{"request", fuzz_request},
      Target{"body", fuzz_body},
      Target{"scenario", fuzz_scenario},
      Target{"journal", fuzz_journal},
      Target{"filters", fuzz_filters},
      Target{"journal-file", fuzz_journal_file},
      Target{"protocol", fuzz_protocol},
      Target{"profile", fuzz_profile},
      Target{"report", fuzz_report},
      Target{"signature", fuzz_signature},
      Target{"globs", fuzz_globs},
      Target{"mqtt", fuzz_mqtt},
      Target{"mqtt-broker", fuzz_mqtt_broker},
      Target{"text", fuzz_text},
      Target{"events", fuzz_events},
  };
  return kTargets;
}

void promise(bool kept, const char* what) {
  if (!kept) {
    throw std::logic_error(what);
  }
}

}  // namespace jobrig::fuzz
