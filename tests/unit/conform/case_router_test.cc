// Which of the cases that run side by side a request belongs to.
#include "conform/case_router.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "model/case_names.h"
#include "suite/case_loader.h"
#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using conform::CaseRouter;
using conform::CaseStage;

namespace {

const std::string kCase = test::case_text(
    "things: {\"{thing}\": {\"{job}\": {}}}\ncall: {operation: DescribeJobExecution}\nexpect: {outcome: success}\n");

model::CaseNames names(std::uint64_t instance) { return model::case_names("area/test", instance); }

std::shared_ptr<CaseStage> stage_of(std::uint64_t instance) {
  base::Diagnostics diagnostics;
  auto loaded = suite::load_case({"conformance/area/test", "test.yaml", kCase, {}}, names(instance), diagnostics);
  if (!loaded) {
    throw std::runtime_error(test::in_words(diagnostics));
  }
  return std::make_shared<CaseStage>(std::make_shared<const model::ConformanceCase>(std::move(*loaded)), 1);
}

/// Two cases on one router.
struct Two {
  CaseRouter router;
  std::shared_ptr<CaseStage> first = stage_of(1);
  std::shared_ptr<CaseStage> twelfth = stage_of(12);

  Two() {
    router.add(first);
    router.add(twelfth);
  }
  /// Where a request for that target is planned.
  const model::Stage* asked(const std::string& target) {
    const std::string raw = test::get_request(target);
    model::Request request;
    request.raw = raw;
    request.method = "GET";
    request.target = target;
    return router.plan(request).stage.get();
  }
};

}  // namespace

TEST_CASE("a request goes to the case whose thing or job it names", "[conform]") {
  Two two;
  CHECK(two.asked("/things/" + names(1).thing + "/jobs/x") == two.first.get());
  CHECK(two.asked("/things/" + names(12).thing + "/jobs/x") == two.twelfth.get());
  CHECK(two.asked("/things/x/jobs/" + names(12).job) == two.twelfth.get());
  CHECK(two.asked("/wrong/path?thing=" + names(12).thing) == two.twelfth.get());
  CHECK(two.asked("/things/" + names(1).thing + "-2/jobs/x") == two.first.get());
  CHECK(two.asked("/things/" + names(1).thing + "7/jobs/x") == two.first.get());
}

TEST_CASE("a request goes to the case whose thing it names in other characters", "[conform]") {
  const auto with_hyphens_as = [](const std::string& encoded) {
    std::string target = "/things/" + names(1).thing + "/jobs/x";
    for (std::size_t at = target.find('-'); at != std::string::npos; at = target.find('-', at + encoded.size())) {
      target.replace(at, 1, encoded);
    }
    return target;
  };
  Two two;
  CHECK(two.asked(with_hyphens_as("%2D")) == two.first.get());
  CHECK(two.asked(with_hyphens_as("%2d")) == two.first.get());
  CHECK(two.asked(with_hyphens_as("%252D")) == two.first.get());
  CHECK(two.asked(with_hyphens_as("%2G")) == two.twelfth.get());
}

TEST_CASE("a request without a case belongs to the case that was added last", "[conform]") {
  Two two;
  CHECK(two.asked("/things/x/jobs/y") == two.twelfth.get());
  CHECK(two.asked("/things/" + names(3).thing + "/jobs/y") == two.twelfth.get());
  two.router.remove(*two.first);
  CHECK(two.asked("/things/" + names(12).thing + "/jobs/y") == two.twelfth.get());
  CHECK(two.asked("/things/x/jobs/y") == two.twelfth.get());
  two.router.remove(*two.twelfth);
  CHECK(two.asked("/things/" + names(12).thing + "/jobs/y") == nullptr);
}

TEST_CASE("a connection counts for the case that was added last", "[conform]") {
  Two two;
  two.router.at_accept();
  CHECK(two.first->connections() == 0);
  CHECK(two.twelfth->connections() == 1);
}

TEST_CASE("an exchange without a case belongs to the last case of its connection", "[conform]") {
  using std::chrono::milliseconds;
  Two two;
  const auto record = [&](const std::string& request, std::uint64_t connection) {
    two.router.record(test::exchange(milliseconds(1), request, 200, connection), nullptr);
  };
  record(test::get_request("/things/" + names(1).thing + "/jobs/x"), 7);
  record("garbage", 7);
  record("other", 8);
  CHECK(two.router.unmatched().count == 0);
  CHECK(two.first->finish().size() == 2);
  CHECK(two.twelfth->finish().size() == 1);
}

TEST_CASE("an exchange while no case runs is counted", "[conform]") {
  using std::chrono::milliseconds;
  CaseRouter router;
  router.record(test::exchange(milliseconds(1), "garbage\r\nmore", 200, 7), nullptr);
  router.record(test::exchange(milliseconds(1), "other", 200, 8), nullptr);
  CHECK(router.unmatched().count == 2);
  CHECK(router.unmatched().first == "garbage");
}
