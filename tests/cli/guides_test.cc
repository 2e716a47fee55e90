// The examples of every guide: each file has the content shown, each command runs and prints the output shown.
#include <string>

#include "support/catch.h"
#include "support/guides.h"

using namespace jobrig;

namespace {

void check_examples(const std::string& guide) {
  for (const std::string& difference : test::run_guide(test::guide_text(guide))) {
    FAIL_CHECK(guide << ", " << difference);
  }
}

}  // namespace

TEST_CASE("the examples of the README print what it shows", "[cli][guides]") { check_examples("README.md"); }

TEST_CASE("the examples of CONTRIBUTING print what it shows", "[cli][guides]") { check_examples("CONTRIBUTING.md"); }

TEST_CASE("the examples of the scenario guide print what it shows", "[cli][guides]") {
  check_examples("scenarios/README.md");
}

TEST_CASE("the examples of the conformance guide print what it shows", "[cli][guides]") {
  check_examples("scenarios/conformance/README.md");
}

TEST_CASE("the examples of the guide to experiments print what it shows", "[cli][guides]") {
  check_examples("scenarios/experiments/README.md");
}

TEST_CASE("the examples of the guide to agents print what it shows", "[cli][guides]") {
  check_examples("scenarios/agents/README.md");
}

TEST_CASE("the examples of the guide to formats print what it shows", "[cli][guides]") {
  check_examples("schemas/README.md");
}

TEST_CASE("the examples of the client protocol print what it shows", "[cli][guides]") {
  check_examples("schemas/client-protocol.md");
}

TEST_CASE("the examples of the CI guide print what it shows", "[cli][guides]") { check_examples("ci/README.md"); }

TEST_CASE("the examples of the source guide print what it shows", "[cli][guides]") {
  check_examples("harness/README.md");
}

TEST_CASE("an example that prints something else is reported with its line", "[cli][guides]") {
  const std::string guide =
      "# A guide\n\n```text a.txt\nwhat is in it\n```\n\n```console\n$ cat a.txt\nwhat is … it\n"
      "$ echo one \\\n    two\none three\n$ false\n$ echo $?\n1\n```\n";
  const auto differences = test::run_guide(guide);
  REQUIRE(differences.size() == 1);
  CHECK(differences.front() == "line 10: $ echo one \\\n    two\n--- shown\none three\n--- printed\none two\n");
}

TEST_CASE("an elision stands for any text and nothing else differs", "[cli][guides]") {
  CHECK(test::matches_shown("a\r\nb \n\n", "a\nb\n"));
  CHECK(test::matches_shown("begin 12 middle 34 end", "begin … middle … end"));
  CHECK(test::matches_shown("begin 12\n34 end", "begin …"));
  CHECK_FALSE(test::matches_shown("begin 12 end more", "begin … end"));
  CHECK_FALSE(test::matches_shown("x begin 12 end", "begin … end"));
  CHECK_FALSE(test::matches_shown("begin end", "begin … middle … end"));
  CHECK_FALSE(test::matches_shown("aba", "ab…ba"));
  CHECK_FALSE(test::matches_shown("a", "b"));
}
