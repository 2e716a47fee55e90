// Served: a `jobrig serve` process with its ready line, and HTTP requests for tests. It parses no scenarios.
#pragma once

#include <csignal>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "support/process.h"

namespace jobrig::test {

struct HttpAnswer {
  int status = 0;
  std::string head;
  std::string body;
  [[nodiscard]] nlohmann::json json() const;
};

/// The port of an endpoint such as `http://127.0.0.1:8787`.
std::uint16_t port_of(const std::string& endpoint);
HttpAnswer read_answer(const std::string& bytes);
/// The bytes of a request as a well-behaved client sends it. `headers`: complete lines with line endings.
std::string http_request(const std::string& method, const std::string& target, const std::string& body = {},
                         const std::string& headers = {});
/// Sends a request on a new connection.
HttpAnswer ask(std::uint16_t port, const std::string& method, const std::string& target, const std::string& body = {},
               const std::string& headers = {});

/// The destructor ends the server. The constructor throws with the output of a server that does not start.
class Served {
 public:
  explicit Served(std::vector<std::string> arguments);

  [[nodiscard]] const std::string& line() const { return line_; }
  [[nodiscard]] nlohmann::json ready() const;
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::uint16_t admin_port() const;
  /// The complete response of the main port.
  [[nodiscard]] std::string get(const std::string& target) const;
  [[nodiscard]] HttpAnswer admin(const std::string& method, const std::string& target,
                                 const std::string& body = {}) const;
  Process& process() { return process_; }
  Outcome stop(int signal = SIGTERM);

 private:
  Process process_;
  std::string line_;
};

}  // namespace jobrig::test
