// The names of an instance of a conformance case: creating them, and finding them in requests and calls.
#include "model/case_names.h"

#include <string>
#include <string_view>
#include <vector>

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
