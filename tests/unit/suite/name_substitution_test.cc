// Which cases make longer names of {thing} and {job}, so that the names of their instances stay short.
#include "suite/name_substitution.h"

#include <string>

#include "support/catch.h"
#include "yaml/reader.h"

using namespace jobrig;

namespace {

bool extends(const std::string& yaml) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "test.yaml", diagnostics);
  REQUIRE(node);
  return suite::extends_names(*node);
}

}  // namespace

TEST_CASE("a case that makes longer names is recognized", "[suite][any]") {
  for (const std::string yaml :
       {"things: {'{thing}-2': {}}", "things: {'{thing}': {'{job}_A': any}}", "calls: [{thingName: 'x{thing}'}]",
        "a: [b, {c: '/things/{thing}%3Aa'}]", "things: {'{thing}{1..3}': {}}"}) {
    CAPTURE(yaml);
    CHECK(extends(yaml));
  }
}

TEST_CASE("names between other characters do not become longer", "[suite][any]") {
  for (const std::string yaml :
       {"things: {'{thing}': {'{job}': any}}", "path: /things/{thing}/jobs/{job}?executionNumber=1",
        "rules: [{when: {thing: '{thing}'}}]", "location: '{elsewhere}-2/things/{thing}'", "summary: no names"}) {
    CAPTURE(yaml);
    CHECK_FALSE(extends(yaml));
  }
}
