// In flight: counts the requests whose responses have not been sent yet, for limits of concurrent requests and for
// delays that grow with load. It sends no response and reads no clock.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace jobrig::plan {

/// Thread-safe. Tickets may outlive it.
class InFlight {
 public:
  InFlight();

  struct Entry {
    std::shared_ptr<void> ticket;  // the request is in flight as long as it exists
    std::uint64_t others = 0;      // requests of the same rule and name that are in flight
  };
  /// Counts a request. Returns nothing if `limit` requests with this rule and name are in flight; 0: no limit.
  [[nodiscard]] std::optional<Entry> enter(std::uint32_t rule, std::string name, std::uint64_t limit);

 private:
  struct Counts;
  struct Ticket;
  std::shared_ptr<Counts> counts_;
};

}  // namespace jobrig::plan
