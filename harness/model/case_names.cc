#include "model/case_names.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"

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

}  // namespace

CaseNames case_names(std::string_view case_name, std::uint64_t instance) {
  const std::string key = letters_of(case_name) + "-" + std::to_string(instance);
  return {std::string(kThingPrefix) + key, std::string(kJobPrefix) + key};
}

std::string_view instance_key(std::string_view thing) {
  return thing.starts_with(kThingPrefix) ? key_at(thing.substr(kThingPrefix.size())) : std::string_view();
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
