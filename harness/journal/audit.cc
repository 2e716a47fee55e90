#include "journal/audit.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jobrig::journal {

std::uint64_t AuditLog::add(AuditRecord record) {
  const std::lock_guard lock(mutex_);
  record.number = last_ + 1;
  records_.push_back(std::move(record));
  ++last_;
  if (records_.size() > kMax) {
    records_.pop_front();
  }
  return last_;
}

std::vector<AuditRecord> AuditLog::find(std::uint64_t after, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  const auto first = std::find_if(records_.begin(), records_.end(),
                                  [after](const AuditRecord& record) { return record.position >= after; });
  const auto count = static_cast<std::size_t>(records_.end() - first);
  const std::size_t taken = std::min(count, limit);
  const auto from = after == 0 ? records_.end() - static_cast<std::ptrdiff_t>(taken) : first;
  return {from, from + static_cast<std::ptrdiff_t>(taken)};
}

}  // namespace jobrig::journal
