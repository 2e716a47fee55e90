// Own sockets: the sockets of this process that are bound to a port, including those of clients in this process. It
// opens none.
#pragma once

#include <cstdint>
#include <vector>

namespace jobrig::test {

/// The descriptors. For the port of a server: its listener and its ends of the connections.
std::vector<int> sockets_at(std::uint16_t port);

}  // namespace jobrig::test
