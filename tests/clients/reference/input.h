// Input: buffers the received bytes of a connection; callers take them by line or by length. It does not know HTTP.
#pragma once

#include <cstddef>
#include <string>

#include "clients/reference/connection.h"

namespace jobrig::reference {

class Input {
 public:
  Input(Connection& connection, const TimePolicy& time)
      : connection_(connection), time_(time), whole_(in(time.whole)) {}

  /// Returns the bytes up to CR LF, without it. A line with another end, or longer than `most`, is a Failure.
  std::string line(std::size_t most);
  /// Returns exactly `count` bytes.
  std::string bytes(std::size_t count);
  /// Returns everything up to the end of the connection, at most `most` bytes.
  std::string rest(std::size_t most);
  /// Returns the buffered bytes, else the next ones; empty at the end.
  std::string piece();
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  [[nodiscard]] bool begun() const { return begun_; }
  /// Marks the following bytes as part of the body.
  void enter_body() { in_body_ = true; }

 private:
  [[nodiscard]] Moment deadline() const;
  bool more();

  Connection& connection_;
  const TimePolicy& time_;
  Moment whole_;
  std::string waiting_;
  bool begun_ = false;
  bool in_body_ = false;
};

}  // namespace jobrig::reference
