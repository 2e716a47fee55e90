// The names of an instance of a conformance case: creating them, and finding them in requests and calls.
#include "model/case_names.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/constraints.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

/// The keys that the text may contain, in the order in which they are tried.
std::vector<std::string> keys_in(std::string_view text) {
  std::vector<std::string> keys;
  const bool found = model::find_instance_key(text, [&](std::string_view key) {
    keys.emplace_back(key);
    return false;
  });
  CHECK_FALSE(found);
  return keys;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("names of instances differ by case and by number and keep the constraints", "[model][case]") {
  const model::CaseNames first = model::case_names("retry/503-then-ok", 1);
  const model::CaseNames second = model::case_names("retry/503-then-ok", 2);
  const model::CaseNames other = model::case_names("retry/429-then-ok", 1);
  CHECK(first.thing != second.thing);
  CHECK(first.thing != other.thing);
  CHECK(first.thing == model::case_names("retry/503-then-ok", 1).thing);
  CHECK(first.thing.starts_with("case-"));
  CHECK(first.thing.ends_with("-1"));
  CHECK(first.thing.size() == 15);
  CHECK(first.job.starts_with("job-"));
}

TEST_CASE("the names of an instance share its key", "[model][case]") {
  const model::CaseNames names = model::case_names("retry/503-then-ok", 12);
  const std::string key(model::instance_key(names.thing));
  CHECK(names.thing == "case-" + key);
  CHECK(names.job == "job-" + key);
  CHECK(model::instance_key(names.thing + "-2") == key);
  CHECK(keys_in("GET /things/" + names.thing + "/jobs/x HTTP/1.1").front() == key);
  CHECK(keys_in("{\"jobId\":\"" + names.job + "\"}").front() == key);
}

TEST_CASE("other names have no instance key", "[model][case]") {
  for (const std::string_view thing : {"", "case-", "case-1", "case-abcdefgh", "case-abcdefgh-", "case-abcdefg-1",
                                       "case-abcdefgH-1", "case-abcdefgh-x", "job-abcdefgh-1", "xcase-abcdefgh-1"}) {
    CHECK(model::instance_key(thing).empty());
  }
  CHECK(keys_in("GET /things/case-1/jobs/job-1 and case-abcdefg-1 and caseabcdefgh-1 and thing-abcdefgh-1") == Keys{});
}

TEST_CASE("a key is tried without the digits that may belong to a longer name", "[model][case]") {
  CHECK(keys_in("case-abcdefgh-123") == Keys{"abcdefgh-123", "abcdefgh-12", "abcdefgh-1"});
  CHECK(keys_in("job-abcdefgh-1 case-ijklmnop-2") == Keys{"abcdefgh-1", "ijklmnop-2"});
}

TEST_CASE("the search ends with the first known key", "[model][case]") {
  std::size_t tried = 0;
  CHECK(model::find_instance_key("case-abcdefgh-12 case-ijklmnop-2", [&](std::string_view key) {
    ++tried;
    return key == "abcdefgh-1";
  }));
  CHECK(tried == 2);
}

TEST_CASE("drawn names have all characters and lengths of the contract and the key of the instance",
          "[model][case][any]") {
  constexpr std::uint64_t kSeeds = 300;
  const std::string key(model::instance_key(model::case_names("retry/503-then-ok", 12).thing));
  std::set<std::size_t> thing_lengths;
  std::set<std::size_t> job_lengths;
  std::string characters;
  std::size_t jobs_with_key = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const model::CaseNames names = model::drawn_case_names("retry/503-then-ok", 12, seed);
    CAPTURE(seed, names.thing, names.job);
    CHECK_FALSE(contract::check_thing_name(names.thing));
    CHECK_FALSE(contract::check_job_id(names.job, false));
    CHECK(names.thing.front() != '-');
    CHECK(names.job.front() != '-');
    CHECK(model::instance_key(names.thing) == key);
    CHECK(keys_in("GET /things/" + names.thing + "/jobs/x HTTP/1.1").front() == key);
    thing_lengths.insert(names.thing.size());
    job_lengths.insert(names.job.size());
    characters += names.thing;
    jobs_with_key += names.job.find(key) == std::string::npos ? 0U : 1U;
  }
  CHECK(*thing_lengths.rbegin() == 128);
  CHECK(thing_lengths.size() > 50);
  CHECK(*job_lengths.begin() == 1);
  CHECK(*job_lengths.rbegin() == 64);
  CHECK(jobs_with_key > kSeeds / 2);
  CHECK(std::set<char>(characters.begin(), characters.end()).size() == 26 + 26 + 10 + 3);
}

TEST_CASE("drawn names depend on the seed and the case and the instance only", "[model][case][any]") {
  const auto thing = [](std::string_view name, std::uint64_t instance, std::uint64_t seed) {
    return model::drawn_case_names(name, instance, seed).thing;
  };
  CHECK(thing("a/b", 1, 7) == thing("a/b", 1, 7));
  CHECK(std::set<std::string>{thing("a/b", 1, 7), thing("a/c", 1, 7), thing("a/b", 2, 7), thing("a/b", 1, 8)}.size() ==
        4);
}
