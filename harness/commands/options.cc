#include "commands/options.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/deadline.h"
#include "base/suggest.h"
#include "base/units.h"

namespace jobrig::commands {
namespace {

/// Stores the text as an integer, or returns an error message.
template <typename Target>
TakeValue take_integer(Target& into, std::int64_t least, std::int64_t most) {
  return [&into, least, most](const std::string& given) -> std::optional<std::string> {
    std::int64_t number = 0;
    const char* const end = given.data() + given.size();
    const auto [stop, problem] = std::from_chars(given.data(), end, number);
    if (given.empty() || problem != std::errc() || stop != end || number < least || number > most) {
      return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ", not \"" +
             given + "\"";
    }
    into = number;
    return std::nullopt;
  };
}

template <typename Target>
TakeValue take_text(Target& into) {
  return [&into](const std::string& given) -> std::optional<std::string> {
    into = given;
    return std::nullopt;
  };
}

TakeValue append_text(std::vector<std::string>& into) {
  return [&into](const std::string& given) -> std::optional<std::string> {
    into.push_back(given);
    return std::nullopt;
  };
}

std::string join(const std::vector<std::string>& words) {
  std::string joined;
  for (std::size_t i = 0; i < words.size(); ++i) {
    joined += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
    joined += words[i];
  }
  return joined;
}

TakeValue take_word(std::string& into, const std::vector<std::string>& words) {
  return [&into, words](const std::string& given) -> std::optional<std::string> {
    if (std::find(words.begin(), words.end(), given) == words.end()) {
      return "must be " + join(words) + ", not \"" + given + "\"" +
             base::did_you_mean(given, {words.begin(), words.end()});
    }
    into = given;
    return std::nullopt;
  };
}

}  // namespace

void Options::positional(std::string name, std::vector<std::string>& into, std::size_t least, std::size_t most,
                         std::string help, std::vector<std::string> words) {
  specs_.push_back({{std::move(name), "", std::move(help), true, least, most, std::move(words)}, append_text(into)});
}

void Options::positional(std::string name, std::string& into, std::string help, std::vector<std::string> words) {
  specs_.push_back({{std::move(name), "", std::move(help), true, 1, 1, std::move(words)}, take_text(into)});
}

void Options::positional(std::string name, std::optional<std::string>& into, std::string help,
                         std::vector<std::string> words) {
  specs_.push_back({{std::move(name), "", std::move(help), true, 0, 1, std::move(words)}, take_text(into)});
}

void Options::text(std::string name, std::string placeholder, std::string& into, std::string help) {
  specs_.push_back({{std::move(name), std::move(placeholder), std::move(help)}, take_text(into)});
}

void Options::text(std::string name, std::string placeholder, std::optional<std::string>& into, std::string help) {
  specs_.push_back({{std::move(name), std::move(placeholder), std::move(help)}, take_text(into)});
}

void Options::texts(std::string name, std::string placeholder, std::vector<std::string>& into, std::string help) {
  specs_.push_back(
      {{std::move(name), std::move(placeholder), std::move(help), false, 0, kAnyNumber}, append_text(into)});
}

void Options::integer(std::string name, std::string placeholder, std::int64_t& into, std::int64_t least,
                      std::int64_t most, std::string help) {
  specs_.push_back({{std::move(name), std::move(placeholder), std::move(help)}, take_integer(into, least, most)});
}

void Options::integer(std::string name, std::string placeholder, std::optional<std::int64_t>& into, std::int64_t least,
                      std::int64_t most, std::string help) {
  specs_.push_back({{std::move(name), std::move(placeholder), std::move(help)}, take_integer(into, least, most)});
}

void Options::duration(std::string name, std::string placeholder, base::Duration& into, std::string help) {
  auto take = [&into](const std::string& given) -> std::optional<std::string> {
    const auto duration = base::parse_duration(given);
    if (!duration) {
      return "cannot be \"" + given + "\": " + duration.error().message;
    }
    if (*duration < base::Duration::zero()) {
      return "cannot be negative";
    }
    if (*duration > base::kMaxWait) {
      return "must be from 0s to " + base::format_duration(base::kMaxWait) + ", not \"" + given + "\"";
    }
    into = *duration;
    return std::nullopt;
  };
  specs_.push_back({{std::move(name), std::move(placeholder), std::move(help)}, std::move(take)});
}

void Options::word(std::string name, std::string placeholder, std::string& into, std::vector<std::string> words,
                   std::string help) {
  auto take = take_word(into, words);
  specs_.push_back(
      {{std::move(name), std::move(placeholder), std::move(help), false, 0, 1, std::move(words)}, std::move(take)});
}

void Options::flag_or_word(std::string name, std::string& into, std::string alone, std::vector<std::string> words,
                           std::string help) {
  auto take = [&into, alone = std::move(alone), take_given = take_word(into, words)](const std::string& given) {
    if (given.empty()) {
      into = alone;
      return std::optional<std::string>();
    }
    return take_given(given);
  };
  std::string placeholder;
  for (const std::string& one : words) {
    placeholder += (placeholder.empty() ? "" : "|") + one;
  }
  specs_.push_back({{std::move(name), std::move(placeholder), std::move(help), false, 0, 1, std::move(words), "", true},
                    std::move(take)});
}

void Options::flag(std::string name, bool& into, std::string help) {
  auto take = [&into](const std::string&) -> std::optional<std::string> {
    into = true;
    return std::nullopt;
  };
  specs_.push_back({{std::move(name), "", std::move(help)}, std::move(take)});
}

void Options::group(std::string label, std::string help, const std::function<void()>& declare) {
  const std::size_t first = specs_.size();
  declare();
  groups_.push_back({first, specs_.size() - first, std::move(label), std::move(help)});
}

void Options::example(std::string command_line) { examples_.push_back(std::move(command_line)); }

}  // namespace jobrig::commands
