// Transports: what a client can speak. A table only.
#pragma once

#include <array>
#include <string_view>

namespace jobrig::model {

inline constexpr std::array<std::string_view, 2> kTransports{"http", "mqtt"};

}  // namespace jobrig::model
