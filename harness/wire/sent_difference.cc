#include "wire/sent_difference.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/quote.h"
#include "wire/exact_json.h"

namespace jobrig::wire {
namespace {

using base::Node;

// The members with `@default(0)` in the Smithy model of AWS IoT Jobs Data Plane (aws/api-models-aws,
// iot-jobs-data-plane: JobExecution, JobExecutionState, JobExecutionSummary).
constexpr std::array<std::string_view, 3> kZeroByDefault{"lastUpdatedAt", "queuedAt", "versionNumber"};

/// Where the comparison is.
struct Place {
  std::string path;     // execution.statusDetails.step
  std::string pointer;  // /execution/statusDetails/step
  std::string name;     // step

  [[nodiscard]] Place member(const std::string& key) const {
    std::string token;
    for (const char c : key) {
      token += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);  // RFC 6901, section 3
    }
    return {path.empty() ? key : path + "." + key, pointer + "/" + token, key};
  }
  [[nodiscard]] Place item(std::size_t index) const {
    const std::string number = std::to_string(index);
    return {path + "[" + number + "]", pointer + "/" + number, ""};
  }
  [[nodiscard]] std::string shown() const { return path.empty() ? "the response" : path; }
};

/// A long text from shortly before the first difference.
std::string excerpt(std::string_view text, std::size_t difference) {
  constexpr std::size_t kLong = 40;  // as much as quoted() shows
  constexpr std::size_t kBefore = 10;
  if (text.size() <= kLong) {
    return base::quoted(text);
  }
  std::size_t begin = std::min(difference < kBefore ? 0 : difference - kBefore, text.size());
  while (begin > 0 && begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) {
    --begin;  // do not split a UTF-8 character
  }
  return base::quoted(text.substr(begin)) + " from byte " + std::to_string(begin + 1) + " of " +
         std::to_string(text.size());
}

std::string shown(const Node* value, std::size_t difference = 0) {
  if (value == nullptr || value->is_null()) {
    return "absent";
  }
  if (value->is_scalar()) {
    return value->quoted ? excerpt(value->text, difference) : value->text;
  }
  const std::size_t count = value->is_map() ? value->entries.size() : value->items.size();
  return std::string(value->is_map() ? "a map" : "a list") + " of " + std::to_string(count);
}

SentDifference differ(const Place& place, const Node* sent, const Node* reported) {
  std::size_t first = 0;
  if (sent != nullptr && reported != nullptr && sent->is_scalar() && reported->is_scalar()) {
    const auto [stop, other] =
        std::mismatch(sent->text.begin(), sent->text.end(), reported->text.begin(), reported->text.end());
    first = static_cast<std::size_t>(stop - sent->text.begin());
  }
  return {place.shown() + " " + shown(sent, first), place.shown() + " " + shown(reported, first)};
}

/// Whether a typed SDK can have this value for an absent member of that name.
bool is_like_absent(const Node& value, std::string_view name) {
  if (value.is_scalar()) {
    return is_number(value) && same_number(value.text, "0") &&
           std::find(kZeroByDefault.begin(), kZeroByDefault.end(), name) != kZeroByDefault.end();
  }
  return value.is_null() ||
         (value.items.empty() && std::all_of(value.entries.begin(), value.entries.end(), [](const base::Entry& entry) {
            return is_like_absent(entry.value, entry.key);
          }));
}

bool is_integer(std::string_view text) {
  text.remove_prefix(text.starts_with('-') ? 1 : 0);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool same_scalar(const Node& sent, const Node& reported) {
  if (is_number(sent)) {
    return (is_number(reported) || (reported.quoted && is_integer(reported.text))) &&
           same_number(sent.text, reported.text);
  }
  return sent.quoted == reported.quoted && sent.text == reported.text;
}

class Comparison {
 public:
  explicit Comparison(const std::set<std::string>& optional) : optional_(optional) {}

  std::optional<SentDifference> compare(const Node* sent, const Node* reported, const Place& place) const {
    if (reported == nullptr || reported->is_null()) {
      const bool dropped_rightly =
          sent == nullptr || is_like_absent(*sent, place.name) || optional_.contains(place.pointer);
      return dropped_rightly ? std::nullopt : std::optional(differ(place, sent, nullptr));
    }
    if (sent == nullptr || sent->is_null()) {
      return is_like_absent(*reported, place.name) ? std::nullopt : std::optional(differ(place, nullptr, reported));
    }
    if (sent->kind != reported->kind) {
      return differ(place, sent, reported);
    }
    if (sent->is_map()) {
      return compare_maps(*sent, *reported, place);
    }
    if (sent->is_list()) {
      return compare_lists(*sent, *reported, place);
    }
    return same_scalar(*sent, *reported) ? std::nullopt : std::optional(differ(place, sent, reported));
  }

 private:
  /// Of members with the same name, parsers keep any one (RFC 8259, section 4).
  std::optional<SentDifference> compare_member(const Node& sent, const std::string& key, const Node* reported,
                                               const Place& place) const {
    std::optional<SentDifference> difference;
    for (const base::Entry& entry : sent.entries) {
      if (entry.key == key) {
        difference = compare(&entry.value, reported, place);
        if (!difference) {
          return std::nullopt;
        }
      }
    }
    return difference;
  }

  std::optional<SentDifference> compare_maps(const Node& sent, const Node& reported, const Place& place) const {
    for (const base::Entry& entry : sent.entries) {
      if (auto found = compare_member(sent, entry.key, reported.find(entry.key), place.member(entry.key))) {
        return found;
      }
    }
    for (const base::Entry& entry : reported.entries) {
      if (sent.find(entry.key) == nullptr) {
        if (auto found = compare(nullptr, &entry.value, place.member(entry.key))) {
          return found;
        }
      }
    }
    return std::nullopt;
  }

  std::optional<SentDifference> compare_lists(const Node& sent, const Node& reported, const Place& place) const {
    if (sent.items.size() != reported.items.size()) {
      return differ(place, &sent, &reported);
    }
    for (std::size_t i = 0; i < sent.items.size(); ++i) {
      if (auto found = compare(&sent.items[i], &reported.items[i], place.item(i))) {
        return found;
      }
    }
    return std::nullopt;
  }

  const std::set<std::string>& optional_;
};

}  // namespace

std::optional<SentDifference> difference_to_sent(const Node& sent, const Node& reported,
                                                 const std::set<std::string>& optional) {
  return Comparison(optional).compare(&sent, &reported, {});
}

}  // namespace jobrig::wire
