// Families of cases: which trees a file gives, and which mistakes in its tables are reported.
#include "suite/case_table.h"

#include <string>
#include <vector>

#include "base/json_text.h"
#include "suite/case_loader.h"
#include "support/catch.h"
#include "yaml/reader.h"

using namespace jobrig;

namespace {

struct Expanded {
  std::vector<std::string> cases;  // `id {tree as JSON}`
  std::string mistakes;            // `line:column: message`, one a line
};

Expanded expand(const std::string& text) {
  base::Diagnostics diagnostics;
  const auto root = yaml::read_yaml(text, "family.yaml", diagnostics);
  REQUIRE(root);
  Expanded expanded;
  for (const suite::TableCase& one : suite::expand_family(*root, diagnostics)) {
    base::Diagnostics ignored;
    expanded.cases.push_back(one.id + " " + base::json_text(one.root, "a case", ignored).value_or(""));
  }
  for (const auto& one : diagnostics.list()) {
    expanded.mistakes +=
        std::to_string(one.location.line) + ":" + std::to_string(one.location.column) + ": " + one.message + "\n";
  }
  return expanded;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a family has a case for each combination of rows", "[suite]") {
  const Expanded found = expand(
      "for-each: {error: [{id: a, name: A, status: 400}, {id: b, name: B, status: 404}], form: [x, y]}\n"
      "id: \"{error.id}-in-{form}\"\n"
      "summary: \"{error.name} in {form}.\"\n"
      "expect: {outcome: {error: \"{error.name}\", status: \"{error.status}\"}}\n");
  CHECK(found.mistakes.empty());
  CHECK(found.cases == Lines{
                           R"(a-in-x {"summary":"A in x.","expect":{"outcome":{"error":"A","status":400}}})",
                           R"(a-in-y {"summary":"A in y.","expect":{"outcome":{"error":"A","status":400}}})",
                           R"(b-in-x {"summary":"B in x.","expect":{"outcome":{"error":"B","status":404}}})",
                           R"(b-in-y {"summary":"B in y.","expect":{"outcome":{"error":"B","status":404}}})",
                       });
}

TEST_CASE("keys are replaced, too, and other braces stay", "[suite]") {
  const Expanded found = expand(
      "for-each: {member: [{id: a, value: {deep: [1, two]}}]}\n"
      "id: \"null-{member}\"\n"
      "things: {\"{thing}\": {\"{member}-{job}\": \"{member.value}\"}}\n"
      "text: \"{\\\"{member}\\\":1} {other}\"\n");
  CHECK(found.mistakes.empty());
  CHECK(found.cases ==
        Lines{R"(null-a {"things":{"{thing}":{"a-{job}":{"deep":[1,"two"]}}},"text":"{\"a\":1} {other}"})"});
}

TEST_CASE("combinations under except are left out", "[suite]") {
  const Expanded found = expand(
      "for-each: {error: [a, b], form: [x, y, z]}\n"
      "except: [{error: a, form: [x, y]}, {error: b}]\n"
      "id: \"{error}-{form}\"\n");
  CHECK(found.mistakes.empty());
  CHECK(found.cases == Lines{"a-z {}"});
}

TEST_CASE("mistakes in a family are reported with their places", "[suite]") {
  CHECK(expand("for-each: {error: [a]}\n").mistakes ==
        "1:1: a family of cases needs \"id\", the path of each case below its folder, such as \"{error}-in-{form}\"\n");
  CHECK(expand("for-each: {}\nid: x\n").mistakes ==
        "1:11: \"for-each\" must be a map of names to lists of rows, not an empty one\n");
  CHECK(expand("for-each: {error: []}\nid: x\n").mistakes ==
        "1:19: \"error\" must be a list of rows, not an empty one\n");
  CHECK(expand("for-each: {error: [a, a]}\nid: \"{error}\"\n").mistakes ==
        "1:23: two rows of \"error\" have the id \"a\"\n");
  CHECK(expand("for-each: {error: [{name: A}]}\nid: x\n").mistakes ==
        "1:20: a row of \"error\" must be a word, or a map with \"id\", not a map\n");
  CHECK(expand("for-each: {error: [a, b]}\nid: same\n").mistakes ==
        "2:5: two cases of the family have the id \"same\"; the id must contain each table\n");
  CHECK(expand("for-each: {error: [a]}\nid: \"../{error}\"\n").mistakes ==
        "2:5: the id \"../a\" is not a path of words, such as names/in-header\n");
  CHECK(expand("for-each: {error: [{id: a, name: A}]}\nid: \"{error}\"\nsummary: \"{error.nam}\"\n").mistakes ==
        "3:10: the row of \"error\" in line 1 has no member \"nam\"; did you mean \"name\"?\n");
  CHECK(expand("for-each: {error: [a]}\nid: \"{error}\"\nsummary: \"{eror.name}\"\n").mistakes ==
        "3:10: unknown table \"eror\"; did you mean \"error\"?\n");
  CHECK(expand("for-each: {error: [{id: a, all: [1]}]}\nid: \"{error}\"\nsummary: \"x {error.all}\"\n").mistakes ==
        "3:10: only a value of its own can become a list; this placeholder is a part of a text\n");
  CHECK(expand("for-each: {error: [a]}\nexcept: [{error: b}]\nid: \"{error}\"\n").mistakes ==
        "2:18: \"error\" has no row \"b\"\n");
  CHECK(expand("for-each: {error: [throttling, b]}\nexcept: [{error: [b, throtling]}]\nid: \"{error}\"\n").mistakes ==
        "2:22: \"error\" has no row \"throtling\"; did you mean \"throttling\"?\n");
  CHECK(expand("for-each: {error: [a]}\nexcept: [{error: []}]\nid: \"{error}\"\n").mistakes ==
        "2:18: \"error\" must be the id of a row or a list of ids, not an empty one\n");
  CHECK(expand("for-each: {form: [a]}\nid: \"{form}\"\nsummary: \"in {fom}\"\n").mistakes ==
        "3:10: unknown placeholder {fom}; did you mean {form}?\n");
  CHECK(expand("for-each: {form: [a]}\nid: \"{form}\"\nthings: {\"{thign}\": {}}\n").mistakes ==
        "3:10: unknown placeholder {thign}; did you mean {thing}?\n");
  CHECK(expand("for-each: {error: [a]}\nexcept: [{error: a}]\nid: \"{error}\"\n").mistakes ==
        "1:11: no combination of rows is left: \"except\" names all of them\n");
}

TEST_CASE("a family of more cases than allowed is refused", "[suite]") {
  std::string rows = "[";
  for (int i = 0; i < 101; ++i) {
    rows += (i == 0 ? "r" : ", r") + std::to_string(i);
  }
  rows += "]";
  CHECK(expand("for-each: {a: " + rows + ", b: " + rows + "}\nid: \"{a}{b}\"\n").mistakes ==
        "1:11: \"for-each\" gives more than 10000 cases\n");
  const Expanded fewer =
      expand("for-each: {a: " + rows + ", b: " + rows + "}\nid: \"{a}{b}\"\nexcept: [{a: r0}, {a: r1}]\n");
  CHECK(fewer.mistakes.empty());
  CHECK(fewer.cases.size() == 99 * 101);
  CHECK(expand("for-each: {a: " + rows + ", b: " + rows + ", c: " + rows + "}\nid: \"{a}{b}{c}\"\n").mistakes ==
        "1:11: \"for-each\" has more than 100000 combinations\n");
}

TEST_CASE("a misspelt placeholder of a case is reported and other braces are not", "[suite]") {
  base::Diagnostics diagnostics;
  const load::Source source{"area/one",
                            "one.yaml",
                            "summary: \"{other} {a}\"\nlevel: MUST\nrequirement: R\nsource: S\n"
                            "things: {\"{thing}\": {\"{jbo}\": {}}}\ncall: {operation: DescribeJobExecution}\n"
                            "expect: {requests: 1}\n",
                            {}};
  CHECK_FALSE(suite::load_case(source, {"thing-1", "job-1"}, diagnostics));
  REQUIRE_FALSE(diagnostics.list().empty());
  CHECK(diagnostics.list().front().location.line == 5);
  CHECK(diagnostics.list().front().message == "unknown placeholder {jbo}; did you mean {job}?");
}

TEST_CASE("a mistake in each case of a family is reported once, with the first case", "[suite]") {
  base::Diagnostics diagnostics;
  const load::Source source{"area/family",
                            "family.yaml",
                            "for-each: {form: [x, y]}\nid: \"in-{form}\"\nsummary: S\nlevel: MUST\nrequirement: R\n"
                            "source: S\ncall: {operation: DescribeJobExecution}\nexpect: {outcom: success}\n",
                            {}};
  const auto file = load::parse(source, diagnostics);
  REQUIRE(file);
  const auto documents = suite::case_documents(*file, diagnostics);
  REQUIRE(documents.size() == 2);
  CHECK(documents[1].name == "area/in-y");
  for (const load::Document& document : documents) {
    CHECK_FALSE(suite::load_case(document, {"thing-1", "job-1"}, diagnostics));
  }
  REQUIRE(diagnostics.list().size() == 1);
  CHECK(diagnostics.list().front().location.line == 8);
  CHECK(diagnostics.list().front().message == "unknown check \"outcom\"; did you mean \"outcome\"? (in the case in-x)");
}
