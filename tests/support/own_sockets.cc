#include "support/own_sockets.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <filesystem>
#include <string>

namespace jobrig::test {

std::vector<int> sockets_at(std::uint16_t port) {
  std::vector<int> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int descriptor = std::stoi(entry.path().filename().string());
    sockaddr_in address{};
    socklen_t size = sizeof address;
    const bool is_bound = ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (is_bound && address.sin_family == AF_INET && ntohs(address.sin_port) == port) {
      found.push_back(descriptor);
    }
  }
  return found;
}

}  // namespace jobrig::test
