#include "model/case_names.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"
#include "base/random.h"

namespace jobrig::model {
namespace {

constexpr std::string_view kThingPrefix = "case-";
constexpr std::string_view kJobPrefix = "job-";
constexpr std::array kPrefixes{kThingPrefix, kJobPrefix};
constexpr std::size_t kLetters = 8;
constexpr std::uint64_t kAlphabet = 26;

/// Eight letters from the 64-bit FNV-1a hash of the name.
std::string letters_of(std::string_view case_name) {
  constexpr std::uint64_t kBasis = 14695981039346656037U;
  constexpr std::uint64_t kPrime = 1099511628211U;
  std::uint64_t hash = kBasis;
  for (const char c : case_name) {
    hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  }
  std::string letters;
  for (std::size_t i = 0; i < kLetters; ++i, hash /= kAlphabet) {
    letters += static_cast<char>('a' + hash % kAlphabet);
  }
  return letters;
}

/// The key at the start of the text, with all digits that follow; empty if there is none.
std::string_view key_at(std::string_view text) {
  if (text.size() < kLetters + 2 || !std::all_of(text.begin(), text.begin() + kLetters, base::is_lower) ||
      text[kLetters] != '-') {
    return {};
  }
  const auto* const end = std::find_if_not(text.begin() + kLetters + 1, text.end(), base::is_digit);
  const auto size = static_cast<std::size_t>(end - text.begin());
  return size == kLetters + 1 ? std::string_view() : text.substr(0, size);
}

constexpr std::string_view kLettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::size_t kOfLetters = 52;

std::size_t between(std::size_t least, std::size_t most, base::Random& random) {
  return least + random() % (most - least + 1);
}

char one_of(std::string_view characters, base::Random& random) { return characters[random() % characters.size()]; }

/// Names begin with a letter or a digit: programs take words that begin with `-` for options.
std::string characters(std::size_t count, const std::string& separators, base::Random& random) {
  const std::string all = std::string(kLettersAndDigits) + separators;
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += one_of(i == 0 ? kLettersAndDigits : std::string_view(all), random);
  }
  return text;
}

/// The core with other characters around it: none, a few, many, or as many as the contract allows. Before the core is a
/// separator, and after it no digit.
std::string around(const std::string& core, const std::string& separators, std::size_t most, base::Random& random) {
  constexpr std::size_t kFew = 10;
  const std::size_t room = most - core.size();
  const std::uint64_t kind = random() % 4;
  const std::size_t more = kind == 0   ? 0
                           : kind == 1 ? between(1, std::min(kFew, room), random)
                           : kind == 2 ? between(1, room, random)
                                       : room;
  const std::size_t before = between(0, more, random);
  std::string name = before > 1 ? characters(before - 1, separators, random) : "";
  name += before > 0 ? std::string(1, before > 1 ? one_of(separators, random) : '_') : "";
  name += core;
  if (before < more) {
    const std::string no_digit = std::string(kLettersAndDigits.substr(0, kOfLetters)) + separators;
    name += one_of(no_digit, random) + characters(more - before - 1, separators, random);
  }
  return name;
}

}  // namespace

CaseNames drawn_case_names(std::string_view case_name, std::uint64_t instance, std::uint64_t seed) {
  // AWS IoT Jobs Data Plane API Reference, DescribeJobExecution and JobExecution: thingName and jobId.
  constexpr std::size_t kLongestThing = 128;
  constexpr std::size_t kLongestJob = 64;
  constexpr std::size_t kShort = 8;
  CaseNames names = case_names(case_name, instance);
  base::Random random(base::random_stream(seed, "names", case_name), instance);
  names.thing = around(names.thing, ":_-", kLongestThing, random);
  names.job = random() % 4 == 0 ? characters(between(1, kShort, random), "_-", random)
                                : around(names.job, "_-", kLongestJob, random);
  return names;
}

CaseNames case_names(std::string_view case_name, std::uint64_t instance) {
  const std::string key = letters_of(case_name) + "-" + std::to_string(instance);
  return {std::string(kThingPrefix) + key, std::string(kJobPrefix) + key};
}

std::string_view instance_key(std::string_view thing) {
  for (std::size_t at = thing.find(kThingPrefix); at != std::string_view::npos; at = thing.find(kThingPrefix, at + 1)) {
    const std::string_view key = key_at(thing.substr(at + kThingPrefix.size()));
    if (!key.empty() && (at == 0 || !base::is_alphanumeric(thing[at - 1]))) {
      return key;
    }
  }
  return {};
}

bool find_instance_key(std::string_view text, const std::function<bool(std::string_view key)>& is_known) {
  for (std::size_t dash = text.find('-'); dash != std::string_view::npos; dash = text.find('-', dash + 1)) {
    const std::string_view before = text.substr(0, dash + 1);
    if (std::none_of(kPrefixes.begin(), kPrefixes.end(),
                     [&](std::string_view prefix) { return before.ends_with(prefix); })) {
      continue;
    }
    for (std::string_view key = key_at(text.substr(dash + 1)); key.size() > kLetters + 1; key.remove_suffix(1)) {
      if (is_known(key)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace jobrig::model
