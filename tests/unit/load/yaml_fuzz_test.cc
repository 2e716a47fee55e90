// A bounded run of the fuzz target: seeded mutations of valid and invalid scenarios, the same in every run.
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "fuzz/targets.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

const std::vector<std::string>& seeds() {
  static const std::vector<std::string> kSeeds = {
      "summary: x\nthings:\n  t:\n    j: {status: QUEUED, queued: -5m, document: {a: [1, \"2\"]}}\n",
      "things: {\"s-{1..3}\": {\"c-{n}\": {then: [{after: 10s, status: IN_PROGRESS}]}}}\n",
      "rules:\n  - when: {thing: \"t*\", during: 20s..}\n    answers: [{error: 503, times: 2}, documented]\n",
      "a: &x {k: [1, 2]}\nb: *x\nc: |\n  block\nd: >-\n  folded\n  text\n",
      "- 'it''s'\n- \"\\x41\\u00e9\\n\"\n- ? k\n  : v\n- plain\n  over lines\n- ~\n",
      "clock: {start: 2026-01-01, rate: 60}\nseed: 7\ncontract: current\ntimestamps: seconds\n",
  };
  return kSeeds;
}

const std::vector<std::string>& words() {
  static const std::vector<std::string> kWords = {"\n",
                                                  "\r\n",
                                                  ": ",
                                                  "- ",
                                                  "? ",
                                                  "[",
                                                  "]",
                                                  "{",
                                                  "}",
                                                  ",",
                                                  "\"",
                                                  "'",
                                                  "#",
                                                  "&x ",
                                                  "*x",
                                                  "!!t ",
                                                  "<<: ",
                                                  "|",
                                                  ">+2\n",
                                                  "\t",
                                                  "\\",
                                                  "---\n",
                                                  "...\n",
                                                  "%YAML 1.2\n",
                                                  "\xEF\xBB\xBF",
                                                  "\xFF",
                                                  "\xC3\xA9",
                                                  "-0",
                                                  "0x1F",
                                                  ".inf",
                                                  "~",
                                                  "null",
                                                  "  ",
                                                  "{1..9}",
                                                  "{n}",
                                                  "9223372036854775808",
                                                  "3650000d",
                                                  std::string(1, '\0')};
  return kWords;
}

std::string mutated(base::Random& random) {
  std::string text = seeds()[random() % seeds().size()];
  for (std::uint64_t edits = random() % 6; edits > 0; --edits) {
    const std::size_t at = random() % (text.size() + 1);
    switch (random() % 4) {
      case 0:
        text.insert(at, words()[random() % words().size()]);
        break;
      case 1:
        text.erase(at, random() % 8);
        break;
      case 2:
        text.insert(at, text.substr(at / 2, random() % 64));
        break;
      default:
        if (at < text.size()) {
          text[at] = static_cast<char>(random() % 256);
        }
    }
  }
  return text;
}

}  // namespace

TEST_CASE("seeded mutations of scenarios never break the reader's promises", "[load][yaml][fuzz]") {
  for (std::uint64_t ordinal = 0; ordinal < 10'000; ++ordinal) {
    base::Random random(base::stable_hash("yaml fuzz"), ordinal);
    const std::string text = mutated(random);
    CHECK_NOTHROW(fuzz::fuzz_scenario(text));
  }
}
