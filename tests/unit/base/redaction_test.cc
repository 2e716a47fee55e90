// Given secrets in texts of every encoding.
#include "base/redaction.h"

#include <string>

#include "support/catch.h"

using namespace jobrig;

TEST_CASE("a given secret is removed from any place in a text", "[base][redaction]") {
  const base::Redaction redaction({"0123456789", "0123456", "short"});
  CHECK(redaction.clean("a 0123456789 b 0123456 c short") == "a [redacted] b [redacted] c short");
  CHECK(redaction.clean("01234567890123456") == "[redacted][redacted]");
  CHECK(redaction.clean("0123456789") == "[redacted]");
  CHECK(redaction.clean("").empty());
  CHECK(redaction.clean("0").size() == 1);
  CHECK(base::Redaction({"short"}).empty());
  CHECK(base::Redaction().clean("any text") == "any text");
}

TEST_CASE("a given secret is removed in every encoding", "[base][redaction]") {
  const base::Redaction redaction({"p/q+r=\"s'\\t"});
  CHECK(redaction.clean("1 p/q+r=\"s'\\t 2") == "1 [redacted] 2");
  CHECK(redaction.clean("1 p%2Fq%2Br%3D%22s%27%5Ct 2") == "1 [redacted] 2");
  CHECK(redaction.clean("1 p%2fq%2br%3d%22s%27%5ct 2") == "1 [redacted] 2");
  CHECK(redaction.clean(R"({"a":"p/q+r=\"s'\\t"})") == R"({"a":"[redacted]"})");
  CHECK(redaction.clean(R"({"a":"p\/q+r=\"s'\\t"})") == R"({"a":"[redacted]"})");
  CHECK(redaction.clean(R"('p/q+r="s'\''\t')") == "'[redacted]'");
  CHECK(redaction.clean("1 cC9xK3I9InMnXHQ= 2") == "1 [redacted] 2");
}

TEST_CASE("a part of a secret at the edge of a text is removed too", "[base][redaction]") {
  const base::Redaction redaction({"correct-horse-battery"});
  CHECK(redaction.clean("it is correct-horse") == "it is [redacted]");
  CHECK(redaction.clean("battery is its end") == "[redacted] is its end");
  CHECK(redaction.clean("correct-horse-batter") == "[redacted]");
  CHECK(redaction.clean("attery") == "[redacted]");
  CHECK(redaction.clean("it is \"correct-ho…\" and … more") == "it is \"[redacted]…\" and … more");
  CHECK(redaction.clean("correct-horse-battery…") == "[redacted]…");
  CHECK(redaction.clean("a horse") == "a horse");
  CHECK(redaction.clean("correct") == "[redacted]");
  CHECK(redaction.clean("corre") == "corre");
}
