#include "plan/answer_cache.h"

namespace jobrig::plan {
namespace {

constexpr std::size_t kFirstPlaces = 2;
constexpr std::size_t kGrowth = 4;

}  // namespace

std::size_t AnswerCache::index_of(const AnswerKey& key) const {
  const std::uint64_t mixed =
      reinterpret_cast<std::uintptr_t>(key.execution) * 0x9E3779B97F4A7C15U;  // NOLINT: identity
  return ((mixed >> 40U) ^ (key.with_document ? 1U : 0U)) & (places_.size() - 1);
}

std::shared_ptr<model::PreparedAnswer> AnswerCache::find_ready(const AnswerKey& key, base::Instant now) const {
  if (places_.empty()) {
    return nullptr;
  }
  const Place& place = places_[index_of(key)];
  const bool is_valid = place.key == key && place.answer && place.from <= now && now < place.until;
  return is_valid && place.answer->is_ready() ? place.answer : nullptr;
}

std::shared_ptr<model::PreparedAnswer> AnswerCache::find(const AnswerKey& key, base::Instant now, base::Instant until,
                                                         std::size_t size) {
  if (size > kMaxSize) {
    return nullptr;
  }
  if (places_.empty()) {
    places_.resize(kFirstPlaces);
  }
  Place* place = &places_[index_of(key)];
  if (place->key.execution != nullptr && place->key.execution != key.execution && places_.size() < kMaxPlaces) {
    std::vector<Place> more(places_.size() * kGrowth);
    places_.swap(more);
    place = &places_[index_of(key)];
  }
  const bool is_second = place->key == key;
  *place = {key, now, until, is_second ? std::make_shared<model::PreparedAnswer>() : nullptr};
  return place->answer;
}

}  // namespace jobrig::plan
