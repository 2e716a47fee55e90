#include "support/fleet.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <stdexcept>

#include "support/raw_client.h"

namespace jobrig::test {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

Called read_to_end(RawClient& client) {
  Called called;
  try {
    called.bytes = client.receive_to_end();
  } catch (const std::runtime_error& error) {
    if (!std::string_view(error.what()).starts_with("the connection was reset")) {
      throw;
    }
    called.was_reset = true;
    called.bytes = client.receive_for(std::chrono::milliseconds(0));  // the bytes before the reset
  }
  return called;
}

}  // namespace

int Called::status() const {
  constexpr std::size_t kAt = std::string_view("HTTP/1.1 ").size();
  int status = 0;
  if (bytes.starts_with("HTTP/1.") && bytes.find("\r\n") != std::string::npos) {
    std::from_chars(bytes.data() + kAt, bytes.data() + std::min(bytes.size(), kAt + 3), status);
  }
  return status;
}

std::string Called::body() const {
  const std::size_t end = bytes.find(kHeadEnd);
  return end == std::string::npos ? std::string() : bytes.substr(end + kHeadEnd.size());
}

std::string Called::header(std::string_view name) const {
  const std::string head = bytes.substr(0, bytes.find(kHeadEnd) + 2);
  const std::string line = "\r\n" + std::string(name) + ": ";
  const std::size_t at = head.find(line);
  if (at == std::string::npos) {
    return "none";
  }
  const std::size_t begin = at + line.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

std::vector<Called> call_at_once(std::uint16_t port, const std::vector<std::string>& targets) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (const std::string& target : targets) {
    clients.push_back(std::make_unique<RawClient>(port));
    clients.back()->try_send("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }
  std::vector<Called> calls;
  for (const auto& client : clients) {
    calls.push_back(read_to_end(*client));
  }
  return calls;
}

Called call(std::uint16_t port, const std::string& target) { return call_at_once(port, {target}).front(); }

std::vector<Called> call_fleet(std::uint16_t port, std::size_t count, const std::string& prefix) {
  std::vector<std::string> targets;
  for (std::size_t number = 1; number <= count; ++number) {
    targets.push_back("/things/" + prefix + std::to_string(number) + "/jobs/firmware-7");
  }
  return call_at_once(port, targets);
}

std::size_t count_status(const std::vector<Called>& calls, int status) {
  return static_cast<std::size_t>(
      std::count_if(calls.begin(), calls.end(), [status](const Called& one) { return one.status() == status; }));
}

}  // namespace jobrig::test
