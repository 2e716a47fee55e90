#include "journal/memory.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/glob.h"

namespace jobrig::journal {
namespace {

// Size of a record in addition to its bytes: the exchange with its short strings and the container nodes.
constexpr std::size_t kOverhead = sizeof(model::Exchange) + 256;

std::size_t size_of(const model::Exchange& exchange) {
  // Structured bindings: a new member that is not counted here does not compile.
  const auto& [connection, number, decision, request, answer, status, arrived, request_whole, first_byte, last_byte,
               ended, close_reason, refusal, handshake] = exchange;
  const auto& [operation, key, ordinal, rule, step, faults, error, authentication] = decision;
  std::size_t size = kOverhead;
  for (const std::string* const text :
       {&operation, &key.thing, &key.job, &rule, &error, &authentication, &request, &answer, &refusal, &handshake}) {
    size += text->capacity();
  }
  for (const std::string& fault : faults) {
    size += sizeof fault + fault.capacity();
  }
  return size;
}

bool glob_holds(const std::optional<std::string>& glob, const std::string& text) {
  return !glob || base::glob_matches(*glob, text);
}

/// The only key that the filter matches, if it names a thing and a job.
std::optional<model::Key> only_key(const JournalFilter& filter) {
  if (filter.thing && filter.job && base::is_literal(*filter.thing) && base::is_literal(*filter.job)) {
    return model::Key{*filter.thing, *filter.job};
  }
  return std::nullopt;
}

}  // namespace

bool JournalFilter::holds(const model::Exchange& exchange) const {
  const model::Decision& decision = exchange.decision;
  return glob_holds(thing, decision.key.thing) && glob_holds(job, decision.key.job) &&
         glob_holds(operation, decision.operation) && glob_holds(rule, decision.rule) &&
         (!status || *status == exchange.status);
}

std::size_t MemoryJournal::KeyHash::operator()(const model::Key& key) const {
  return std::hash<std::string>()(key.thing) * 0x9e3779b97f4a7c15ULL + std::hash<std::string>()(key.job);
}

MemoryJournal::~MemoryJournal() { end(); }

void MemoryJournal::record(model::Exchange&& exchange) {
  const std::size_t bytes = size_of(exchange);
  Records one;
  one.push_back({{0, std::make_shared<const model::Exchange>(std::move(exchange))}, bytes});
  const model::Exchange& kept = *one.front().record.exchange;
  Records gone;  // destroyed after the lock is released
  const std::lock_guard lock(mutex_);
  const auto of_key = add_to_key(kept.decision.key, one.begin());  // the last step that can throw
  one.front().record.position = ++last_;
  records_.splice(records_.end(), one);
  bytes_ += bytes;
  for (Watch* const watch : watches_) {
    watch->count(kept);
  }
  keep_bounds(of_key->second, gone);
}

/// Leaves no key without records when it throws.
MemoryJournal::Keys::iterator MemoryJournal::add_to_key(const model::Key& name, Records::iterator record) {
  const auto [key, is_new] = keys_.try_emplace(name);
  try {
    key->second.records.push_back(record);
  } catch (...) {
    if (is_new) {
      keys_.erase(key);
    }
    throw;
  }
  return key;
}

/// `of_key`: the records of the key to which a record was just added.
void MemoryJournal::keep_bounds(KeyRecords& of_key, Records& gone) {
  if (of_key.records.size() > bounds_.of_key) {
    evict_first(of_key, gone);
  }
  while (bytes_ > bounds_.bytes && records_.size() > 1) {
    // The oldest record of all is also the oldest record of its key.
    const auto key = keys_.find(records_.front().record.exchange->decision.key);
    evict_first(key->second, gone);
    if (key->second.records.empty()) {
      evicted_of_lost_keys_ += key->second.evicted;
      keys_.erase(key);
    }
  }
}

void MemoryJournal::evict_first(KeyRecords& of_key, Records& gone) {
  take_out(of_key.records.front(), gone);
  of_key.records.erase(of_key.records.begin());
  ++of_key.evicted;
  ++evicted_;
}

void MemoryJournal::take_out(Records::iterator record, Records& gone) {
  bytes_ -= record->bytes;
  gone.splice(gone.end(), records_, record);
}

void MemoryJournal::forget(const std::string& thing, const std::optional<std::string>& job) {
  Records gone;
  const std::lock_guard lock(mutex_);
  if (job) {
    if (const auto key = keys_.find({thing, *job}); key != keys_.end()) {
      forget_key(key, gone);
    }
    return;
  }
  for (auto key = keys_.begin(); key != keys_.end();) {
    const auto next = std::next(key);
    if (key->first.thing == thing) {
      forget_key(key, gone);
    }
    key = next;
  }
}

/// Also forgets the count of its evicted records: the key starts from zero.
void MemoryJournal::forget_key(Keys::iterator key, Records& gone) {
  for (const Records::iterator record : key->second.records) {
    take_out(record, gone);
  }
  evicted_ -= key->second.evicted;
  keys_.erase(key);
}

/// Returns the `newest` last matching records after `filter.after`, in order.
std::vector<JournalRecord> MemoryJournal::matching(const JournalFilter& filter, std::size_t newest) const {
  std::vector<JournalRecord> found;
  const auto take = [&](const JournalRecord& record) {
    if (record.position > filter.after && filter.holds(*record.exchange)) {
      found.push_back(record);
    }
    return record.position > filter.after && found.size() < newest;
  };
  if (const auto only = only_key(filter)) {
    if (const auto key = keys_.find(*only); key != keys_.end()) {
      std::find_if_not(key->second.records.rbegin(), key->second.records.rend(),
                       [&](Records::iterator held) { return take(held->record); });
    }
  } else {
    std::find_if_not(records_.rbegin(), records_.rend(), [&](const Entry& held) { return take(held.record); });
  }
  std::reverse(found.begin(), found.end());
  return found;
}

JournalExtract MemoryJournal::find(const JournalFilter& filter, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  const std::size_t newest = filter.after == 0 ? limit + 1 : std::numeric_limits<std::size_t>::max();
  JournalExtract extract{matching(filter, newest), false, last_, evicted_that_may_match(filter)};
  std::vector<JournalRecord>& records = extract.records;
  if (records.size() > limit) {
    extract.more = true;
    const auto surplus = static_cast<std::ptrdiff_t>(records.size() - limit);
    if (filter.after == 0) {
      records.erase(records.begin(), records.begin() + surplus);
    } else {
      records.erase(records.end() - surplus, records.end());
    }
  }
  return extract;
}

std::uint64_t MemoryJournal::evicted_that_may_match(const JournalFilter& filter) const {
  const auto only = only_key(filter);
  if (!only) {
    return evicted_;
  }
  const auto key = keys_.find(*only);
  return evicted_of_lost_keys_ + (key == keys_.end() ? 0 : key->second.evicted);
}

void MemoryJournal::continue_after(std::uint64_t last) noexcept {
  const std::lock_guard lock(mutex_);
  last_ = last;
}

std::uint64_t MemoryJournal::last() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

MemoryJournal::Size MemoryJournal::size() const {
  const std::lock_guard lock(mutex_);
  return {records_.size(), evicted_, bytes_};
}

std::unique_ptr<MemoryJournal::Watch> MemoryJournal::watch(JournalFilter filter, std::size_t count,
                                                           std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  const std::size_t there = matching(filter, count).size();
  if (watches_.size() == watches_.capacity()) {  // now: a watch that cannot be added would lock again in its destructor
    watches_.reserve(std::max<std::size_t>(16, 2 * watches_.size()));
  }
  std::unique_ptr<Watch> made(  // NOLINT: private constructor
      new Watch(*this, std::move(filter), count > there ? count - there : 0, std::move(wake)));
  if (made->left_ == 0 || ended_) {
    std::exchange(made->wake_, nullptr)();
  }
  watches_.push_back(made.get());
  return made;
}

void MemoryJournal::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  for (Watch* const watch : watches_) {
    if (watch->wake_) {
      std::exchange(watch->wake_, nullptr)();
    }
  }
}

MemoryJournal::Watch::Watch(MemoryJournal& journal, JournalFilter filter, std::size_t count, std::function<void()> wake)
    : journal_(journal), filter_(std::move(filter)), left_(count), wake_(std::move(wake)) {}

MemoryJournal::Watch::~Watch() {
  const std::lock_guard lock(journal_.mutex_);
  std::erase(journal_.watches_, this);
}

void MemoryJournal::Watch::count(const model::Exchange& exchange) {
  if (wake_ && filter_.holds(exchange) && --left_ == 0) {
    std::exchange(wake_, nullptr)();
  }
}

}  // namespace jobrig::journal
