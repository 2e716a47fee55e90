// Peer: the address of the client of a connection. It does not resolve names.
#pragma once

#include <string>

namespace jobrig::transport {

/// `127.0.0.1:40123` or `[::1]:40123`; empty if the descriptor is not a connected socket.
std::string peer_of(int descriptor);

}  // namespace jobrig::transport
