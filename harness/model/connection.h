// Connection words: what a scenario says about connections regardless of requests: how they begin and how long they
// last. Plain data; serve/ implements it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "model/tls.h"

namespace jobrig::model {

/// What the server does with a client that connects. The first row is the default.
enum class Acceptance : std::uint8_t { kOk, kRefuse, kClose, kReset, kHang };
inline constexpr std::array kAcceptances{
    TlsWord{"ok", Acceptance::kOk, "the server reads requests"},
    TlsWord{"refuse", Acceptance::kRefuse, "nothing listens on the port: the kernel refuses clients"},
    TlsWord{"close", Acceptance::kClose, "the server closes the connection (FIN) without reading"},
    TlsWord{"reset", Acceptance::kReset, "the server resets the connection (RST) without reading"},
    TlsWord{"hang", Acceptance::kHang, "the connection is open, and the server never sends a byte"},
};

/// How the server ends a connection that is idle or too old.
enum class ConnectionEnd : std::uint8_t { kClose, kReset };
inline constexpr std::array kConnectionEnds{
    TlsWord{"close", ConnectionEnd::kClose, "FIN"},
    TlsWord{"reset", ConnectionEnd::kReset, "RST"},
};

/// In real time.
struct ConnectionLimits {
  std::optional<base::Duration> idle_timeout;  // between requests, and before the first
  std::optional<base::Duration> max_age;       // from accept, even in the middle of a response
  ConnectionEnd end = ConnectionEnd::kClose;

  [[nodiscard]] bool any() const { return idle_timeout || max_age; }
  friend bool operator==(const ConnectionLimits&, const ConnectionLimits&) = default;
};

struct ConnectionSettings {
  Acceptance accept = Acceptance::kOk;
  base::Duration accept_after{0};  // before the server reads the first byte
  ConnectionLimits limits;

  friend bool operator==(const ConnectionSettings&, const ConnectionSettings&) = default;
};

}  // namespace jobrig::model
