// The strict reader: what it accepts, what it rejects, the locations of errors, and its cost.
#include "yaml/reader.h"

#include <string>
#include <vector>

#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;
using base::Node;

namespace {

std::string refusal_of(const std::string& text) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(text, "test.yaml", diagnostics);
  return node.has_value() == diagnostics.empty() ? test::in_words(diagnostics) : "node and refusal do not fit";
}

Node read(const std::string& text) {
  base::Diagnostics diagnostics;
  auto node = yaml::read_yaml(text, "test.yaml", diagnostics);
  INFO(test::in_words(diagnostics));
  REQUIRE(node.has_value());
  return std::move(*node);
}

std::string repeated(const std::string& text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) {
    result += text;
  }
  return result;
}

}  // namespace

TEST_CASE("the reader keeps order and places and tells quoted from plain", "[load][yaml]") {
  const Node node = read("b: 5\na: \"5\"\nlist:\n  - x\n  - |\n    block\nnothing:\n");
  REQUIRE(node.entries.size() == 4);
  CHECK(node.entries[0].key == "b");
  CHECK_FALSE(node.entries[0].value.quoted);
  CHECK(node.entries[1].value.text == "5");
  CHECK(node.entries[1].value.quoted);
  CHECK(node.entries[1].value.location == base::Location{"test.yaml", 2, 4});
  CHECK(node.entries[2].value.items.at(0).location == base::Location{"test.yaml", 4, 5});
  CHECK(node.entries[2].value.items.at(1).quoted);
  CHECK(node.entries[3].value.is_null());
  // An absent value has the location of its key, although the parser reports it at the next token.
  CHECK(node.entries[3].value.location == base::Location{"test.yaml", 7, 1});
}

TEST_CASE("columns count bytes and a byte order mark is none of them", "[load][yaml]") {
  const Node node = read("\xEF\xBB\xBF{\xC3\xA9: \xC3\xA9, b: c}\n");
  CHECK(node.entries[1].key_location == base::Location{"test.yaml", 1, 10});
}

TEST_CASE("an alias stands for a copy of what was anchored", "[load][yaml]") {
  const Node node = read("a: &x {k: [1, 2]}\nb: *x\n");
  CHECK(node.entries[1].value.find("k")->items.size() == 2);
}

TEST_CASE("plain scalars are text to the reader whatever they look like", "[load][yaml]") {
  const Node node = read("{a: 010, b: no, c: 0x1F, d: True}");
  CHECK(node.find("a")->text == "010");
  CHECK(node.find("b")->text == "no");
  CHECK(node.find("c")->text == "0x1F");
  CHECK(node.find("d")->text == "True");
}

TEST_CASE("the reader refuses what YAML leaves to guesswork", "[load][yaml]") {
  struct Row {
    std::string text;
    std::string refusal;
  };
  const std::vector<Row> rows{
      {"a: 1\nb: 2\na: 3\n", "3:1: duplicate key \"a\"; the first is in line 1\n"},
      {"{a: 1, \"a\": 2}", "1:8: duplicate key \"a\"; the first is in line 1\n"},
      {"? [k]\n: v\n", "1:3: a key must be text, not a list: close every [ by ], and quote text that contains [\n"},
      {"{{a: b}: c}", "1:2: a key must be text, not a map: close every { by }, and quote text that contains {\n"},
      {"~: v\n", "1:1: a key must be text, not nothing\n"},
      {"a: &x k\n*x : v\n", "2:1: a key must be text, not an alias\n"},
      {"\"a\\0b\": 1\n", "1:1: a key cannot contain NUL\n"},
      {"a: &x {b: 1}\nc:\n  <<: *x\n",
       "3:3: \"<<\" is not supported; write the keys, or use an alias for a whole map\n"},
      {"a: !!str 5\n", "1:4: tags such as \"tag:yaml.org,2002:str\" are not supported; quote text\n"},
      {"a: &x [1, *x]\n", "1:11: an alias cannot contain itself\n"},
      {"a: *x\n", "1:4: unknown alias; define an anchor of that name before it\n"},
      {"a: 1\n---\nb: 2\n", "2:1: a second document begins here; a file must contain one\n"},
      {"\"a\"\n\"b\"\n", "2:1: unexpected text after the end of the document; a file must contain one\n"},
      {"", "1:1: the file is empty\n"},
      {"# only a comment\n", "1:1: the file is empty\n"},
      {"a: b\nc: \xC3\x28\n", "2:4: the file is not valid UTF-8 here\n"},
      {"\xFF\xFE"
       "a\0b\0",
       "1:1: the file is not valid UTF-8 here\n"},
      {std::string("a: b\0c\n", 7), "1:5: control characters are not allowed; in quotes, write \\xNN\n"},
      {"a: [1, 2\nb: 3\n", "2:2: a \"[\" is not closed by \"]\", or a \",\" is missing\n"},
      {"a: {b: 1\n", "2:1: a \"{\" is not closed by \"}\", or a \",\" is missing\n"},
      {"a: b: c\n", "1:5: unexpected \":\"; quote text that contains \": \", and check the indentation\n"},
      {"a: 1\n  b: 2\n", "2:4: unexpected \":\"; quote text that contains \": \", and check the indentation\n"},
      {"a:\n\t- b\n", "2:1: a tab in the indentation; indent with spaces, not tabs\n"},
      {"a: \"b\n", "1:4: this quoted text is not closed before the end of the file\n"},
      {"a: 'b\nc: d\n", "1:4: this quoted text is not closed before the end of the file\n"},
      {"a: 'it''s\nb: 5\n", "1:4: this quoted text is not closed before the end of the file\n"},
      {"a: ''''''\nb: '''\n", "2:4: this quoted text is not closed before the end of the file\n"},
      {"a: &x \"b\\\"\n", "1:4: this quoted text is not closed before the end of the file\n"},
      {"a: \"b", "1:6: a quoted text is not closed before the end of the file\n"},
      {"a: @b\n", "1:4: a value cannot begin with this character; quote the text\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(refusal_of(row.text) == row.refusal);
  }
}

TEST_CASE("an escaped quote does not end a quoted text", "[load][yaml]") {
  CHECK(read("a: 'it''s'\n").entries.at(0).value.text == "it's");
  CHECK(read("a: ''\n").entries.at(0).value.text.empty());
  CHECK(read("a: ''''\n").entries.at(0).value.text == "'");
  CHECK(read("a: 'b\n  c''\n  d'\n").entries.at(0).value.text == "b c' d");
}

TEST_CASE("a tab in the indentation is named as one", "[load][yaml]") {
  const std::string tab = "a tab in the indentation; indent with spaces, not tabs\n";
  CHECK(refusal_of("things:\n\tt: {j: {}}\n") == "2:1: " + tab);
  CHECK(refusal_of("things:\n  t:\n\tj: {}\n") == "3:1: " + tab);
  CHECK(refusal_of("things:\n  t:\n  \tj: {}\n") == "3:3: " + tab);
  CHECK(refusal_of("things:\n\tt:\n\t\tj: {}\n") == "2:1: " + tab);
  CHECK(refusal_of("rules:\n\t- answers: [documented]\n") == "2:1: " + tab);
  CHECK(read("a: |\n  \tb\n").entries.at(0).value.text == "\tb\n");  // content of a block
}

TEST_CASE("a missing colon is blamed on its own line", "[load][yaml]") {
  CHECK(refusal_of("things:\n  t\n    j: {}\n") == "2:3: a key without \":\"; write \"t:\"\n");
  CHECK(refusal_of("summary: x\n\nthings\n# here\n  t: {}\n") == "3:1: a key without \":\"; write \"things:\"\n");
  CHECK(refusal_of("t:\n  status QUEUED\n  number: 5\n") == "2:3: a key without \":\"; write \"status: QUEUED\"\n");
  CHECK(refusal_of("t:\n  queued: -5m\n  status QUEUED\n  number: 5\n") ==
        "3:3: a key without \":\"; write \"status: QUEUED\"\n");
  CHECK(refusal_of("summary: x\nrules\nseed: 5\n") == "2:1: a key without \":\"; write \"rules:\"\n");
  CHECK(refusal_of("a:\n  - b\n  c: d\n").find("a key without") == std::string::npos);
}

TEST_CASE("an alias bomb is refused by its count and not unfolded", "[load][yaml]") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(before + ", ", 9) + before + "]\n";
  }
  CHECK(refusal_of(bomb) ==
        "5:10: the aliases expand to too much: more than 25000 keys and values or 262144 bytes in all\n");
}

