// Limits: what the decoder accepts from a peer. Memory and work of a connection are bounded by them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "mqtt/topic.h"

namespace jobrig::mqtt {

/// The defaults are those of AWS IoT Core where it documents one (payloads of 128 KiB, 8 filters per SUBSCRIBE).
struct Limits {
  std::uint32_t packet = 146 * 1024;  // bytes, with the fixed header
  TopicLimits topic{};
  std::size_t client_id = 128;  // bytes
  std::size_t properties = 64;  // per packet and per will
  std::size_t filters = 8;      // per SUBSCRIBE and UNSUBSCRIBE
};

}  // namespace jobrig::mqtt
