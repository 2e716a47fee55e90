// The public header of the C++ package: what it may include. The test "package: C++ examples" compiles it alone.
#include <algorithm>
#include <fstream>
#include <string>

#include "support/catch.h"
#include "support/paths.h"

TEST_CASE("the public header includes only headers of the standard library", "[rig]") {
  std::ifstream header(jobrig::test::source_folder() / "harness/rig/include/jobrig/rig.h");
  int includes = 0;
  for (std::string line; std::getline(header, line);) {
    if (line.starts_with("#include")) {
      ++includes;
      CAPTURE(line);
      CHECK(line.starts_with("#include <"));
      CHECK(line.find_first_of("/.") == std::string::npos);  // <vector>, not <sys/types.h>
    }
  }
  CHECK(includes > 5);
}
