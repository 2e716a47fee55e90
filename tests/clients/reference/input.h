// Input: what has come over a connection and was not taken yet, taken by lines and by lengths.
#pragma once

#include <cstddef>
#include <string>

#include "clients/reference/connection.h"

namespace jobrig::reference {

class Input {
 public:
  Input(Connection& connection, const TimePolicy& time)
      : connection_(connection), time_(time), whole_(in(time.whole)) {}

  /// Up to CR LF, without them. A line that does not end so, or longer than `most`, is a Failure.
  std::string line(std::size_t most);
  /// Exactly so many bytes.
  std::string bytes(std::size_t count);
  /// All until the end of the connection, at most `most`.
  std::string rest(std::size_t most);
  /// What lies there, or what comes next; empty at the end.
  std::string piece();
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  [[nodiscard]] bool begun() const { return begun_; }
  /// From now on it is the body that is read.
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
