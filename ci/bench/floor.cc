// The floor of the benchmark: what a server on one thread needs at least. It receives into a buffer, looks for the end
// of a request head and sends the same bytes every time, for each head once. It parses nothing else, checks nothing and
// has no limits: it serves only the load generator of ci/bench on loopback.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace {

std::string response_with(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string body{std::istreambuf_iterator<char>(file), {}};
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

int listen_on(std::uint16_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool listens =
      bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && listen(listener, 4096) == 0;
  return listens ? listener : -1;
}

bool watch(int poll, int descriptor, std::uint32_t events) {
  epoll_event event{events, {}};
  event.data.fd = descriptor;
  return epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void accept_all(int poll, int listener) {
  for (int client = 0; (client = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
    const int on = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(poll, client, EPOLLIN | EPOLLET);
  }
}

// A request that arrives in two parts is not answered; the load generator sends each in one.
void answer(int client, const std::string& response, std::string& responses) {
  static std::array<char, 65536> buffer;
  const ssize_t size = recv(client, buffer.data(), buffer.size(), 0);
  if (size <= 0) {
    close(client);
    return;
  }
  responses.clear();
  std::string_view rest(buffer.data(), static_cast<std::size_t>(size));
  for (std::size_t end = 0; (end = rest.find("\r\n\r\n")) != std::string_view::npos;) {
    rest.remove_prefix(end + 4);
    responses += response;
  }
  send(client, responses.data(), responses.size(), MSG_NOSIGNAL);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: bench_floor PORT FILE_WITH_THE_BODY\n", stderr);
    return 2;
  }
  const std::string response = response_with(argv[2]);
  const int listener = listen_on(static_cast<std::uint16_t>(std::atoi(argv[1])));
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  if (listener < 0 || !watch(poll, listener, EPOLLIN)) {
    std::perror("bench_floor");
    return 1;
  }
  std::string responses;
  std::array<epoll_event, 256> events{};
  for (;;) {
    const int ready = epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < ready; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == listener) {
        accept_all(poll, listener);
      } else {
        answer(descriptor, response, responses);
      }
    }
  }
}
