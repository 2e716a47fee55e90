// Globs, forms of plain scalars, and suggestions.
#include <string>
#include <vector>

#include "base/glob.h"
#include "base/scalar_form.h"
#include "base/suggest.h"
#include "support/catch.h"

using namespace jobrig;
using base::ScalarForm;

TEST_CASE("a glob matches the whole text", "[base][glob]") {
  CHECK(base::glob_matches("", ""));
  CHECK_FALSE(base::glob_matches("", "a"));
  CHECK(base::glob_matches("*", ""));
  CHECK(base::glob_matches("***", "abc"));
  CHECK(base::glob_matches("a*c", "abbc"));
  CHECK(base::glob_matches("a*c", "ac"));
  CHECK_FALSE(base::glob_matches("a*c", "acd"));
  CHECK(base::glob_matches("*ab*ab", "ababxab"));
  CHECK(base::glob_matches("a?c", "abc"));
  CHECK_FALSE(base::glob_matches("a?c", "ac"));
  CHECK_FALSE(base::glob_matches("?", ""));
  CHECK_FALSE(base::glob_matches("a", "A"));
}

TEST_CASE("what other globs and regular expressions know is literal here", "[base][glob]") {
  CHECK(base::glob_matches("[ab].\\$", "[ab].\\$"));
  CHECK_FALSE(base::glob_matches("[ab]", "a"));
  CHECK(base::is_literal("[ab].{1,2}"));
  CHECK_FALSE(base::is_literal("a?"));
  CHECK_FALSE(base::is_literal("*"));
}

TEST_CASE("many stars against a long text still end in an answer", "[base][glob]") {
  std::string pattern;
  for (int i = 0; i < 50; ++i) {
    pattern += "a*";
  }
  CHECK_FALSE(base::glob_matches(pattern + "b", std::string(5000, 'a')));
  CHECK(base::glob_matches(pattern, std::string(5000, 'a')));
}

TEST_CASE("plain scalars have the form that JSON gives them", "[base][scalar]") {
  for (const std::string text : {"0", "-0", "5", "-0.25", "1e9", "1E-9", "10.50", "9223372036854775808"}) {
    CAPTURE(text);
    CHECK((base::form_of(text) == ScalarForm::kNumber));
  }
  CHECK((base::form_of("true") == ScalarForm::kTrue));
  CHECK((base::form_of("false") == ScalarForm::kFalse));
}

TEST_CASE("what readers of YAML disagree on is ambiguous", "[base][scalar]") {
  for (const std::string text : {"010", "-010", "0x1F", "0o17", "0b1", "+5", ".5", "5.", "-.5", "+1e3", "True", "FALSE",
                                 ".inf", "-.INF", ".NaN"}) {
    CAPTURE(text);
    CHECK((base::form_of(text) == ScalarForm::kAmbiguous));
  }
}

TEST_CASE("everything else is text", "[base][scalar]") {
  for (const std::string text :
       {"",      "-",  "+",   ".",   "..",    "e5",         "1e", "1e+", "no",  "on",  "yes", "tRUE",
        "1_000", "0x", "0xG", "0o8", "1.2.3", "2026-01-01", "5s", "--5", "inf", "nan", "1 ",  "null"}) {
    CAPTURE(text);
    CHECK((base::form_of(text) == ScalarForm::kText));
  }
}

TEST_CASE("the distance counts edits and a swap of neighbours is one", "[base][suggest]") {
  CHECK(base::edit_distance("", "") == 0);
  CHECK(base::edit_distance("", "abc") == 3);
  CHECK(base::edit_distance("abc", "") == 3);
  CHECK(base::edit_distance("abc", "ABC") == 0);
  CHECK(base::edit_distance("abc", "abd") == 1);
  CHECK(base::edit_distance("abc", "acb") == 1);
  CHECK(base::edit_distance("kitten", "sitting") == 3);
  CHECK(base::edit_distance("ca", "abc") == 3);  // optimal string alignment: no edits between swapped letters
}

TEST_CASE("the nearest word is suggested when it can be meant", "[base][suggest]") {
  const std::vector<std::string_view> words{"status", "started", "DescribeJobExecution", "GetPendingJobExecutions"};
  CHECK(base::nearest("statsu", words) == "status");
  CHECK(base::nearest("STATUS", words) == "status");
  CHECK(base::nearest("DescribeJob", words) == "DescribeJobExecution");
  CHECK_FALSE(base::nearest("xyzzy", words));
  CHECK_FALSE(base::nearest("", words));
  CHECK_FALSE(base::nearest("status", {}));
  CHECK(base::did_you_mean("statsu", words) == "; did you mean \"status\"?");
  CHECK(base::did_you_mean("xyzzy", words).empty());
}

TEST_CASE("of words equally near the first is suggested and a beginning of two suggests none", "[base][suggest]") {
  CHECK(base::nearest("cat", {"bat", "rat"}) == "bat");
  CHECK(base::nearest("cat", {"rat", "bat"}) == "rat");
  CHECK_FALSE(base::nearest("Describe", {"DescribeJobExecution", "DescribeThingsAndMore"}));
}

TEST_CASE("long words get no suggestion", "[base][suggest]") {
  const std::string word(64, 'a');
  CHECK(base::nearest(word, {word}) == word);
  CHECK_FALSE(base::nearest(word + "a", {word}));
  CHECK_FALSE(base::nearest(std::string(1U << 20U, 'a'), {word}));
}
