#include "clients/agent/mutants.h"

#include <array>

namespace jobrig::reference_agent {

std::span<const AgentMutant> mutants() {
  static constexpr std::array kMutants{
      AgentMutant{"starts-twice", "starts each execution twice"},
      AgentMutant{"never-reports", "does the work and does not report its end"},
      AgentMutant{"reports-twice", "reports the end of each execution twice"},
      AgentMutant{"reports-failed", "reports FAILED for work that succeeded"},
      AgentMutant{"reports-rejected", "rejects every job"},
      AgentMutant{"updates-after-end", "reports progress after the end"},
      AgentMutant{"skips-start", "reports the end of an execution that it never started"},
      AgentMutant{"ignores-cancel", "goes on with an execution that the service has ended"},
      AgentMutant{"fails-canceled", "reports FAILED for an execution that the service has ended"},
      AgentMutant{"hot-loop", "asks for work without a pause"},
      AgentMutant{"no-backoff", "connects again at once"},
      AgentMutant{"constant-backoff", "connects again every 50 ms"},
      AgentMutant{"no-jitter", "waits exactly as long as every other agent"},
      AgentMutant{"exits-on-loss", "ends when its connection is lost"},
      AgentMutant{"exits-after-job", "ends after its first job"},
      AgentMutant{"exits-when-idle", "ends when nothing is pending"},
      AgentMutant{"forgets-on-restart", "does not go on with an execution after a restart"},
      AgentMutant{"forgets-on-loss", "does not go on with an execution after its connection was lost"},
      AgentMutant{"silent-after-loss", "asks for work only before its first lost connection"},
      AgentMutant{"one-job-only", "asks for no second job"},
      AgentMutant{"newest-first", "begins with the job that was queued last"},
      AgentMutant{"stale-version", "repeats an expectedVersion that was rejected"},
      AgentMutant{"gives-up-version", "abandons an execution when its version was wrong"},
      AgentMutant{"no-wait-when-throttled", "repeats a throttled request at once"},
      AgentMutant{"gives-up-when-throttled", "stops asking after a throttled request"},
      AgentMutant{"does-it-again", "does the work again when the response to its report was lost"},
      AgentMutant{"no-resubscribe", "does not subscribe again after its connection was lost", true},
      AgentMutant{"late-subscribe", "subscribes after its first request", true},
      AgentMutant{"starts-on-every-notice", "starts its execution again at each notification", true},
      AgentMutant{"deaf", "does not subscribe to notifications", true}};
  return kMutants;
}

}  // namespace jobrig::reference_agent
