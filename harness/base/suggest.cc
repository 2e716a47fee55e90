#include "base/suggest.h"

#include <algorithm>

#include "base/ascii.h"

namespace jobrig::base {
namespace {

constexpr std::size_t kMaxWord = 64;

// The only word that starts with `given`, for abbreviated words such as DescribeJob.
std::optional<std::string_view> only_beginning(std::string_view given, const std::vector<std::string_view>& words) {
  constexpr std::size_t kMin = 3;
  std::optional<std::string_view> found;
  for (const std::string_view word : words) {
    const bool begins = given.size() >= kMin && word.size() > given.size() && starts_with_ignoring_case(word, given);
    if (begins && found) {
      return std::nullopt;
    }
    found = begins ? std::optional(word) : found;
  }
  return found;
}

}  // namespace

std::size_t edit_distance(std::string_view from, std::string_view to) {
  // Optimal string alignment with three rows: swaps need the row before the previous one.
  const std::size_t width = to.size() + 1;
  std::vector<std::size_t> rows(3 * width);
  std::size_t* before = rows.data();
  std::size_t* last = before + width;
  std::size_t* row = last + width;
  for (std::size_t j = 0; j < width; ++j) {
    last[j] = j;
  }
  const std::string wanted = to_lower(to);
  char previous = '\0';
  for (std::size_t i = 1; i <= from.size(); ++i) {
    const char a = to_lower(from[i - 1]);
    row[0] = i;
    for (std::size_t j = 1; j < width; ++j) {
      const char b = wanted[j - 1];
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a == b ? 0U : 1U)});
      if (i > 1 && j > 1 && a == wanted[j - 2] && previous == b) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    previous = a;
    std::size_t* const oldest = before;
    before = last;
    last = row;
    row = oldest;
  }
  return last[to.size()];
}

std::optional<std::string_view> nearest(std::string_view given, const std::vector<std::string_view>& words) {
  if (given.size() > kMaxWord) {
    return std::nullopt;
  }
  std::optional<std::string_view> best;
  std::size_t best_distance = given.size() / 3 + 2;
  for (const std::string_view word : words) {
    // The difference in length is a lower bound of the distance and excludes most words cheaply.
    const std::size_t more = given.size() > word.size() ? given.size() - word.size() : word.size() - given.size();
    const std::size_t distance = more < best_distance ? edit_distance(given, word) : more;
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
