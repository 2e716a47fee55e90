#include "base/suggest.h"

#include <algorithm>

namespace jobrig::base {
namespace {

constexpr std::size_t kLongestWord = 64;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The one word that begins with `given`, for words cut short: DescribeJob.
std::optional<std::string_view> only_beginning(std::string_view given, const std::vector<std::string_view>& words) {
  constexpr std::size_t kShortest = 3;
  std::optional<std::string_view> found;
  for (const std::string_view word : words) {
    const bool begins =
        given.size() >= kShortest && word.size() > given.size() &&
        std::equal(given.begin(), given.end(), word.begin(), [](char a, char b) { return lower(a) == lower(b); });
    if (begins && found) {
      return std::nullopt;
    }
    found = begins ? std::optional(word) : found;
  }
  return found;
}

}  // namespace

std::size_t edit_distance(std::string_view from, std::string_view to) {
  // Optimal string alignment over three rows: the row before the last is needed for swaps.
  std::vector<std::size_t> before(to.size() + 1);
  std::vector<std::size_t> last(to.size() + 1);
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const char a = lower(from[i - 1]);
      const char b = lower(to[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a == b ? 0U : 1U)});
      if (i > 1 && j > 1 && a == lower(to[j - 2]) && lower(from[i - 2]) == b) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(row);
  }
  return last[to.size()];
}

std::optional<std::string_view> nearest(std::string_view given, const std::vector<std::string_view>& words) {
  if (given.size() > kLongestWord) {
    return std::nullopt;
  }
  std::optional<std::string_view> best;
  std::size_t best_distance = given.size() / 3 + 2;
  for (const std::string_view word : words) {
    const std::size_t distance = edit_distance(given, word);
    if (distance < best_distance && distance < word.size()) {
      best_distance = distance;
      best = word;
    }
  }
  return best ? best : only_beginning(given, words);
}

std::string did_you_mean(std::string_view given, const std::vector<std::string_view>& words) {
  const auto word = nearest(given, words);
  return word ? "; did you mean \"" + std::string(*word) + "\"?" : std::string();
}

}  // namespace jobrig::base