TEST_CASE("aliases of a long text are refused by their bytes", "[load][yaml]") {
  const std::string text = "a: &a \"" + repeated("x", 75000) + "\"\nb: [*a, *a, *a]\n";
  CHECK(refusal_of(text) ==
        "2:13: the aliases expand to too much: more than 25000 keys and values or 262144 bytes in all\n");
}

TEST_CASE("depth is refused beyond 100 levels in every style", "[load][yaml]") {
  CHECK(refusal_of(repeated("[", 100) + repeated("]", 100)).empty());
  CHECK(refusal_of(repeated("[", 101) + repeated("]", 101)) ==
        "1:101: lists and maps are nested more than 100 levels deep\n");
  CHECK(refusal_of(repeated("- ", 100000)) == "1:201: lists and maps are nested more than 100 levels deep\n");
  // The parser treats an unclosed list as the start of a key. It is rejected without delay.
  CHECK(refusal_of(repeated("[", 50000)) ==
        "1:1: a key must be text, not a list: close every [ by ], and quote text that contains [\n");
  CHECK(refusal_of(repeated("{a: ", 45000)) ==
        "1:1: a key must be text, not a map: close every { by }, and quote text that contains {\n");
  CHECK(refusal_of(repeated("? ", 100000)) ==
        "1:3: a key must be text, not a map: close every { by }, and quote text that contains {\n");
}

TEST_CASE("what costs the parser too much is refused before or while it reads", "[load][yaml]") {
  CHECK(refusal_of(repeated("x", 256 * 1024 + 1)) == "0:0: the file has more than 262144 bytes\n");
  CHECK(refusal_of("[" + repeated("a,", 100000) + "]") ==
        "1:100001: the file has more than 50000 of [ ] { } and commas\n");
  CHECK(refusal_of(repeated("{", 200000)) == "1:50001: the file has more than 50000 of [ ] { } and commas\n");
  CHECK(refusal_of(repeated("a\n", 100000)) == "50001:2: the file has more than 50000 lines\n");
  CHECK(refusal_of(repeated("- a\n", 30000)) == "25000:3: the file contains more than 25000 keys and values\n");
}

TEST_CASE("limits are the caller's to lower", "[load][yaml]") {
  yaml::YamlLimits limits;
  limits.nodes = 3;
  base::Diagnostics diagnostics;
  CHECK(yaml::read_yaml("[1, 2]", "test.yaml", limits, diagnostics).has_value());
  CHECK_FALSE(yaml::read_yaml("[1, 2, 3]", "test.yaml", limits, diagnostics).has_value());
  CHECK(test::in_words(diagnostics) == "1:8: the file contains more than 3 keys and values\n");
}
