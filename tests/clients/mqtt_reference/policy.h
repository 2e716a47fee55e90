// Policy: the behaviour of the MQTT reference client. The defaults are correct; a mutant (mutants.h) changes some of
// them. Each switch is used in one place of the client. It contains no logic.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace jobrig::mqtt_reference {

using Milliseconds = std::chrono::milliseconds;

/// What is published.
struct PublishPolicy {
  bool wrong_topic = false;       // …/job/get
  bool small_names = false;       // topics in lower case
  bool next_as_job = false;       // asks for the job "next" instead of $next
  bool swaps_operations = false;  // start-next as $next/get
  bool tokens = true;             // a clientToken
  bool same_token = false;        // the same for every call
  bool empty_payload = false;     // {} in place of the payload
  bool execution_number = true;
  bool number_as_double = false;  // integers lose digits beyond 2^53
  bool number_as_text = false;
  bool document_flag = true;  // sends includeJobDocument if it is given
  bool always_document_flag = false;
  bool expected_version = true;
  bool details = true;
  bool step_timeout = true;
  bool state_flags = true;
  bool status = true;
  bool status_lower_case = false;
  bool extra_member = false;
  bool retain = false;
  bool dup = false;
  std::uint8_t qos = 1;
  bool twice = false;
};

/// Sessions.
struct SessionPolicy {
  bool subscribes = true;
  bool subscribes_to_rejected = true;
  bool subscribes_first = true;  // before the request is published
  bool subscribes_again = true;  // after a reconnect without session
  bool accepts_refused = false;  // ignores a failure in SUBACK
  bool persistent = false;       // asks for a session that outlives the connection
  bool dup_when_resent = true;   // in messages that it sends again in such a session
  bool wrong_client_id = false;
  bool keep_alive = true;  // 0 otherwise
  bool given_keep_alive = true;
  bool pings = true;
  bool acknowledges = true;
  bool acknowledges_wrong_id = false;
  bool acknowledges_twice = false;
  bool verifies = true;  // the server's certificate
  bool verifies_host = true;
  bool verifies_authority = true;
  bool shows_certificate = true;
  bool reconnects = true;
  bool waits_between_connects = true;
  bool jitter = true;
  int connects = 4;  // attempts in a row
};

/// Responses.
struct ReplyPolicy {
  bool checks_token = true;
  bool rejected_is_error = true;
  bool no_connection_is_success = false;
  bool code = true;  // false: an error without a name
  bool accepts_no_json = false;
  bool accepts_no_object = false;
  std::string dropped;  // this member of `execution` and of the response
  bool numbers_as_double = false;
  bool document_as_text = false;  // correct, too
  bool lower_case_details = false;
  bool old_answer = false;  // reports the first response for all later calls
  bool first_error_for_all = false;
};

/// Repetitions.
struct RetryPolicy {
  int attempts = 4;
  Milliseconds answer{1'000};  // the wait for a response
  Milliseconds pause{50};      // doubled for each attempt
  bool retries_throttling = true;
  bool retries_internal = true;
  bool retries_final = false;   // also what would fail again
  bool repeats_update = false;  // an update without expectedVersion whose response is lost
  bool gives_up = true;
};

/// Notifications.
struct NoticePolicy {
  bool listens = true;
  bool wrong_topic = false;  // notify in place of notify-next, and the reverse
  bool drops_first = false;
  bool keeps_duplicates = false;  // correct, too
  bool invents = false;
  bool reverses = false;
  bool only_last = false;
};

struct Policy {
  PublishPolicy publish;
  SessionPolicy session;
  ReplyPolicy reply;
  RetryPolicy retry;
  NoticePolicy notice;
};

}  // namespace jobrig::mqtt_reference
