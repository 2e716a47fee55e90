// The cache of prepared answers: what it keeps, for how long, and how much.
#include "plan/answer_cache.h"

#include <array>

#include "support/catch.h"

using namespace jobrig;
using plan::AnswerCache;
using plan::AnswerKey;

namespace {

base::Instant at_second(int seconds) { return base::Instant(std::chrono::seconds(seconds)); }

/// Asks as plan/ does: the answer if it is ready, else a chance to fill one.
bool hits(AnswerCache& cache, const AnswerKey& key, base::Instant now, base::Instant until = base::Instant::max()) {
  if (cache.find_ready(key, now)) {
    return true;
  }
  if (const auto answer = cache.find(key, now, until, 100)) {
    answer->fill({"bytes", 0, 0, 0, 0});
  }
  return false;
}

}  // namespace

TEST_CASE("an answer is kept from its second request on", "[plan][cache]") {
  AnswerCache cache;
  const int execution = 0;
  const AnswerKey key{&execution, 1, false};
  CHECK_FALSE(hits(cache, key, at_second(1)));
  CHECK_FALSE(hits(cache, key, at_second(1)));
  CHECK(hits(cache, key, at_second(1)));
  CHECK(hits(cache, key, at_second(100)));
}

TEST_CASE("another revision or time needs another answer", "[plan][cache]") {
  AnswerCache cache;
  const int execution = 0;
  for (int i = 0; i < 3; ++i) {
    hits(cache, {&execution, 1, false}, at_second(1), at_second(5));
  }
  CHECK(cache.find_ready({&execution, 1, false}, at_second(4)));
  CHECK_FALSE(cache.find_ready({&execution, 1, false}, at_second(5)));
  CHECK_FALSE(cache.find_ready({&execution, 1, false}, at_second(0)));
  CHECK_FALSE(cache.find_ready({&execution, 2, false}, at_second(4)));
  CHECK_FALSE(cache.find_ready({&execution, 1, true}, at_second(4)));
}

TEST_CASE("an answer that was not filled is not found and is made again", "[plan][cache]") {
  AnswerCache cache;
  const int execution = 0;
  const AnswerKey key{&execution, 1, false};
  CHECK_FALSE(cache.find(key, at_second(1), at_second(9), 100));
  const auto first = cache.find(key, at_second(1), at_second(9), 100);
  REQUIRE(first);
  CHECK_FALSE(cache.find_ready(key, at_second(1)));
  const auto second = cache.find(key, at_second(1), at_second(9), 100);
  CHECK(second);
  CHECK(second != first);
}

TEST_CASE("a cache of answers is limited", "[plan][cache]") {
  AnswerCache cache;
  std::array<int, 3 * AnswerCache::kMaxPlaces> executions{};
  for (int round = 0; round < 4; ++round) {
    for (const int& execution : executions) {
      hits(cache, {&execution, 1, false}, at_second(1));
    }
  }
  std::size_t kept = 0;
  for (const int& execution : executions) {
    kept += cache.find_ready({&execution, 1, false}, at_second(1)) ? 1 : 0;
  }
  CHECK(kept <= AnswerCache::kMaxPlaces);
  const AnswerKey large{executions.data(), 2, false};
  CHECK_FALSE(cache.find(large, at_second(1), at_second(9), AnswerCache::kMaxSize + 1));
  CHECK_FALSE(cache.find(large, at_second(1), at_second(9), AnswerCache::kMaxSize + 1));
}
