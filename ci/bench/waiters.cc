// Measures how precisely a server keeps a configured delay for many connections at the same time. It opens all
// connections, sends one describe on each, spread evenly over a period, and measures the time to the first byte of each
// response. The spread is necessary: if all requests arrived at the same time, all responses would be due at the same
// time, and on any server the last would wait for the bytes of all others. Connections are closed after all are served,
// because closing is not measured. It uses one thread, which sockets and a timerfd wake up (epoll's own timeout is up
// to 0.1 % late, which would distort the result). The thread sleeps in between and can therefore run at real-time
// priority. It uses loopback only and ends by itself.
//
// The source addresses rotate through 127.0.x.y: with more than about 14,000 connections from one address, connect()
// itself becomes slow, which would look like a delay of the server.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::duration<double, std::milli>;

struct Settings {
  std::uint16_t port = 0;
  std::size_t connections = 0;
  std::chrono::milliseconds delay{0};   // the configured delay of the server
  std::chrono::milliseconds spread{0};  // the period over which the requests are sent
};

struct Waiter {
  int descriptor = -1;
  SteadyTime sent;
  SteadyTime answered;
  bool served = false;  // a complete head of a 200 arrived
};

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

sockaddr_in loopback(std::uint32_t host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(host);
  address.sin_port = htons(port);
  return address;
}

// Returns a connected socket from the source address with this index, or -1.
int open_connection(std::uint16_t port, std::size_t index) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) {
    return -1;
  }
  const int on = 1;
  setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const auto spot = static_cast<std::uint32_t>(index % 10'000);
  const sockaddr_in source = loopback(0x7f000000U | ((spot / 200 + 1) << 8U) | (spot % 200 + 1), 0);
  const sockaddr_in server = loopback(INADDR_LOOPBACK, port);
  if (bind(descriptor, reinterpret_cast<const sockaddr*>(&source), sizeof source) != 0 ||
      connect(descriptor, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) {
    close(descriptor);
    return -1;
  }
  return descriptor;
}

std::string request_of(std::size_t index) {
  return "GET /things/sensor-" + std::to_string(index + 1) + "/jobs/calibrate HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
}

constexpr std::uint64_t kTimer = UINT64_MAX;  // distinguishes the timer from the indices of waiters

// Returns a descriptor that becomes readable every `gap`.
int open_timer(std::chrono::nanoseconds gap) {
  const int descriptor = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  const timespec step{gap / std::chrono::seconds(1), std::max<long>(1, gap.count() % 1'000'000'000)};
  const itimerspec settings{step, step};
  timerfd_settime(descriptor, 0, &settings, nullptr);
  return descriptor;
}

void send_request(std::vector<Waiter>& waiters, std::size_t index) {
  const std::string request = request_of(index);
  waiters[index].sent = std::chrono::steady_clock::now();
  send(waiters[index].descriptor, request.data(), request.size(), MSG_NOSIGNAL);
}

// Only a complete head of a 200 counts.
void take_answer(int poll, Waiter& waiter) {
  std::array<char, 4096> bytes{};
  const ssize_t count = recv(waiter.descriptor, bytes.data(), bytes.size(), 0);
  waiter.answered = std::chrono::steady_clock::now();
  const std::string_view answer(bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  waiter.served = answer.rfind("HTTP/1.1 200 ", 0) == 0 && answer.find("\r\n\r\n") != std::string_view::npos;
  epoll_ctl(poll, EPOLL_CTL_DEL, waiter.descriptor, nullptr);
}

// Sends requests that are due and reads responses until all connections are served or the time is over.
void run(const Settings& settings, int poll, std::vector<Waiter>& waiters) {
  const SteadyTime start = std::chrono::steady_clock::now();
  const SteadyTime deadline = start + settings.spread + settings.delay + std::chrono::seconds(10);
  const auto gap = std::chrono::nanoseconds(settings.spread) / static_cast<std::int64_t>(waiters.size());
  const int timer = open_timer(gap);
  epoll_event ticks{EPOLLIN, {}};
  ticks.data.u64 = kTimer;
  epoll_ctl(poll, EPOLL_CTL_ADD, timer, &ticks);
  std::size_t next = 0;
  std::size_t open = waiters.size();
  std::array<epoll_event, 256> events{};
  while (open > 0 && std::chrono::steady_clock::now() < deadline) {
    const int ready = epoll_wait(poll, events.data(), static_cast<int>(events.size()), 1000);
    for (int i = 0; i < ready; ++i) {
      const std::uint64_t index = events.at(static_cast<std::size_t>(i)).data.u64;
      if (index != kTimer) {
        take_answer(poll, waiters[index]);
        --open;
        continue;
      }
      std::uint64_t rung = 0;
      for ([[maybe_unused]] const ssize_t count = read(timer, &rung, sizeof rung); rung > 0 && next < waiters.size();
           --rung) {
        send_request(waiters, next++);
      }
    }
    if (next == waiters.size()) {
      epoll_ctl(poll, EPOLL_CTL_DEL, timer, nullptr);
    }
  }
  close(timer);
}

// For a `share` of 0.99, returns the value that 99 % do not exceed.
double percentile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) {
    return 0;
  }
  const auto rank = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(rank, sorted.size() - 1)];
}

void report(const Settings& settings, const std::vector<Waiter>& waiters) {
  std::vector<double> errors;
  std::size_t early = 0;
  for (const Waiter& waiter : waiters) {
    if (waiter.served) {
      const double error = Milliseconds(waiter.answered - waiter.sent - settings.delay).count();
      early += error < 0 ? 1 : 0;
      errors.push_back(error);
    }
  }
  std::sort(errors.begin(), errors.end());
  std::printf(R"({"connections":%zu,"served":%zu,"early":%zu,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f})"
              "\n",
              waiters.size(), errors.size(), early, percentile(errors, 0.5), percentile(errors, 0.99),
              errors.empty() ? 0.0 : errors.back());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: bench_waiters PORT CONNECTIONS DELAY_MS SPREAD_MS\n";
    return 2;
  }
  const auto number = [argv](int index) { return std::strtoul(argv[index], nullptr, 10); };
  const Settings settings{static_cast<std::uint16_t>(number(1)), number(2), std::chrono::milliseconds(number(3)),
                          std::chrono::milliseconds(number(4))};
  raise_descriptor_limit();
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<Waiter> waiters(settings.connections);
  for (std::size_t i = 0; i < waiters.size(); ++i) {
    waiters[i].descriptor = open_connection(settings.port, i);
    epoll_event event{EPOLLIN | EPOLLRDHUP, {}};
    event.data.u64 = i;
    if (waiters[i].descriptor < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, waiters[i].descriptor, &event) != 0) {
      std::cerr << "bench_waiters: connection " << i + 1 << " failed: " << std::strerror(errno) << "\n";
      return 1;
    }
  }
  run(settings, poll, waiters);
  report(settings, waiters);
  return 0;
}
