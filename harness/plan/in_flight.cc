#include "plan/in_flight.h"

#include <map>
#include <mutex>
#include <utility>

namespace jobrig::plan {

using CountedName = std::pair<std::uint32_t, std::string>;  // the rule and the name

/// Contains only names with requests in flight.
struct InFlight::Counts {
  std::mutex mutex;
  std::map<CountedName, std::uint64_t> counts;  // guarded by mutex
};

struct InFlight::Ticket {
  Ticket(std::shared_ptr<Counts> in, std::map<CountedName, std::uint64_t>::iterator at)
      : counts(std::move(in)), place(at) {}
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;
  ~Ticket() {
    const std::lock_guard lock(counts->mutex);
    if (--place->second == 0) {
      counts->counts.erase(place);
    }
  }

  const std::shared_ptr<Counts> counts;
  const std::map<CountedName, std::uint64_t>::iterator place;
};

InFlight::InFlight() : counts_(std::make_shared<Counts>()) {}

std::optional<InFlight::Entry> InFlight::enter(std::uint32_t rule, std::string name, std::uint64_t limit) {
  std::unique_lock lock(counts_->mutex);
  const auto place = counts_->counts.try_emplace({rule, std::move(name)}, 0).first;
  const std::uint64_t others = place->second;
  if (limit > 0 && others >= limit) {
    return std::nullopt;
  }
  ++place->second;
  lock.unlock();
  try {
    return Entry{std::make_shared<Ticket>(counts_, place), others};
  } catch (...) {  // no memory: nothing is in flight
    Ticket(counts_, place);
    throw;
  }
}

}  // namespace jobrig::plan
