// Exchange: one request and its result, as recorded in the journal. serve/ fills in the events on the wire and plan/
// fills in the decision. A verdict needs no other data. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/script.h"

namespace jobrig::model {

/// The thing and job whose state and counters a request used. Both are empty if the request named no valid thing and
/// job.
struct Key {
  std::string thing;
  std::string job;  // as requested: `$next` stays `$next`

  friend bool operator==(const Key&, const Key&) = default;
};

/// The decision of plan/ about one request.
struct Decision {
  std::string operation;  // a name in the table of contract/; empty: not a known operation
  Key key;
  std::uint64_t ordinal = 0;        // index of the request for this key, from 0
  std::string rule;                 // name of the matching rule; empty: documented response
  std::uint32_t step = 0;           // number of the answer of that rule, from 1; 0: none
  std::vector<std::string> faults;  // names of the applied faults, in order
  std::string error;                // name of the error if the response is an error
  std::string authentication{};     // problem with the signature or the client certificate; empty: none

  friend bool operator==(const Decision&, const Decision&) = default;
};

/// The state of the connection after the exchange.
enum class CloseReason : std::uint8_t {
  kKept,           // open for the next request
  kClosed,         // the server closed it
  kReset,          // the server reset it
  kClientGaveUp,   // the client closed or reset it before the response was complete
  kServerStopped,  // the server was stopped during the exchange
};

/// The name in the journal: `client-gave-up`.
std::string_view close_reason_word(CloseReason close_reason);

struct Exchange {
  std::uint64_t connection = 0;  // number of the connection, from 1
  std::uint64_t number = 0;      // number of the exchange on this server, from 1
  Decision decision;
  std::string request;              // raw bytes
  std::string answer;               // the bytes that were sent
  int status = 0;                   // of the response; 0: none was sent
  base::Instant arrived{};          // virtual civil time of the last byte of the request
  base::Monotonic request_whole{};  // real time, as are the following fields
  base::Monotonic first_byte{};     // zero: nothing was sent
  base::Monotonic last_byte{};
  base::Monotonic ended{};  // end of the exchange, including the client giving up
  CloseReason close_reason = CloseReason::kKept;
  std::string refusal;      // why the framer rejected the request; empty: it did not
  std::string handshake{};  // how the TLS handshake failed, before any request; empty: it did not

  friend bool operator==(const Exchange&, const Exchange&) = default;
};

/// Each makes it as new, but keeps the memory of its texts, unless they are large: a server has one exchange for
/// thousands of requests a second.
void clear(std::string& text);
void clear(Decision& decision);
void clear(Exchange& exchange);

/// Exchanges all members, and their memory. std::swap moves each text three times.
void swap(Decision& one, Decision& other) noexcept;

}  // namespace jobrig::model
