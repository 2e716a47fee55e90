#include "clients/reference/mutants.h"

namespace jobrig::reference {
namespace {

// One row per mutant.
constexpr Mutant kMutants[] = {
    // Requests.
    {"drops-execution-number", "asks for the latest execution whatever is asked for",
     [](Policy& p) { p.request.execution_number = false; }},
    {"drops-document-flag", "never says includeJobDocument", [](Policy& p) { p.request.document_flag = false; }},
    {"invents-execution-number", "asks for execution 1 when none is given",
     [](Policy& p) { p.request.invents_number = true; }},
    {"capital-booleans", "writes True and False", [](Policy& p) { p.request.capital_booleans = true; }},
    {"small-names", "writes all names in small letters", [](Policy& p) { p.request.small_names = true; }},
    {"encodes-twice", "percent-encodes names twice", [](Policy& p) { p.request.encodes_twice = true; }},
    {"cuts-at-colon", "loses what stands behind a colon", [](Policy& p) { p.request.literal_colon_cut = true; }},
    {"underscores-as-hyphens", "writes hyphens for underscores",
     [](Policy& p) { p.request.underscores_as_hyphens = true; }},
    {"wrong-path", "asks /thing instead of /things", [](Policy& p) { p.request.wrong_path = true; }},
    {"posts-describe", "describes by POST", [](Policy& p) { p.request.posts_describe = true; }},
    {"body-with-get", "sends a body with a describe", [](Policy& p) { p.request.body_with_get = true; }},
    {"announces-chunks", "announces a body in chunks where there is none",
     [](Policy& p) { p.request.announces_chunks = true; }},
    {"expects-continue", "waits for 100 Continue", [](Policy& p) { p.request.expects_continue = true; }},
    {"speaks-http-1.0", "speaks HTTP/1.0", [](Policy& p) { p.request.speaks_1_0 = true; }},
    {"no-host", "sends no Host", [](Policy& p) { p.request.host = false; }},
    {"two-hosts", "sends Host twice", [](Policy& p) { p.request.second_host = true; }},
    {"host-without-port", "leaves the port out of Host", [](Policy& p) { p.request.port_in_host = false; }},
    {"posts-start-next", "starts the next by POST", [](Policy& p) { p.request.start_next_by_post = true; }},
    {"pending-as-describe", "asks for $next instead of the list",
     [](Policy& p) { p.request.pending_as_describe = true; }},
    {"update-without-status", "updates without a status", [](Policy& p) { p.request.update_without_status = true; }},
    {"asks-twice", "makes each call that succeeds once more", [](Policy& p) { p.request.asks_twice = true; }},
    {"refuses-nothing", "sends what it could see to be wrong", [](Policy& p) { p.request.validates = false; }},
    {"signs-wrong-service", "signs for iot instead of iot-jobs-data",
     [](Policy& p) { p.request.signing_name = "iot"; }},
    {"signs-path-as-sent", "signs the path without encoding it once more",
     [](Policy& p) { p.request.signs_path_as_sent = true; }},
    {"signs-nothing", "does not sign", [](Policy& p) { p.request.signs = false; }},
    {"new-invocation-each-attempt", "takes a new invocation id for a retry",
     [](Policy& p) { p.request.stable_invocation_id = false; }},
    {"wrong-host", "names another host in Host", [](Policy& p) { p.request.wrong_host = true; }},
    {"says-false-unasked", "sends includeJobDocument=false unasked",
     [](Policy& p) { p.request.always_document_flag = true; }},
    {"loses-session-token", "sends no session token", [](Policy& p) { p.request.session_token = false; }},
    {"loses-number-of-update", "drops the executionNumber of an update",
     [](Policy& p) { p.request.update_number = false; }},
    {"nul-after-body", "sends a NUL after the JSON text", [](Policy& p) { p.request.after_body = std::string(1, '\0'); }},
    {"new-token-each-attempt", "takes a new clientToken for a retry",
     [](Policy& p) { p.request.makes_tokens = p.request.token_of_attempt = true; }},
    {"junk-after-body", "sends a second JSON text", [](Policy& p) { p.request.after_body = "{}"; }},

    // Responses.
    {"accepts-cut-body", "takes the end of the connection for the end of the body",
     [](Policy& p) {
       p.response.accepts_cut_body = true;
       p.response.accepts_cut_json = true;
       p.response.accepts_missing_execution = true;
     }},
    {"knows-no-chunks", "takes chunks for the body", [](Policy& p) { p.response.reads_chunks = false; }},
    {"accepts-bad-chunk", "takes a chunk size that is none for the end",
     [](Policy& p) {
       p.response.accepts_bad_chunks = true;
       p.response.accepts_no_object = true;
     }},
    {"accepts-no-last-chunk", "misses no last chunk", [](Policy& p) { p.response.accepts_no_last_chunk = true; }},
    {"takes-1xx-for-the-answer", "takes an informational answer for the answer",
     [](Policy& p) { p.response.passes_informational = false; }},
    {"needs-a-length", "reads no body without a length", [](Policy& p) { p.response.reads_close_delimited = false; }},
    {"refuses-http-1.0", "reads no HTTP/1.0", [](Policy& p) { p.response.reads_http_1_0 = false; }},
    {"accepts-garbage", "takes what is no HTTP for an empty answer",
     [](Policy& p) {
       p.response.accepts_garbage = true;
       p.response.accepts_missing_execution = true;
     }},
    {"accepts-lost-answer", "takes a lost answer for an empty one",
     [](Policy& p) {
       p.response.accepts_lost_answer = true;
       p.response.accepts_missing_execution = true;
     }},
    {"accepts-html", "takes what is no JSON for an empty answer",
     [](Policy& p) {
       p.response.accepts_html = true;
       p.response.accepts_missing_execution = true;
     }},
    {"accepts-cut-json", "takes JSON that stops for an empty answer",
     [](Policy& p) {
       p.response.accepts_cut_json = true;
       p.response.accepts_missing_execution = true;
     }},
    {"accepts-trailing-bytes", "looks at nothing behind the JSON",
     [](Policy& p) { p.response.accepts_trailing_bytes = true; }},
    {"accepts-no-object", "takes a list, null and nothing for an empty answer",
     [](Policy& p) { p.response.accepts_no_object = true; }},
    {"accepts-no-execution", "takes {} for an answer about a job",
     [](Policy& p) { p.response.accepts_missing_execution = true; }},
    {"accepts-wrong-types", "hands on members of any type", [](Policy& p) { p.response.accepts_wrong_types = true; }},
    {"trusts-gzip", "takes a compressed body for an empty answer",
     [](Policy& p) { p.response.inflates_nothing_and_trusts = true; }},
    {"demands-content-type", "refuses an answer that does not say it is JSON",
     [](Policy& p) { p.response.demands_content_type = true; }},
    {"crashes-on-depth", "crashes on deep JSON", [](Policy& p) { p.response.crashes_on_depth = true; }},
    {"document-of-16-KiB", "refuses documents beyond 16384 characters",
     [](Policy& p) { p.response.longest_document = 16384; }},
    {"reads-numbers-as-doubles", "loses the digits beyond 2^53", [](Policy& p) { p.response.doubles = true; }},
    {"reads-numbers-in-32-bits", "loses what is beyond 2^31", [](Policy& p) { p.response.thirty_two_bits = true; }},
    {"refuses-unknown-members", "refuses members that it does not know",
     [](Policy& p) { p.response.refuses_unknown_members = true; }},
    {"refuses-unknown-statuses", "refuses statuses that it does not know",
     [](Policy& p) { p.response.refuses_unknown_statuses = true; }},
    {"demands-every-member", "cannot do without any member", [](Policy& p) { p.response.demanded_member = "*"; }},
    {"demands-started", "cannot do without startedAt", [](Policy& p) { p.response.demanded_member = "startedAt"; }},
    {"hands-on-status-only", "hands on nothing but the status", [](Policy& p) { p.response.status_only = true; }},
    {"loses-status", "hands on no status", [](Policy& p) { p.response.lost_member = "status"; }},
    {"loses-version-number", "hands on no versionNumber", [](Policy& p) { p.response.lost_member = "versionNumber"; }},
    {"loses-details", "hands on one entry of statusDetails", [](Policy& p) { p.response.lost_details = true; }},
    {"null-as-empty", "makes 0 or an empty text of null", [](Policy& p) { p.response.null_as_empty = true; }},
    {"takes-all-for-running", "takes every status for IN_PROGRESS", [](Policy& p) { p.response.all_running = true; }},
    {"document-as-object", "hands on jobDocument parsed", [](Policy& p) { p.response.document_as_object = true; }},
    {"takes-seconds-for-milliseconds", "divides times by a thousand",
     [](Policy& p) { p.response.times_as_milliseconds = true; }},
    {"plain-ascii", "loses what is not ASCII", [](Policy& p) { p.response.plain_ascii = true; }},
    {"reads-no-chunk-extension", "takes an extension for a part of the size",
     [](Policy& p) { p.response.reads_extensions = false; }},
    {"refuses-trailers", "refuses a trailer", [](Policy& p) { p.response.reads_trailers = false; }},
    {"needs-a-reason", "needs a reason phrase", [](Policy& p) { p.response.reads_empty_reason = false; }},
    {"knows-header-case", "knows headers with a capital letter only",
     [](Policy& p) { p.response.ignores_case = false; }},
    {"refuses-folded-headers", "reads no folded header", [](Policy& p) { p.response.reads_folded = false; }},
    {"demands-200", "takes no success but 200", [](Policy& p) { p.response.demands_200 = true; }},
    {"takes-102-for-the-answer", "takes 102 for the answer", [](Policy& p) { p.response.final_informational = 102; }},
    {"few-headers", "reads 40 headers at most", [](Policy& p) { p.response.most_headers = 40; }},

    // Errors.
    {"swallows-errors", "makes an empty success of every failure", [](Policy& p) { p.error.swallows = true; }},
    {"swallows-unreadable-errors", "makes an empty success of an error without JSON",
     [](Policy& p) { p.error.swallows_unreadable = true; }},
    {"swallows-unknown-errors", "makes an empty success of an error that no document names",
     [](Policy& p) { p.error.swallows_unknown = true; }},
    {"swallows-envelopes", "makes a success of an error on a 200", [](Policy& p) { p.error.swallows_envelope = true; }},
    {"ignores-error-header", "looks for the error's name in the body only",
     [](Policy& p) { p.error.from_header = false; }},
    {"ignores-error-body", "looks for the error's name in the header only",
     [](Policy& p) {
       p.error.from_type = false;
       p.error.from_code = false;
       p.error.from_upper_code = false;
     }},
    {"ignores-type", "does not know __type", [](Policy& p) { p.error.from_type = false; }},
    {"ignores-code", "does not know code", [](Policy& p) { p.error.from_code = false; }},
    {"body-wins", "believes the body rather than the header", [](Policy& p) { p.error.body_first = true; }},
    {"names-by-status", "tells errors apart by status only", [](Policy& p) { p.error.by_status_only = true; }},
    {"loses-message", "hands on no message", [](Policy& p) { p.error.message = false; }},

    // Retries.
    {"never-retries", "makes each call once", [](Policy& p) { p.retry.attempts = 1; }},
    {"retries-once", "makes each call twice at most", [](Policy& p) { p.retry.attempts = 2; }},
    {"hot-loop", "tries a hundred times without a pause", [](Policy& p) { p.retry.hot_loop = true; }},
    {"retries-400", "refuses nothing by itself and tries again after a 400",
     [](Policy& p) {
       p.request.validates = false;
       p.retry.also = 400;
     }},
    {"retries-404", "tries again after a 404", [](Policy& p) { p.retry.also = 404; }},
    {"retries-410", "tries again after a 410", [](Policy& p) { p.retry.also = 410; }},
    {"retries-everything", "tries again after every failure", [](Policy& p) { p.retry.every_failure = true; }},
    {"ignores-429", "does not try again after a 429", [](Policy& p) { p.retry.statuses_429 = false; }},
    {"ignores-5xx", "does not try again after a 5xx", [](Policy& p) { p.retry.statuses_5xx = false; }},
    {"retries-for-ever", "makes attempts without end, ten a second",
     [](Policy& p) {
       p.retry.attempts = 1'000'000;
       p.retry.jitter = false;
       p.retry.longest = Milliseconds(100);
       p.retry.base_transient = Milliseconds(100);
       p.retry.budget = Milliseconds(3'600'000);
     }},
    {"ignores-retry-after", "waits a tenth of a second whatever the hint says",
     [](Policy& p) {
       p.retry.hints = false;
       p.retry.jitter = false;
       p.retry.longest = Milliseconds(100);
     }},
    {"believes-every-hint", "waits as long as it is told to",
     [](Policy& p) { p.retry.budget = Milliseconds(36'000'000); }},
    {"waits-an-hour", "waits an hour before each retry",
     [](Policy& p) {
       p.retry.hints = false;
       p.retry.jitter = false;
       p.retry.base_transient = Milliseconds(3'600'000);
       p.retry.base_throttling = Milliseconds(3'600'000);
       p.retry.longest = Milliseconds(3'600'000);
       p.retry.budget = Milliseconds(36'000'000);
     }},
    {"ignores-network-faults", "does not try again after a connection that broke",
     [](Policy& p) { p.retry.network = false; }},
    {"retries-another-request", "drops the query of a retry", [](Policy& p) { p.retry.changes_request = true; }},
    {"retries-another-body", "drops the body of a retry", [](Policy& p) { p.retry.changes_body = true; }},
    {"repeats-lost-updates", "repeats an update although it may have been carried out",
     [](Policy& p) { p.retry.lost_updates = true; }},
    {"retries-402", "tries again after a 402", [](Policy& p) { p.retry.also = 402; }},
    {"retries-409", "tries again after a 409", [](Policy& p) { p.retry.also = 409; }},
    {"retries-413", "tries again after a 413", [](Policy& p) { p.retry.also = 413; }},
    {"retries-501", "tries again after a 501", [](Policy& p) { p.retry.also = 501; }},
    {"retries-505", "tries again after a 505", [](Policy& p) { p.retry.also = 505; }},
    {"ignores-throttling-names", "knows throttling by 429 only", [](Policy& p) { p.retry.throttling_names = false; }},
    {"takes-seconds-of-hint", "takes x-amz-retry-after for seconds", [](Policy& p) { p.retry.hint_in_seconds = true; }},
    {"takes-milliseconds-of-hint", "takes Retry-After for milliseconds",
     [](Policy& p) { p.retry.after_in_millis = true; }},
    {"clamps-no-hint", "waits longer than 5 s more for a hint", [](Policy& p) { p.retry.clamps_hint = false; }},
    {"ignores-hints", "ignores all hints", [](Policy& p) { p.retry.hints = false; }},
    {"no-quota", "has no retry quota", [](Policy& p) { p.retry.quota = 1'000'000; }},
    {"cheap-retries", "takes 5 tokens for each retry", [](Policy& p) { p.retry.cost_transient = 5; }},
    {"dear-throttling", "takes 14 tokens for a retry of a throttled call",
     [](Policy& p) { p.retry.cost_throttling = 14; }},
    {"returns-no-tokens", "gets no tokens back", [](Policy& p) { p.retry.returns_tokens = false; }},
    {"base-of-100-ms", "begins with 100 ms", [](Policy& p) { p.retry.base_transient = Milliseconds(100); }},
    {"throttling-like-transient", "begins with 50 ms after throttling",
     [](Policy& p) { p.retry.base_throttling = Milliseconds(50); }},
    {"no-jitter", "backs off without chance", [](Policy& p) { p.retry.jitter = false; }},
    {"equal-jitter", "half of its backoff is not random", [](Policy& p) { p.retry.equal_jitter = true; }},
    {"constant-backoff", "does not double its backoff", [](Policy& p) { p.retry.doubles_delay = false; }},
    {"corrects-no-clock", "does not correct its clock", [](Policy& p) { p.retry.corrects_clock = false; }},
    {"waits-30-s", "waits 30 s before each retry",
     [](Policy& p) {
       p.retry.hints = false;
       p.retry.jitter = false;
       p.retry.base_transient = p.retry.base_throttling = p.retry.longest = Milliseconds(30'000);
       p.retry.budget = Milliseconds(36'000'000);
     }},

    // Time.
    {"no-timeout", "waits for ever", [](Policy& p) { p.time.gives_up = false; }},
    {"no-timeout-in-body", "waits for ever once an answer has begun",
     [](Policy& p) { p.time.gives_up_in_body = false; }},
    {"impatient", "gives up after 650 ms of silence", [](Policy& p) { p.time.silence = Milliseconds(650); }},
    {"pause-is-end", "takes a pause for the end of the body",
     [](Policy& p) {
       p.time.pause_is_end = true;
       p.response.accepts_cut_body = true;
       p.response.accepts_cut_json = true;
       p.response.accepts_missing_execution = true;
     }},

    // Transport.
    {"new-connection-each-time", "keeps no connection", [](Policy& p) { p.transport.keeps_connections = false; }},
    {"reuses-closed-connections", "uses a connection again that the server closed",
     [](Policy& p) {
       p.transport.reuses_closed = true;
       p.retry.network = false;
     }},
    {"follows-redirects-with-credentials", "follows a redirect and signs for it",
     [](Policy& p) { p.transport.follows_redirects = true; }},
    {"accepts-any-certificate", "does not look at the server's certificate",
     [](Policy& p) { p.transport.verifies = false; }},
    {"accepts-any-host", "does not look whom the certificate names",
     [](Policy& p) { p.transport.verifies_host = false; }},
    {"accepts-any-time", "does not look when the certificate is valid",
     [](Policy& p) { p.transport.verifies_times = false; }},
    {"accepts-any-authority", "does not look who signed the certificate",
     [](Policy& p) { p.transport.verifies_authority = false; }},
    {"hides-certificate", "shows no certificate of its own", [](Policy& p) { p.transport.shows_certificate = false; }},
    {"follows-301", "follows a 301", [](Policy& p) { p.transport.follows_status = 301; }},
    {"follows-302", "follows a 302", [](Policy& p) { p.transport.follows_status = 302; }},
    {"follows-303", "follows a 303", [](Policy& p) { p.transport.follows_status = 303; }},
    {"follows-307", "follows a 307", [](Policy& p) { p.transport.follows_status = 307; }},
    {"follows-308", "follows a 308", [](Policy& p) { p.transport.follows_status = 308; }},
    {"follows-to-other-ports", "follows a redirect to another port only",
     [](Policy& p) {
       p.transport.follows_redirects = true;
       p.transport.follows_to_other_port_only = true;
     }},

    // State.
    {"remembers", "hands out the first answer again", [](Policy& p) { p.state.remembers = true; }},
    {"keeps-next", "asks for $next once", [](Policy& p) { p.state.next_is_kept = true; }},
    {"polls-on", "goes on polling behind the end", [](Policy& p) { p.state.polls_on = true; }},
    {"polls-once", "polls once", [](Policy& p) { p.state.polls_once = true; }},
    {"stops-at-empty", "takes {} for the end of polling", [](Policy& p) { p.state.stops_at_empty = true; }},
    {"hands-on-the-first", "polled, hands on the first answer", [](Policy& p) { p.state.hands_on_first = true; }},
    {"polls-without-pause", "polls without a pause", [](Policy& p) { p.state.polls_without_pause = true; }},
    {"polls-on-after-410", "goes on polling behind a 410", [](Policy& p) { p.state.polls_on_after_410 = true; }},
    {"polls-on-after-failed", "goes on polling behind FAILED", [](Policy& p) { p.state.polls_on_after = "FAILED"; }},
    {"polls-on-after-timed-out", "goes on polling behind TIMED_OUT", [](Policy& p) { p.state.polls_on_after = "TIMED_OUT"; }},
    {"polls-on-after-rejected", "goes on polling behind REJECTED", [](Policy& p) { p.state.polls_on_after = "REJECTED"; }},
    {"polls-on-after-canceled", "goes on polling behind CANCELED", [](Policy& p) { p.state.polls_on_after = "CANCELED"; }},

    // The program.
    {"hangs", "never answers", [](Policy& p) { p.misdeed = Misdeed::kHangs; }},
    {"crashes", "aborts at each call", [](Policy& p) { p.misdeed = Misdeed::kCrashes; }},
    {"prints-1-GB", "writes 1 GB to stdout at each call", [](Policy& p) { p.misdeed = Misdeed::kPrintsMuch; }},
    {"leaks-memory", "keeps 128 KiB of each call", [](Policy& p) { p.misdeed = Misdeed::kLeaksMemory; }},
    {"leaks-descriptors", "keeps a descriptor of each eighth call",
     [](Policy& p) { p.misdeed = Misdeed::kLeaksDescriptors; }},
    {"leaks-child", "leaves a process behind at each call", [](Policy& p) { p.misdeed = Misdeed::kLeavesChild; }},
};

}  // namespace

std::span<const Mutant> mutants() { return kMutants; }

}  // namespace jobrig::reference
