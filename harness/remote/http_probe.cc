// cpp-httplib 0.11 resolves, connects, writes the request and reads the response. Its own stream is replaced for two
// reasons. Its timeout restarts with each read, so a server that sends byte by byte would block it forever. It also
// passes a status line of any length to std::regex, which overflows the stack (400 KB are enough).
#include "remote/http_probe.h"

#include <httplib.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include "base/deadline.h"
#include "base/host_port.h"

namespace jobrig::remote {
namespace {

using Clock = std::chrono::steady_clock;

// Limit of the head of a response; cpp-httplib has the same limit for each line.
constexpr std::size_t kMaxRead = 8192;

// poll(2) and cpp-httplib count milliseconds in an int. A connection that takes longer than this fails anyway.
constexpr std::chrono::milliseconds kLongestPoll{std::numeric_limits<int>::max()};

/// A connected socket with a deadline.
class BoundedStream final : public httplib::Stream {
 public:
  BoundedStream(int descriptor, Clock::time_point deadline) : descriptor_(descriptor), deadline_(deadline) {}

  [[nodiscard]] std::size_t received() const { return received_; }

  [[nodiscard]] bool is_readable() const override { return wait_for(POLLIN); }
  [[nodiscard]] bool is_writable() const override { return wait_for(POLLOUT); }
  ssize_t read(char* to, std::size_t size) override {
    if (received_ == kMaxRead || !wait_for(POLLIN)) {
      return -1;
    }
    const ssize_t count = ::recv(descriptor_, to, std::min(size, kMaxRead - received_), 0);
    received_ += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    return count;
  }
  ssize_t write(const char* from, std::size_t size) override {
    return wait_for(POLLOUT) ? ::send(descriptor_, from, size, MSG_NOSIGNAL) : -1;
  }
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  [[nodiscard]] socket_t socket() const override { return descriptor_; }

 private:
  [[nodiscard]] bool wait_for(short events) const {
    for (;;) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
      pollfd waited{descriptor_, events, 0};
      const int ready =
          left.count() > 0 ? ::poll(&waited, 1, static_cast<int>(std::min(left, kLongestPoll).count())) : 0;
      if (ready != 0 || left <= kLongestPoll) {
        return ready > 0;
      }
    }
  }

  int descriptor_;
  Clock::time_point deadline_;
  std::size_t received_ = 0;
};

class Probe final : public httplib::ClientImpl {
 public:
  Probe(const ProbeTarget& target, Clock::time_point deadline)
      : ClientImpl(target.host, target.port), deadline_(deadline) {
    set_url_encode(false);
  }

  [[nodiscard]] std::size_t received() const { return received_; }

 private:
  bool process_socket(const Socket& socket, std::function<bool(httplib::Stream&)> callback) override {
    BoundedStream stream(socket.sock, deadline_);
    const bool done = callback(stream);
    received_ = stream.received();
    return done;
  }

  Clock::time_point deadline_;
  std::size_t received_ = 0;
};

/// cpp-httplib does not return the reason. A connection attempt that started and then failed was refused.
std::string why_unreachable(const std::string& host, int error) {
  addrinfo* found = nullptr;
  if (const int problem = ::getaddrinfo(host.c_str(), nullptr, nullptr, &found); problem != 0) {
    return std::string("cannot resolve the host: ") + ::gai_strerror(problem);
  }
  ::freeaddrinfo(found);
  return std::string("cannot connect: ") + std::strerror(error == EINPROGRESS ? ECONNREFUSED : error);
}

}  // namespace

std::optional<ProbeTarget> read_probe_url(std::string_view url, std::string_view default_path) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme) || url.find_first_of(" \r\n\t") != std::string_view::npos) {
    return std::nullopt;
  }
  url.remove_prefix(kScheme.size());
  const std::size_t slash = url.find('/');
  const auto authority = base::parse_host_port(url.substr(0, slash));
  if (!authority || !authority->port) {
    return std::nullopt;
  }
  const std::string path(slash == std::string_view::npos ? "" : url.substr(slash));
  return ProbeTarget{authority->host, *authority->port, path.empty() || path == "/" ? std::string(default_path) : path,
                     ""};
}

base::Result<int> probe(const ProbeTarget& target, std::chrono::milliseconds timeout) {
  const Clock::time_point deadline = base::deadline(Clock::now(), timeout);
  Probe client(target, deadline);
  client.set_connection_timeout(std::min(timeout, kLongestPoll));
  httplib::Headers headers;
  if (!target.authorization.empty()) {
    headers.emplace("Authorization", target.authorization);
  }
  int status = 0;
  const auto take_status = [&status](const httplib::Response& response) {
    status = response.status;
    return false;  // the body is not read
  };
  errno = 0;
  const auto result = client.Get(target.path, headers, take_status, [](const char*, std::size_t) { return false; });
  const int error = errno;
  if (status != 0) {
    return status;
  }
  if (result.error() == httplib::Error::Connection) {
    return base::Error{why_unreachable(target.host, error)};
  }
  if (result.error() == httplib::Error::ConnectionTimeout) {
    return base::Error{why_unreachable(target.host, ETIMEDOUT)};
  }
  if (Clock::now() >= deadline) {
    return base::Error{"no response in time"};
  }
  return base::Error{client.received() == 0 ? "connection closed without a response"
                                            : "the response is not valid HTTP"};
}

}  // namespace jobrig::remote
