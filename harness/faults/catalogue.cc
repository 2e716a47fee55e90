#include "faults/catalogue.h"

#include <algorithm>
#include <array>

namespace jobrig::faults {
namespace {

using enum Group;

constexpr std::array kKinds{
    FaultKind{"delay", kTime, "waits before the first byte of the answer", "delay: {median: 40ms, p99: 900ms}",
              parse_delay},
    FaultKind{"drip", kTime, "sends the answer a few bytes at a time, its head too", "drip: {bytes: 1, every: 10ms}",
              parse_drip},
    FaultKind{"stall", kTime, "stops in the middle of the answer, for a time or for ever",
              "stall: {at: 50% of body, for: 5s}", parse_stall},
    FaultKind{"hang", kTime, "reads the request and says nothing", "hang", parse_hang},
    FaultKind{"slow-close", kTime, "closes the connection only so long after the answer", "slow-close: 2s",
              parse_slow_close},

    FaultKind{"cut", kCuts, "closes the connection (FIN) at a position", "cut: {at: 50% of body}", parse_cut},
    FaultKind{"reset", kCuts, "resets the connection (RST) at a position", "reset: {at: byte 20 of body}", parse_reset},
    FaultKind{"empty", kCuts, "closes the connection without a byte", "empty", parse_empty},
    FaultKind{"half-close", kCuts, "sends FIN behind the answer and goes on reading", "half-close", parse_half_close},
    FaultKind{"close-without-notify", kCuts, "closes a TLS connection without its close_notify", "close-without-notify",
              parse_close_without_notify},

    FaultKind{"garbage", kBytes, "sends random bytes instead of HTTP or behind a good head, then closes",
              "garbage: {after: head, bytes: 64}", parse_garbage},
    FaultKind{"bad-chunk", kBytes, "sends a chunk whose size is no number", "bad-chunk: {size: \"-2\"}",
              parse_bad_chunk},
    FaultKind{"no-last-chunk", kBytes, "sends chunks and closes where the last one should come", "no-last-chunk",
              parse_no_last_chunk},
    FaultKind{"content-length-too-big", kBytes, "promises more bytes than come, then closes",
              "content-length-too-big: {by: 10}", parse_content_length_too_big},
    FaultKind{"content-length-too-small", kBytes, "sends more bytes than promised",
              "content-length-too-small: {by: 10}", parse_content_length_too_small},
    FaultKind{"length-and-chunked", kBytes, "states a Content-Length and sends chunks", "length-and-chunked",
              parse_length_and_chunked},
    FaultKind{"duplicate-content-length", kBytes, "states Content-Length twice", "duplicate-content-length: different",
              parse_duplicate_content_length},
    FaultKind{"bare-lf", kBytes, "ends the lines of the head with LF alone", "bare-lf", parse_bare_lf},
    FaultKind{"big-header", kBytes, "adds a header line over 16 KiB", "big-header: {size: 17KiB}", parse_big_header},
    FaultKind{"many-headers", kBytes, "sends more than 100 header lines", "many-headers: {count: 101}",
              parse_many_headers},
    FaultKind{"informational", kBytes, "sends 1xx answers before the answer", "informational: {status: 103, times: 2}",
              parse_informational},
    FaultKind{"http-1.0", kBytes, "answers as an HTTP/1.0 server and closes", "http-1.0", parse_http_1_0},
    FaultKind{"chunked", kBytes, "sends the body in chunks instead of with a length", "chunked: {size: 16B}",
              parse_chunked},
    FaultKind{"close-delimited", kBytes, "leaves the length out and closes where the body ends", "close-delimited",
              parse_close_delimited},
    FaultKind{"extra-bytes", kBytes, "sends bytes beyond the body", "extra-bytes: {bytes: 16}", parse_extra_bytes},
    FaultKind{"second-answer", kBytes, "sends a second answer that nobody asked for", "second-answer",
              parse_second_answer},

    FaultKind{"drop-member", kMeaning, "leaves a member of the body out", "drop-member: execution.status",
              parse_drop_member},
    FaultKind{"null-member", kMeaning, "makes a member of the body null", "null-member: execution.jobId",
              parse_null_member},
    FaultKind{"wrong-type", kMeaning, "gives a member of the body a value of another type",
              "wrong-type: {member: execution.status, as: list}", parse_wrong_type},
    FaultKind{"unknown-member", kMeaning, "adds a member that no document names", "unknown-member: {name: phase}",
              parse_unknown_member},
    FaultKind{"unknown-status", kMeaning, "gives the execution a status outside the enumeration",
              "unknown-status: SUCCESS", parse_unknown_status},
    FaultKind{"huge-number", kMeaning, "makes a number too big for a double or for 64 bits",
              "huge-number: {member: versionNumber, beyond: 2^63}", parse_huge_number},
    FaultKind{"timestamps-as", kMeaning, "writes the times in another form", "timestamps-as: iso", parse_timestamps_as},
    FaultKind{"long-document", kMeaning, "makes the jobDocument so many characters long",
              "long-document: {characters: 32769}", parse_long_document},
    FaultKind{"document-not-json", kMeaning, "makes the jobDocument text that is no JSON", "document-not-json",
              parse_document_not_json},
    FaultKind{"cut-json", kMeaning, "cuts the JSON short and states the right length", "cut-json: {keep: 90%}",
              parse_cut_json},
    FaultKind{"html-body", kMeaning, "answers with a proxy's page in HTML", "html-body: {status: 502}",
              parse_html_body},
    FaultKind{"byte-order-mark", kMeaning, "begins the body with a byte order mark", "byte-order-mark",
              parse_byte_order_mark},
    FaultKind{"trailing-bytes", kMeaning, "goes on behind the JSON within the body", "trailing-bytes: {text: \"}\"}",
              parse_trailing_bytes},
    FaultKind{"invalid-utf8", kMeaning, "puts a byte that is no UTF-8 into a string",
              "invalid-utf8: execution.thingName", parse_invalid_utf8},
    FaultKind{"lone-surrogate", kMeaning, "puts half of a surrogate pair into a string",
              "lone-surrogate: execution.thingName", parse_lone_surrogate},
    FaultKind{"duplicate-keys", kMeaning, "gives a member twice with different values",
              "duplicate-keys: execution.status", parse_duplicate_keys},
    FaultKind{"deep-nesting", kMeaning, "adds a member nested thousands of levels deep",
              "deep-nesting: {levels: 10000}", parse_deep_nesting},
    FaultKind{"empty-body", kMeaning, "sends no body", "empty-body", parse_empty_body},
    FaultKind{"empty-object", kMeaning, "sends {} as the body", "empty-object", parse_empty_object},
    FaultKind{"null-body", kMeaning, "sends null as the body", "null-body", parse_null_body},
    FaultKind{"array-body", kMeaning, "sends [] as the body", "array-body", parse_array_body},
    FaultKind{"gzip", kMeaning, "compresses the body though nobody asked for it", "gzip", parse_gzip},
    FaultKind{"content-type", kMeaning, "states another Content-Type, or none", "content-type: none",
              parse_content_type},
    FaultKind{"redirect", kMeaning, "says to ask elsewhere", "redirect: {status: 307, location: /elsewhere}",
              parse_redirect},
    FaultKind{"error-on-200", kMeaning, "sends an error with status 200",
              "error-on-200: {error: ThrottlingException, name-in: __type}", parse_error_on_200},
    FaultKind{"error-body", kMeaning, "sends an error whose body is HTML, a list, empty or without its name",
              "error-body: {is: html, error: ServiceUnavailableException}", parse_error_body},
    FaultKind{"error-name-in", kMeaning, "tells an error's name in one of the six ways",
              "error-name-in: {place: __type, error: ThrottlingException}", parse_error_name_in},
    FaultKind{"control-plane-shape", kMeaning, "answers in the shape of the control plane", "control-plane-shape",
              parse_control_plane_shape},

    FaultKind{"EMPTY_RESPONSE", kWireMock, "WireMock's name for empty", "EMPTY_RESPONSE", parse_empty, "empty"},
    FaultKind{"MALFORMED_RESPONSE_CHUNK", kWireMock, "WireMock's name for garbage behind a head that promises chunks",
              "MALFORMED_RESPONSE_CHUNK", parse_malformed_response_chunk, "garbage"},
    FaultKind{"RANDOM_DATA_THEN_CLOSE", kWireMock, "WireMock's name for garbage instead of HTTP",
              "RANDOM_DATA_THEN_CLOSE", parse_garbage, "garbage"},
    FaultKind{"CONNECTION_RESET_BY_PEER", kWireMock, "WireMock's name for reset before the answer",
              "CONNECTION_RESET_BY_PEER", parse_reset, "reset"},
};

}  // namespace

std::span<const FaultKind> catalogue() { return kKinds; }

const FaultKind* kind_named(std::string_view name) {
  const auto* const kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const FaultKind& one) { return one.name == name; });
  return kind == kKinds.end() ? nullptr : kind;
}

std::string_view word_of(Group group) {
  switch (group) {
    case kTime:
      return "time";
    case kCuts:
      return "cuts";
    case kBytes:
      return "bytes";
    case kMeaning:
      return "meaning";
    case kWireMock:
      break;
  }
  return "WireMock";
}

}  // namespace jobrig::faults
