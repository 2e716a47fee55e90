// Answer cache: the prepared answers of a shard of keys, by everything that decides their bytes. It is consulted after
// the rule is chosen and the execution has moved on, so it saves only the work of writing the answer, and no request is
// counted or timed differently. It renders nothing (serve/ does).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "model/prepared_answer.h"

namespace jobrig::plan {

/// What decides the bytes of a documented answer. Answers to which a fault applies are not prepared, so rule and step
/// do not decide anything.
struct AnswerKey {
  const void* execution = nullptr;  // as an identity; it is unique together with the revision
  std::uint64_t revision = 0;       // see state::Selection
  bool with_document = false;
  std::uint64_t documents = 0;  // ID of the DocumentTexts: as long as it is the same, so are edition and settings

  friend bool operator==(const AnswerKey&, const AnswerKey&) = default;
};

/// Not thread-safe: guarded by the lock of the shard. Each key has one place, which it may lose to another key. An
/// answer is kept from its second request on, so that a scan of a fleet leaves nothing behind.
class AnswerCache {
 public:
  /// The answer for the key at this time: ready, or to be filled by the caller; null: do not keep this one. `size`: of
  /// its body. `until`: it is valid before this time.
  std::shared_ptr<model::PreparedAnswer> find(const AnswerKey& key, base::Instant now, base::Instant until,
                                              std::size_t size);
  /// The ready answer for the key at this time, or null.
  [[nodiscard]] std::shared_ptr<model::PreparedAnswer> find_ready(const AnswerKey& key, base::Instant now) const;

  static constexpr std::size_t kMaxPlaces = 128;
  static constexpr std::size_t kMaxSize = 4096;  // of a body; larger ones are mostly copying anyway

 private:
  struct Place {
    AnswerKey key;
    base::Instant from{};
    base::Instant until{};
    std::shared_ptr<model::PreparedAnswer> answer{};  // null: the key was requested once
  };
  [[nodiscard]] std::size_t index_of(const AnswerKey& key) const;

  std::vector<Place> places_;  // none, or a power of two; grows when keys meet
};

}  // namespace jobrig::plan
