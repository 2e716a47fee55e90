// Policy: the behaviour of the reference client. The defaults are correct; a mutant (mutants.h) changes some of them.
// Each switch is used in one place of the client. It contains no logic.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "clients/reference/mutation.h"

namespace jobrig::reference {

using Milliseconds = std::chrono::milliseconds;

/// Requests.
struct RequestPolicy {
  bool execution_number = true;    // sends executionNumber if it is given
  bool document_flag = true;       // sends includeJobDocument if it is given
  bool invents_number = false;     // executionNumber=1 if none is given
  bool capital_booleans = false;   // True, False
  bool small_names = false;        // converts the path to lower case
  bool encodes_twice = false;      // %2524next
  bool literal_colon_cut = false;  // drops the rest of a value after a colon
  bool underscores_as_hyphens = false;
  bool wrong_path = false;  // /thing/{thingName}/jobs/…
  bool posts_describe = false;
  bool body_with_get = false;     // {} as the body of a describe
  bool announces_chunks = false;  // Transfer-Encoding: chunked without a body
  bool expects_continue = false;
  bool speaks_1_0 = false;
  bool host = true;
  bool second_host = false;
  bool port_in_host = true;
  bool start_next_by_post = false;
  bool pending_as_describe = false;  // GetPendingJobExecutions asks for $next
  bool update_without_status = false;
  bool asks_twice = false;  // sends each successful call twice
  bool validates = true;    // rejects calls that violate the documented constraints
  bool signs = true;
  std::string signing_name = "iot-jobs-data";
  // Other correct ways to write a request.
  bool lower_case_hex = false;   // %3a
  bool encodes_hyphens = false;  // %2D
  bool literal_signs = false;    // $ and : without encoding
  bool chunked_bodies = false;
  bool expects_continue_with_body = false;
  bool lower_case_headers = false;
  bool signs_path_as_sent = false;  // without encoding the segments again
  bool stable_invocation_id = true;
  bool session_token = true;          // x-amz-security-token, if one is given
  bool wrong_host = false;            // Host: evil.example:9
  bool always_document_flag = false;  // includeJobDocument=false if it is not given
  bool update_number = true;          // executionNumber of an update
  bool makes_tokens = false;          // a clientToken if none is given; each attempt has the same
  bool token_of_attempt = false;      // a clientToken for each attempt
  std::string after_body;             // bytes after the JSON text, within the Content-Length
};

/// Responses.
struct ResponsePolicy {
  bool accepts_cut_body = false;    // the end of the connection ends any body
  bool reads_chunks = true;         // false: reads chunks as a body without a length
  bool accepts_bad_chunks = false;  // an invalid size is 0
  bool accepts_no_last_chunk = false;
  bool passes_informational = true;  // false: a 1xx is the final response
  int final_informational = 0;       // this 1xx is the final response
  bool reads_extensions = true;      // of chunks
  bool reads_trailers = true;
  bool reads_empty_reason = true;
  bool ignores_case = true;  // of header names
  bool reads_folded = true;  // obs-fold
  bool demands_200 = false;  // another 2xx is an error
  std::size_t most_headers = 256;
  bool reads_close_delimited = true;
  bool reads_http_1_0 = true;
  bool accepts_garbage = false;      // bytes that are not HTTP are an empty 200
  bool accepts_lost_answer = false;  // the end of the connection before a response is an empty 200
  bool accepts_html = false;         // a body that is not JSON is an empty response
  bool accepts_cut_json = false;     // the readable part of a JSON text is accepted
  bool accepts_trailing_bytes = false;
  bool accepts_no_object = false;  // [], null or an empty body is an empty response
  bool accepts_missing_execution = false;
  bool accepts_wrong_types = false;
  bool inflates_nothing_and_trusts = false;  // a compressed body is an empty response
  bool demands_content_type = false;
  std::size_t deepest = 100;  // maximum depth of JSON
  bool crashes_on_depth = false;
  std::size_t longest_document = 32768;
  bool doubles = false;          // converts numbers to double
  bool thirty_two_bits = false;  // converts numbers to 32 bits
  bool refuses_unknown_members = false;
  bool refuses_unknown_statuses = false;
  std::string demanded_member;      // a response without it is an error; `*`: all members
  std::string lost_member;          // is not passed to the caller
  bool status_only = false;         // passes only the status of an execution to the caller
  bool null_as_empty = false;       // null becomes 0 or ""
  bool document_as_object = false;  // parses jobDocument
  bool times_as_milliseconds = false;
  bool plain_ascii = false;   // non-ASCII characters become `?`
  bool lost_details = false;  // only the first entry of statusDetails
  bool refuses_null = false;  // a null member of an execution is an error
  bool all_running = false;   // every status is IN_PROGRESS
};

/// How values are reported. All of it is correct.
struct ReportStyle {
  bool empty_maps = false;       // {} for an absent statusDetails
  bool default_zeros = false;    // 0 for an absent number that the model gives this default
  bool null_for_absent = false;  // null for absent members
  bool fraction_times = false;   // 1700000000.0
  bool whole_as_text = false;    // "9007199254740993"
};

/// Errors.
struct ErrorPolicy {
  bool from_header = true;
  bool from_type = true;
  bool from_code = true;
  bool from_upper_code = true;
  bool body_first = false;      // the body takes precedence over the header
  bool by_status_only = false;  // derives the name from the status
  bool message = true;
  bool keeps_namespace = false;
  bool keeps_uri = false;
  bool from_message = false;         // the message is the name if there is no other
  bool nested = false;               // a nested object of the body may have the name
  bool swallows = false;             // an error is an empty success
  bool swallows_unreadable = false;  // so is an error whose body is not a JSON object
  bool swallows_unknown = false;     // so is an error whose name is not documented
  bool swallows_envelope = false;    // an error in a 200 is a success
};

struct RetryPolicy {
  int attempts = 3;
  Milliseconds base_transient{50};
  Milliseconds base_throttling{1'000};
  Milliseconds longest{20'000};
  bool jitter = true;
  bool statuses_429 = true;
  bool statuses_5xx = true;
  bool unsafe_methods = true;  // POST
  bool lost_updates = false;   // an update without expectedVersion whose answer is lost, too
  bool first_at_once = false;  // the first retry has no wait
  bool network = true;         // connection errors before or during a response
  int also = 0;                // another status that is retried
  bool every_failure = false;
  // Retry Behavior 2.1: the quota of a client object, and what a retry takes from it.
  int quota = 500;
  int cost_transient = 14;
  int cost_throttling = 5;
  bool returns_tokens = true;    // a success returns tokens
  bool throttling_names = true;  // names of throttling errors count with any status
  bool corrects_clock = true;    // by Date, after an error that names the clock
  bool hint_in_seconds = false;  // reads x-amz-retry-after as seconds
  bool after_in_millis = false;  // reads Retry-After as milliseconds
  bool clamps_hint = true;       // x-amz-retry-after to [t, t + 5 s]
  bool equal_jitter = false;     // half of the delay is not random
  bool doubles_delay = true;
  bool hints = true;
  bool hot_loop = false;         // no wait, and a hundred attempts
  bool changes_request = false;  // a retry omits its query
  bool changes_body = false;     // a retry omits its body
  Milliseconds budget{10'000};   // of a call: no attempt starts after it
};

struct TimePolicy {
  // Some cases have pauses of 1 s that must not end a call, and require that a client gives up within 12 s. Others send
  // responses slowly for 1 s, and require an end within 20 s. These limits are far from both, for slow machines.
  Milliseconds silence{3'000};  // ends an attempt after this time without a byte
  bool gives_up = true;
  bool gives_up_in_body = true;
  Milliseconds whole{6'000};  // total limit of an attempt
  bool pause_is_end = false;  // a pause of 500 ms in a body ends it
};

struct TransportPolicy {
  bool keeps_connections = true;
  bool reuses_closed = false;  // does not check whether the server closed the connection, and does not retry
  bool follows_redirects = false;
  int follows_status = 0;  // only this one; 0: all
  bool follows_to_other_port_only = false;
  bool verifies = true;  // the server's certificate
  bool verifies_host = true;
  bool verifies_times = true;
  bool verifies_authority = true;
  bool shows_certificate = true;
};

struct StatePolicy {
  bool remembers = false;  // stores responses of a job and returns them again
  bool polls_on = false;   // a terminal status does not end polling
  bool polls_once = false;
  bool stops_at_empty = false;  // {} ends polling
  bool next_is_kept = false;    // keeps the first job that $next returned
  bool hands_on_first = false;  // polling returns the first response instead of the last
  std::string polls_on_after;   // a terminal status that does not end polling
  bool polls_on_after_410 = false;
  bool polls_without_pause = false;
};

/// What the program declares of itself.
struct Hello {
  std::vector<std::string_view> without;  // features that it lacks
  std::vector<std::string_view> with;
  int attempts = 0;  // limits; 0: not declared
  int attempt_milliseconds = 0;
  int total_milliseconds = 0;
};

/// What the program does in addition to making calls.
enum class Misdeed : std::uint8_t {
  kNone,
  kHangs,        // never answers a call
  kCrashes,      // on a call
  kPrintsMuch,   // 1 GB to stdout
  kLeavesChild,  // forks a process that does not end
  kLeaksMemory,
  kLeaksDescriptors,
};

struct Policy {
  RequestPolicy request;
  ResponsePolicy response;
  ReportStyle style;
  ErrorPolicy error;
  RetryPolicy retry;
  TimePolicy time;
  TransportPolicy transport;
  StatePolicy state;
  Misdeed misdeed = Misdeed::kNone;
  Mutation mutation;
  Hello hello;
};

}  // namespace jobrig::reference
