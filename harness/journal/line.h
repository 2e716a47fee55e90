// JournalLine: formats one exchange, or one event of the journal itself, as one line of JSON. It does not write files
// (file.h does). The line of an exchange is an object. Its members always have this order; a member is omitted only
// where noted:
//   number, connection      counted from 1: the exchange within the run, and its connection
//   arrived                 virtual time of the request's last byte, "2026-01-01T00:00:00.000000Z"
//   monotonic_us            real time of the same moment, microseconds of the machine's monotonic clock
//   operation, thing, job   "" when the request named none
//   ordinal, rule, step     index of the request (from 0) for its thing and job; rule and step are "" and 0 if no
//                           rule applied
//   faults                  names, in the order in which they were applied
//   error                   name of the error in the response, or ""
//   authentication          problems of the signature or the client certificate, one after the other (for a signature
//                           followed by the canonical request); omitted when there are none
//   status                  status of the response; 0: no response was sent
//   close_reason            kept | closed | reset | client-gave-up | server-stopped
//   refusal                 why the bytes were rejected as an HTTP request; omitted when they were not
//   handshake               how the TLS handshake failed (there was no request then); omitted when it did not fail
//   traceparent             the valid traceparent of the request (W3C Trace Context); omitted when there is none
//   first_byte_us, last_byte_us, ended_us   microseconds after monotonic_us; null when no byte was sent
//   request, answer         the raw bytes as text. Bytes that are not valid UTF-8 cannot be JSON text: the member is
//                           then called request_base64 or answer_base64 and contains the bytes in base64.
// The line of an event begins with the member `event`, which no exchange has:
//   {"event":"dropped","exchanges":3,"reason":"No space left on device"}   three exchanges are missing here
//   {"event":"change","arrived":"2026-01-01T00:00:00.000000Z","who":"127.0.0.1:40123","sandbox":"","what":"…"}
//                           a call of the admin interface or --watch has changed the sandbox (empty: the main one) at
//                           this virtual time
//   {"event":"packet","protocol":"mqtt",…}   an MQTT packet (packet_line.h)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_memo.h"
#include "journal/audit.h"
#include "model/exchange.h"

namespace jobrig::journal {

/// What one thread remembers of the lines that it formats, to format the next ones faster.
struct LineMemo {
  base::JsonMemo requests;
  base::JsonMemo answers;
};

/// Appends the line with its final LF. All strings except `request` and `answer` are constants of this program or
/// validated names; bytes that are not UTF-8 are replaced by U+FFFD in them.
void append_journal_line(const model::Exchange& exchange, std::string& lines);

/// The same line, for a thread that formats thousands.
void append_journal_line(const model::Exchange& exchange, LineMemo& memo, std::string& lines);

/// Appends the members of the line that are not raw bytes, without braces around them.
void append_journal_members(const model::Exchange& exchange, std::string& members);

/// Appends the line of the event with its final LF.
void append_dropped_event(std::uint64_t exchanges, std::string_view reason, std::string& lines);

void append_change_event(const AuditRecord& record, std::string& lines);

/// Returns the number of lines that are exchanges; an incomplete line counts.
std::uint64_t exchanges_in(std::string_view lines);

}  // namespace jobrig::journal
