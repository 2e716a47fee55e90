#include "clients/mqtt_reference/mutants.h"

#include <array>

namespace jobrig::mqtt_reference {

std::span<const Change> mutants() {
  static const std::array kMutants{
      Change{"wrong-topic", "publishes to another topic", [](Policy& p) { p.publish.wrong_topic = true; }},
      Change{"small-names", "writes names in lower case", [](Policy& p) { p.publish.small_names = true; }},
      Change{"next-as-job", "asks for the job next instead of $next", [](Policy& p) { p.publish.next_as_job = true; }},
      Change{"start-next-as-get", "describes $next instead of starting it",
             [](Policy& p) { p.publish.swaps_operations = true; }},
      Change{"same-token", "uses one client token for all calls", [](Policy& p) { p.publish.same_token = true; }},
      Change{"empty-payload", "publishes no argument", [](Policy& p) { p.publish.empty_payload = true; }},
      Change{"no-execution-number", "drops executionNumber", [](Policy& p) { p.publish.execution_number = false; }},
      Change{"number-as-double", "rounds integers that it sends", [](Policy& p) { p.publish.number_as_double = true; }},
      Change{"number-as-text", "sends integers as text", [](Policy& p) { p.publish.number_as_text = true; }},
      Change{"no-document-flag", "drops includeJobDocument", [](Policy& p) { p.publish.document_flag = false; }},
      Change{"always-document-flag", "sends includeJobDocument=false unasked",
             [](Policy& p) { p.publish.always_document_flag = true; }},
      Change{"no-expected-version", "drops expectedVersion", [](Policy& p) { p.publish.expected_version = false; }},
      Change{"no-details", "drops statusDetails", [](Policy& p) { p.publish.details = false; }},
      Change{"no-step-timeout", "drops stepTimeoutInMinutes", [](Policy& p) { p.publish.step_timeout = false; }},
      Change{"no-state-flag", "drops includeJobExecutionState", [](Policy& p) { p.publish.state_flags = false; }},
      Change{"no-status", "updates without a status", [](Policy& p) { p.publish.status = false; }},
      Change{"small-status", "writes the status in lower case", [](Policy& p) { p.publish.status_lower_case = true; }},
      Change{"extra-member", "adds a member of its own", [](Policy& p) { p.publish.extra_member = true; }},
      Change{"retain", "asks for retained requests", [](Policy& p) { p.publish.retain = true; }},
      Change{"dup", "sets DUP in every request", [](Policy& p) { p.publish.dup = true; }},
      Change{"no-dup", "sends a message again in its session without DUP",
             [](Policy& p) {
               p.session.persistent = true;
               p.session.dup_when_resent = false;
             }},
      Change{"qos-2", "publishes with QoS 2", [](Policy& p) { p.publish.qos = 2; }},
      Change{"twice", "publishes every request twice", [](Policy& p) { p.publish.twice = true; }},
      Change{"no-subscription", "subscribes to nothing", [](Policy& p) { p.session.subscribes = false; }},
      Change{"no-rejected", "subscribes to accepted only", [](Policy& p) { p.session.subscribes_to_rejected = false; }},
      Change{"subscribes-late", "subscribes after it has published",
             [](Policy& p) { p.session.subscribes_first = false; }},
      Change{"wrong-client-id", "connects with another client identifier",
             [](Policy& p) { p.session.wrong_client_id = true; }},
      Change{"no-keep-alive", "connects without keep-alive", [](Policy& p) { p.session.keep_alive = false; }},
      Change{"own-keep-alive", "ignores the given keep-alive", [](Policy& p) { p.session.given_keep_alive = false; }},
      Change{"no-pings", "sends no PINGREQ", [](Policy& p) { p.session.pings = false; }},
      Change{"no-puback", "acknowledges nothing", [](Policy& p) { p.session.acknowledges = false; }},
      Change{"wrong-puback", "acknowledges another packet identifier",
             [](Policy& p) { p.session.acknowledges_wrong_id = true; }},
      Change{"two-pubacks", "acknowledges twice", [](Policy& p) { p.session.acknowledges_twice = true; }},
      Change{"no-token-check", "takes any response for its own", [](Policy& p) { p.reply.checks_token = false; }},
      Change{"no-new-subscriptions", "does not subscribe again after a reconnect",
             [](Policy& p) { p.session.subscribes_again = false; }},
      Change{"accepts-refused", "ignores that a subscription was refused",
             [](Policy& p) { p.session.accepts_refused = true; }},
      Change{"repeats-updates", "publishes an update again whose response is lost",
             [](Policy& p) { p.retry.repeats_update = true; }},
      Change{"no-pause", "connects again at once", [](Policy& p) { p.session.waits_between_connects = false; }},
      Change{"no-jitter", "waits equally long before each connection of the same number in a row",
             [](Policy& p) { p.session.jitter = false; }},
      Change{"no-reconnect", "gives up with the first refused connection",
             [](Policy& p) { p.session.reconnects = false; }},
      Change{"rejected-is-success", "takes a rejected response for a success",
             [](Policy& p) { p.reply.rejected_is_error = false; }},
      Change{"no-connection-is-success", "reports an empty response when it cannot connect",
             [](Policy& p) { p.reply.no_connection_is_success = true; }},
      Change{"no-code", "reports errors without their code", [](Policy& p) { p.reply.code = false; }},
      Change{"one-code", "reports InvalidRequest for every error",
             [](Policy& p) { p.reply.first_error_for_all = true; }},
      Change{"accepts-no-json", "takes what is not JSON for an empty response",
             [](Policy& p) {
               p.reply.accepts_no_json = true;
               p.reply.checks_token = false;
             }},
      Change{"accepts-no-object", "takes a list for an empty response",
             [](Policy& p) {
               p.reply.accepts_no_object = true;
               p.reply.checks_token = false;
             }},
      Change{"no-version", "drops versionNumber", [](Policy& p) { p.reply.dropped = "versionNumber"; }},
      Change{"no-reported-status", "drops the status", [](Policy& p) { p.reply.dropped = "status"; }},
      Change{"no-started-at", "drops startedAt", [](Policy& p) { p.reply.dropped = "startedAt"; }},
      Change{"no-document", "drops jobDocument", [](Policy& p) { p.reply.dropped = "jobDocument"; }},
      Change{"no-reported-details", "drops statusDetails of responses",
             [](Policy& p) { p.reply.dropped = "statusDetails"; }},
      Change{"no-in-progress", "drops inProgressJobs", [](Policy& p) { p.reply.dropped = "inProgressJobs"; }},
      Change{"no-queued", "drops queuedJobs", [](Policy& p) { p.reply.dropped = "queuedJobs"; }},
      Change{"rounds-numbers", "rounds integers that it reports", [](Policy& p) { p.reply.numbers_as_double = true; }},
      Change{"small-details", "writes keys of statusDetails in lower case",
             [](Policy& p) { p.reply.lower_case_details = true; }},
      Change{"old-answer", "reports the first response for every call", [](Policy& p) { p.reply.old_answer = true; }},
      Change{"no-retry", "does not repeat a throttled request",
             [](Policy& p) { p.retry.retries_throttling = p.retry.retries_internal = false; }},
      Change{"retries-final", "repeats what fails again", [](Policy& p) { p.retry.retries_final = true; }},
      Change{"never-gives-up", "repeats for ever", [](Policy& p) { p.retry.gives_up = false; }},
      Change{"does-not-listen", "subscribes to no notification", [](Policy& p) { p.notice.listens = false; }},
      Change{"other-notice", "subscribes to the other notification", [](Policy& p) { p.notice.wrong_topic = true; }},
      Change{"drops-first-notice", "loses the first notification", [](Policy& p) { p.notice.drops_first = true; }},
      Change{"invents-notice", "reports a notification that nobody sent", [](Policy& p) { p.notice.invents = true; }},
      Change{"reverses-notices", "reports the last notification first", [](Policy& p) { p.notice.reverses = true; }},
      Change{"accepts-any-certificate", "does not verify the server", [](Policy& p) { p.session.verifies = false; }},
      Change{"accepts-any-host", "does not compare the name of the server",
             [](Policy& p) { p.session.verifies_host = false; }},
      Change{"accepts-any-authority", "trusts any authority", [](Policy& p) { p.session.verifies_authority = false; }},
      Change{"no-certificate", "presents no certificate", [](Policy& p) { p.session.shows_certificate = false; }},
  };
  return kMutants;
}

std::span<const Change> variants() {
  static const std::array kVariants{
      Change{"qos-0", "publishes with QoS 0", [](Policy& p) { p.publish.qos = 0; }},
      Change{"persistent", "asks for a session that outlives the connection, and sends messages again in it",
             [](Policy& p) { p.session.persistent = true; }},
      Change{"document-as-text", "reports jobDocument as text", [](Policy& p) { p.reply.document_as_text = true; }},
      Change{"keeps-duplicates", "reports a notification that comes twice",
             [](Policy& p) { p.notice.keeps_duplicates = true; }},
      Change{"two-attempts", "gives up after two attempts", [](Policy& p) { p.retry.attempts = 2; }},
      Change{"patient", "pauses longer between attempts", [](Policy& p) { p.retry.pause = Milliseconds(300); }},
  };
  return kVariants;
}

}  // namespace jobrig::mqtt_reference
