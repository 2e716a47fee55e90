// Exchange: one request and what became of it: the journal's record. It is plain data; serve/ fills in what happened on
// the wire, plan/ what was decided, and a verdict needs nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/script.h"

namespace jobrig::model {

/// Whose state and counters a request touched. Both empty: the request named no valid thing and job.
struct Key {
  std::string thing;
  std::string job;  // as asked for: `$next` stays `$next`

  friend bool operator==(const Key&, const Key&) = default;
};

/// What plan/ decided about one request.
struct Decision {
  std::string operation;  // a name of contract/'s table, or empty when the request is none of them
  Key key;
  std::uint64_t ordinal = 0;        // the how-manieth request of this key, from 0
  std::string rule;                 // the rule's name; empty: answered as documented
  std::uint32_t step = 0;           // which of its answers, from 1; 0: none
  std::vector<std::string> faults;  // names of those that struck, in order
  std::string error;                // the error's name when the answer is one
  std::string authentication{};     // what is wrong with the signature or client certificate; empty: nothing

  friend bool operator==(const Decision&, const Decision&) = default;
};

/// How the connection was left after the exchange.
enum class CloseReason : std::uint8_t {
  kKept,           // open for the next request
  kClosed,         // we closed it
  kReset,          // we reset it
  kClientGaveUp,   // the client closed or reset before the answer was whole
  kServerStopped,  // the server was told to stop meanwhile
};

/// `client-gave-up`: how the journal names it.
std::string_view close_reason_word(CloseReason close_reason);

struct Exchange {
  std::uint64_t connection = 0;  // which connection, from 1
  std::uint64_t number = 0;      // the how-manieth exchange of the server, from 1
  Decision decision;
  std::string request;              // raw bytes
  std::string answer;               // the bytes that truly left
  int status = 0;                   // of the answer; 0 when none was sent
  base::Instant arrived{};          // virtual civil time of the request's last byte
  base::Monotonic request_whole{};  // real time from here on
  base::Monotonic first_byte{};     // zero when none left
  base::Monotonic last_byte{};
  base::Monotonic ended{};  // when the exchange was over (the client's giving up, too)
  CloseReason close_reason = CloseReason::kKept;
  std::string refusal;      // why the framer refused it, empty when it did not
  std::string handshake{};  // how the TLS handshake failed, before any request; empty: it did not

  friend bool operator==(const Exchange&, const Exchange&) = default;
};

}  // namespace jobrig::model
