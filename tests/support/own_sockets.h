// Own sockets: which sockets of this process, a server's and its clients' alike, are bound to a port.
#pragma once

#include <cstdint>
#include <vector>

namespace jobrig::test {

/// The descriptors: of a server's port its listener and its ends of the connections.
std::vector<int> sockets_at(std::uint16_t port);

}  // namespace jobrig::test
