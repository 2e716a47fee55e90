// JournalLine: one exchange as one line of JSON. It writes no file (journal_file.h does). The line is an object whose
// members always come in this order; absent ones are left out only where it says so:
//   number, connection      counted from 1: the exchange within the run, the connection it came on
//   arrived                 virtual time of the request's last byte, "2026-01-01T00:00:00.000000Z"
//   monotonic_us            real time of the same moment, microseconds of the machine's monotonic clock
//   operation, thing, job   "" when the request named none
//   ordinal, rule, step     the how-manieth request of its thing and job, from 0; "" and 0: answered as documented
//   faults                  names, in the order they struck
//   error                   the name of the error that was answered, or ""
//   authentication          what is wrong with the signature or the client certificate, each difference after the other
//                           (a signature's with the canonical request behind it); left out when nothing is
//   status                  of the answer; 0: none was sent
//   close_reason               kept | closed | reset | client-gave-up | server-stopped
//   refusal                 why it was refused as no HTTP request; left out when it was not
//   handshake               how the TLS handshake failed: there was no request then; left out when it did not
//   first_byte_us, last_byte_us, ended_us   microseconds after monotonic_us; null when no byte left
//   request, answer         the raw bytes as text. Bytes that are not valid UTF-8 cannot be JSON text: the member is
//                           then called request_base64 or answer_base64 and holds the bytes in base64.
#pragma once

#include <string>
#include <string_view>

#include "model/exchange.h"

namespace jobrig::journal {

/// Appends the line with its final LF. Strings but request and answer are the program's own or checked names; bytes in
/// them that are not UTF-8 are replaced by U+FFFD.
void append_journal_line(const model::Exchange& exchange, std::string& out);

}  // namespace jobrig::journal
