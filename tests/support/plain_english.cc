#include "support/plain_english.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <memory>

namespace jobrig::test {
namespace {

constexpr std::array kBanned{
    BannedPhrase{R"(\banew\b)", "reset; reload", "POST /reset begins anew"},
    BannedPhrase{R"(how-?manieth)", "the index of the request (from 0)", "the how-manieth request"},
    BannedPhrase{R"(\b(is|are|was|were) no ([a-km-z]|l[a-np-z]))", "is not a …", "\"X\" is no duration"},
    BannedPhrase{R"(\bthere (is|are|was|were) no\b)", "unknown …; without …", "there is no list \"x\""},
    BannedPhrase{R"(\bthat (is|are) (no|none)\b)", "that is not a …", "a program that is no adapter"},
    BannedPhrase{R"(\bgo(es)? (its|their|the same) ways?\b)", "proceeds as scripted", "then the job goes its way"},
    BannedPhrase{R"(\bwho (is|are) not\b)", "requests that …", "who is not let in meets no rule"},
    BannedPhrase{R"(\b(meets?|met) no\b)", "is not matched against …", "it meets no rule"},
    BannedPhrase{R"(\bnobody('s)? )", "name the subject: no request …, no client …", "rules that nobody has met"},
    BannedPhrase{R"(\bstraight way\b)", "interpolated linearly", "it is on its straight way there"},
    BannedPhrase{R"(\bof it you say\b|\bwhat else you want\b)", "request other formats explicitly",
                 "what else you want of it you say"},
    BannedPhrase{R"(\bafter so long\b|\bso (many|much|long|fast) (at|an?)\b|\bby so much\b|\bgo so fast\b)",
                 "state the quantity: N, TIME, a count per s", "runs so many at a time"},
    BannedPhrase{R"(\bwhat chance\b|\bchance (follows|comes)\b)", "random seed", "what chance follows"},
    BannedPhrase{R"(\bmade up\b|\bmakes? up\b)", "random; generated", "else made up"},
    BannedPhrase{R"(\bwhole or not at all\b)", "atomically", "write it there, whole or not at all"},
    BannedPhrase{R"(\bwhat SHOULD be\b)", "unmet SHOULD requirements", "what SHOULD be and is not fails, too"},
    BannedPhrase{R"(\bor world\b)", "usage, input or environment error", "a wrong file, command line or world"},
    BannedPhrase{R"(\b(is|are) well\b|\ball is well\b)", "is healthy", "whether a serve is well"},
    BannedPhrase{R"(\bso many an? \w+)", "a count per s, m or h", "so many a second, minute or hour"},
    BannedPhrase{R"(\bday has come\b|\blast day\b)", "expiry; has expired", "whose day has come"},
    BannedPhrase{R"(\bturns? (it|the run) red\b)", "the run fails", "turns it red"},
    BannedPhrase{R"(\bdo what (they|it) (are|is) called\b)", "behave as their names suggest",
                 "do what they are called"},
    BannedPhrase{R"(\bfor you alone\b)", "state who can connect, and the status codes",
                 "the interface is for you alone"},
    BannedPhrase{R"(\btakes? no (request|call|body|text|map|list)\b)", "rejects …",
                 "takes no request under a foreign Host"},
    BannedPhrase{R"(\bunder a foreign\b)", "with a Host header that does not name this machine",
                 "under a foreign Host"},
    BannedPhrase{R"(\blet(s|ting)? go of\b)", "free; release", "let go of what only loading needed"},
    BannedPhrase{R"(\bleave .{1,30} their auto\b)", "use auto for …", "Leave iterators their auto"},
    BannedPhrase{R"(\b(is|are) held to (the|what|it)\b)", "must match …", "each are held to the exact list"},
    BannedPhrase{
        R"(\b(JSON|line|lines|microseconds|requests|one GET|bar|test) an? (exchange|request|second|server|file|call)\b)",
        "per exchange; per request", "one line of JSON an exchange"},
    BannedPhrase{R"(\bstands? (there|here|below|behind|beside|with its|in the|in its|as it)\b|\bstood (there|in)\b)",
                 "is", "how much is missing stands there"},
    BannedPhrase{R"(\b(CA|file|key|folder|it) lies\b|\blie beside\b)", "is in", "where its CA lies"},
    BannedPhrase{R"(\bstr(ikes?|uck)\b)", "applies; is injected", "the faults that struck"},
    BannedPhrase{R"(\bmeans? harm\b)", "hostile", "a client that means harm"},
    BannedPhrase{R"(\bwent away\b)", "closed the connection", "a client that went away"},
    BannedPhrase{R"(\b(is|are|be) had\b|\bhas it them\b)", "is available", "the port cannot be had"},
    BannedPhrase{R"(\bwas due\b|\bwhat came\b)", "expected; found", "what was due, what came"},
    BannedPhrase{R"(\bpassed over\b)", "ignored", "a second result was passed over"},
    BannedPhrase{R"(\bnothing is wrong with\b)", "valid", "nothing is wrong with it"},
    BannedPhrase{R"(\bof one's own\b)", "your own", "cases of one's own"},
    BannedPhrase{R"([a-z] for ever\b)", "forever", "stops for ever"},
    BannedPhrase{R"(\bbehind (the|a|an|its|it) (good )?(head|body|JSON|answer|status|name)\b)", "after",
                 "bytes behind the body"},
    BannedPhrase{R"(\bsays how TLS is\b|\bhow it is to be\b)", "has … settings", "says how TLS is to be"},
    BannedPhrase{R"(\bask(s|ed)? (it )?whether\b)", "check that", "ask whether it is healthy"},
    BannedPhrase{R"(\bnames no\b|\bsays nothing of\b)", "does not name …", "the request names no thing"},
    BannedPhrase{R"(\bbeside (what|a plain)\b)", "besides; in addition to", "beside what the calls need"},
};

struct Compiled {
  const BannedPhrase* phrase;
  std::unique_ptr<RE2> pattern;
};

const std::vector<Compiled>& compiled() {
  static const std::vector<Compiled> kCompiled = [] {
    std::vector<Compiled> all;
    RE2::Options options;
    options.set_case_sensitive(false);
    for (const BannedPhrase& phrase : kBanned) {
      std::string pattern = "(" + std::string(phrase.pattern) + ")";
      RE2::GlobalReplace(&pattern, " ", " +");  // a line break may be followed by indentation
      all.push_back({&phrase, std::make_unique<RE2>(pattern, options)});
    }
    return all;
  }();
  return kCompiled;
}

}  // namespace

std::span<const BannedPhrase> banned_phrases() { return kBanned; }

std::vector<std::string> banned_in(const std::string& text) {
  // Allows line breaks at blanks within a phrase. The length of the text is unchanged.
  std::string line_free = text;
  std::replace(line_free.begin(), line_free.end(), '\n', ' ');
  std::vector<std::string> found;
  for (const auto& [phrase, pattern] : compiled()) {
    re2::StringPiece rest(line_free);
    re2::StringPiece match;
    while (RE2::FindAndConsume(&rest, *pattern, &match)) {
      const auto at = match.data() - line_free.data();
      const auto line = std::count(text.begin(), text.begin() + at, '\n') + 1;
      found.push_back("line " + std::to_string(line) + ": \"" + std::string(match) +
                      "\"; write: " + std::string(phrase->instead));
    }
  }
  return found;
}

}  // namespace jobrig::test
