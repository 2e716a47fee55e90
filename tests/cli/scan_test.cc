// A slice of ci/soak/scan: random names do not fill the memory of a server, and the things of its scenario keep their
// state and counters.
#include <string>

#include "support/catch.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/sanitized.h"

using namespace jobrig;

TEST_CASE("a scan of random names leaves the things of the scenario as they were", "[cli][limits]") {
  if (test::kSanitized) {
    SUCCEED("a sanitizer keeps freed memory");
    return;
  }
  const std::string script = (test::source_folder() / "ci/soak/scan.py").string();
  const test::Outcome outcome = test::run({"/usr/bin/python3", "-B", script, test::program_path().string(), "20000"});
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
}
