// Process usage: what this process uses, as the kernel reports it in /proc/self. It formats nothing.
#pragma once

#include <cstdint>
#include <optional>

namespace jobrig::metrics {

/// A member is absent if the kernel does not report it, for example because no descriptor is left.
struct ProcessUsage {
  std::optional<double> cpu_seconds;    // user and system time
  std::optional<double> start_seconds;  // Unix time
  std::optional<std::uint64_t> virtual_bytes;
  std::optional<std::uint64_t> resident_bytes;
  std::optional<std::uint64_t> threads;
  std::optional<std::uint64_t> open_descriptors;
  std::optional<std::uint64_t> max_descriptors;
};

ProcessUsage usage_of_this_process();

}  // namespace jobrig::metrics
