// Policy: how the reference client behaves. What stands here is right; a mutant (mutants.h) is a client with some of it
// changed. Each switch is asked in one place of the client.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace jobrig::reference {

using Milliseconds = std::chrono::milliseconds;

/// What goes out.
struct RequestPolicy {
  bool execution_number = true;    // sends executionNumber when it is given
  bool document_flag = true;       // sends includeJobDocument when it is given
  bool invents_number = false;     // executionNumber=1 when none is given
  bool capital_booleans = false;   // True, False
  bool small_names = false;        // everything in the path in small letters
  bool encodes_twice = false;      // %2524next
  bool literal_colon_cut = false;  // what stands behind a colon is lost
  bool underscores_as_hyphens = false;
  bool wrong_path = false;  // /thing/{thingName}/jobs/…
  bool posts_describe = false;
  bool body_with_get = false;     // {} behind a describe
  bool announces_chunks = false;  // Transfer-Encoding: chunked without a body
  bool expects_continue = false;
  bool speaks_1_0 = false;
  bool host = true;
  bool second_host = false;
  bool port_in_host = true;
  bool start_next_by_post = false;
  bool pending_as_describe = false;  // GetPendingJobExecutions asks for $next
  bool update_without_status = false;
  bool asks_twice = false;  // each successful call once more
  bool validates = true;    // refuses what the documented constraints forbid
  bool signs = true;
  std::string signing_name = "iot-jobs-data";
  bool signs_path_as_sent = false;  // without encoding the segments once more
  bool stable_invocation_id = true;
};

/// What is made of answers.
struct ResponsePolicy {
  bool accepts_cut_body = false;    // the end of the connection ends any body
  bool reads_chunks = true;         // false: chunks are taken for a body without a length
  bool accepts_bad_chunks = false;  // a size that is no number is 0
  bool accepts_no_last_chunk = false;
  bool passes_informational = true;  // false: a 1xx is the answer
  bool reads_close_delimited = true;
  bool reads_http_1_0 = true;
  bool accepts_garbage = false;      // no HTTP is taken for an empty 200
  bool accepts_lost_answer = false;  // the end of the connection before an answer is an empty 200
  bool accepts_html = false;         // a body that is no JSON is an empty answer
  bool accepts_cut_json = false;     // what can be read of a JSON text is taken
  bool accepts_trailing_bytes = false;
  bool accepts_no_object = false;  // [], null or nothing is an empty answer
  bool accepts_missing_execution = false;
  bool accepts_wrong_types = false;
  bool inflates_nothing_and_trusts = false;  // a compressed body is an empty answer
  bool demands_content_type = false;
  std::size_t deepest = 100;  // levels of JSON
  bool crashes_on_depth = false;
  std::size_t longest_document = 32768;
  bool doubles = false;          // numbers go through a double
  bool thirty_two_bits = false;  // numbers go through 32 bits
  bool refuses_unknown_members = false;
  bool refuses_unknown_statuses = false;
  std::string demanded_member;      // without it there is an error; `*`: each
  std::string lost_member;          // is not handed on
  bool status_only = false;         // nothing else of an execution is handed on
  bool null_as_empty = false;       // null becomes 0 or ""
  bool document_as_object = false;  // jobDocument is parsed
  bool times_as_milliseconds = false;
  bool plain_ascii = false;   // what is not ASCII becomes `?`
  bool lost_details = false;  // only the first entry of statusDetails
  bool all_running = false;   // every status is IN_PROGRESS
};

/// What is made of errors.
struct ErrorPolicy {
  bool from_header = true;
  bool from_type = true;
  bool from_code = true;
  bool from_upper_code = true;
  bool body_first = false;      // the body wins over the header
  bool by_status_only = false;  // the name follows from the status
  bool message = true;
  bool swallows = false;             // an error is a success with nothing in it
  bool swallows_unreadable = false;  // one whose body is no JSON object is
  bool swallows_unknown = false;     // one whose name is not documented is
  bool swallows_envelope = false;    // an error on a 200 is a success
};

struct RetryPolicy {
  int attempts = 3;
  Milliseconds base_transient{50};
  Milliseconds base_throttling{500};
  Milliseconds longest{20'000};
  bool jitter = true;
  bool statuses_429 = true;
  bool statuses_5xx = true;
  bool network = true;  // what broke before or in an answer
  int also = 0;         // a status that is retried, too
  bool every_failure = false;
  bool hints = true;
  bool hot_loop = false;         // no wait, and a hundred attempts
  bool changes_request = false;  // a retry drops its query
  bool changes_body = false;     // a retry drops its body
  Milliseconds budget{10'000};   // of a call: no attempt begins behind it
};

struct TimePolicy {
  // Cases have pauses of 1 s that are no end and demand that a client has given up after 8 s; answers that drip for a
  // second, and want an end within 20 s: these are far from both, for slow machines.
  Milliseconds silence{4'000};  // no byte for so long ends an attempt
  bool gives_up = true;
  bool gives_up_in_body = true;
  Milliseconds whole{8'000};  // an attempt takes no longer, however lively
  bool pause_is_end = false;  // a pause of 500 ms in a body ends it
};

struct TransportPolicy {
  bool keeps_connections = true;
  bool reuses_closed = false;  // does not look whether the server closed it, and does not retry
  bool follows_redirects = false;
  bool verifies = true;  // the server's certificate
  bool verifies_host = true;
  bool verifies_times = true;
  bool verifies_authority = true;
  bool shows_certificate = true;
};

struct StatePolicy {
  bool remembers = false;  // answers of a job are kept and handed out again
  bool polls_on = false;   // terminal is no end
  bool polls_once = false;
  bool stops_at_empty = false;  // {} ends the polling
  bool next_is_kept = false;    // what $next was once it stays
  bool hands_on_first = false;  // polled: the first answer instead of the last
};

/// What the program does beside making calls.
enum class Misdeed : std::uint8_t {
  kNone,
  kHangs,        // never answers a call
  kCrashes,      // at a call
  kPrintsMuch,   // 1 GB to stdout
  kLeavesChild,  // forks a process that stays
};

struct Policy {
  RequestPolicy request;
  ResponsePolicy response;
  ErrorPolicy error;
  RetryPolicy retry;
  TimePolicy time;
  TransportPolicy transport;
  StatePolicy state;
  Misdeed misdeed = Misdeed::kNone;
};

}  // namespace jobrig::reference
