#include "clients/reference/variants.h"

#include "clients/reference/mutation_switches.h"

namespace jobrig::reference {
namespace {

constexpr int kMinute = 60'000;

void sends(Policy& p, const char* target, const char* how) { p.mutation = {"send", target, how}; }

void declares(Policy& p, int attempts, int attempt_milliseconds, int total_milliseconds) {
  p.retry.attempts = attempts;
  p.retry.budget = Milliseconds(total_milliseconds);
  p.hello.attempts = attempts;
  p.hello.attempt_milliseconds = attempt_milliseconds;
  p.hello.total_milliseconds = total_milliseconds;
}

// One row per variant.
constexpr Variant kVariants[] = {
    // Retries and times.
    {"no-retry-of-posts", "sdk", "retries only what is safe to repeat (RFC 9110 section 9.2.2)",
     [](Policy& p) { p.retry.unsafe_methods = false; }},
    {"no-retries", "sdk", "makes each call once and declares no retries",
     [](Policy& p) {
       p.retry.attempts = 1;
       p.hello.without = {"retries"};
     }},
    {"five-attempts", "sdk", "makes up to five attempts", [](Policy& p) { declares(p, 5, 8'000, kMinute); }},
    {"ten-attempts", "sdk", "makes up to ten attempts with pauses of up to 20 s",
     [](Policy& p) {
       declares(p, 10, 8'000, 4 * kMinute);
       p.retry.base_transient = Milliseconds(100);
     }},
    {"ten-second-limits", "sdk", "waits ten seconds for an answer",
     [](Policy& p) {
       declares(p, 3, 10'000, kMinute);
       p.time.silence = p.time.whole = Milliseconds(10'000);
     }},
    {"limit-per-read", "sdk", "limits each wait for bytes, but not the whole answer",
     [](Policy& p) { p.time.whole = Milliseconds(10 * kMinute); }},
    {"fixed-pauses", "device-agent", "waits 25 s before each retry",
     [](Policy& p) {
       declares(p, 3, 8'000, 2 * kMinute);
       p.retry.jitter = p.retry.hints = false;
       p.retry.base_transient = p.retry.base_throttling = p.retry.longest = Milliseconds(25'000);
     }},
    {"first-retry-at-once", "sdk", "makes the first retry immediately, the others after a pause",
     [](Policy& p) { p.retry.first_at_once = true; }},
    {"longer-pauses", "sdk", "doubles pauses from one second on",
     [](Policy& p) {
       declares(p, 3, 8'000, kMinute);
       p.retry.base_transient = p.retry.base_throttling = Milliseconds(1'000);
     }},
    {"declares-nothing-but-attempts", "sdk", "declares three attempts", [](Policy& p) { p.hello.attempts = 3; }},

    // What it reports.
    {"empty-maps", "sdk", "reports {} for an absent statusDetails", [](Policy& p) { p.style.empty_maps = true; }},
    {"default-zeros", "sdk", "reports 0 for absent numbers that the model gives this default",
     [](Policy& p) { p.style.default_zeros = true; }},
    {"typed", "sdk", "reports every default of the model",
     [](Policy& p) { p.style.empty_maps = p.style.default_zeros = true; }},
    {"null-for-absent", "sdk", "reports null for absent members", [](Policy& p) { p.style.null_for_absent = true; }},
    {"times-with-fraction", "sdk", "reports times as floating-point numbers",
     [](Policy& p) { p.style.fraction_times = true; }},
    {"numbers-as-text", "sdk", "reports 64-bit integers as digits in a text",
     [](Policy& p) { p.style.whole_as_text = true; }},
    {"refuses-null", "sdk", "refuses a response with a null member", [](Policy& p) { p.response.refuses_null = true; }},
    {"no-statuses", "sdk", "reports errors without their status",
     [](Policy& p) {
       p.mutation = {"error", "status", "dropped"};
     }},

    // What it sends.
    {"chunked-bodies", "sdk", "sends bodies in chunks", [](Policy& p) { p.request.chunked_bodies = true; }},
    {"expects-continue-with-bodies", "sdk", "announces bodies by Expect: 100-continue",
     [](Policy& p) { p.request.expects_continue_with_body = true; }},
    {"hex-in-lower-case", "sdk", "writes %3a for a colon", [](Policy& p) { p.request.lower_case_hex = true; }},
    {"encodes-hyphens", "sdk", "writes %2D for a hyphen", [](Policy& p) { p.request.encodes_hyphens = true; }},
    {"literal-signs", "sdk", "writes $ and : literally", [](Policy& p) { p.request.literal_signs = true; }},
    {"closes-connections", "sdk", "uses a new connection each time and says so",
     [](Policy& p) {
       p.transport.keeps_connections = false;
       sends(p, "any.header.Connection", "added=close");
     }},
    {"headers-in-lower-case", "sdk", "writes the names of all headers in lower case",
     [](Policy& p) { p.request.lower_case_headers = true; }},
    {"no-user-agent", "sdk", "does not name itself", [](Policy& p) { sends(p, "any.header.User-Agent", "dropped"); }},
    {"no-invocation-id", "sdk", "does not number its invocations",
     [](Policy& p) { sends(p, "any.header.amz-sdk-invocation-id", "dropped"); }},
    {"no-attempt-header", "sdk", "does not number its attempts",
     [](Policy& p) { sends(p, "any.header.amz-sdk-request", "dropped"); }},
    {"content-type-with-charset", "sdk", "names the charset of its bodies",
     [](Policy& p) { sends(p, "any.header.Content-Type", "value=application/json;charset=utf-8"); }},
    {"indented-bodies", "sdk", "indents its JSON", [](Policy& p) { sends(p, "any.body", "indented"); }},
    {"ascii-bodies", "sdk", "escapes what is not ASCII", [](Policy& p) { sends(p, "any.body", "ascii-escaped"); }},
    {"accepts-no-coding", "sdk", "says that it reads no coding",
     [](Policy& p) { sends(p, "any.header.Accept-Encoding", "added=identity"); }},
    {"makes-tokens", "sdk", "adds a clientToken to StartCommandExecution, the same to each attempt",
     [](Policy& p) { p.request.makes_tokens = true; }},

    // What it cannot do.
    {"unsigned", "device-agent", "signs nothing and declares so",
     [](Policy& p) {
       p.request.signs = false;
       p.hello.without = {"signed"};
     }},
    {"describes-only", "device-agent", "declares no feature but describes executions",
     [](Policy& p) {
       p.retry.attempts = 1;
       p.hello.without = {"execution-number",   "start-next", "update", "get-pending",  "poll", "tls",
                          "client-certificate", "retries",    "signed", "start-command"};
     }},
};

}  // namespace

std::span<const Variant> variants() { return kVariants; }

}  // namespace jobrig::reference
