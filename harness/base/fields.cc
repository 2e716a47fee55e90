#include "base/fields.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/scalar_form.h"
#include "base/suggest.h"
#include "base/units.h"

namespace jobrig::base {
namespace {

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    text += (text.empty() ? "" : ", ") + std::string(word);
  }
  return text;
}

std::string shortest(double number) {
  std::array<char, 400> text{};  // large enough for any double without an exponent
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed).ptr;
  return {text.data(), end};
}

/// The end of `must be …, not …`: the kind of the node, and its text if it is a scalar.
std::string not_this(const Node& node) {
  if (!node.is_scalar()) {
    return ", not " + std::string(describe(node));
  }
  return node.quoted ? ", not the text " + base::quoted(node.text) : ", not " + base::quoted(node.text);
}

/// Parses a scalar (plain or quoted) with a grammar of its own, such as a duration.
template <typename Value>
std::optional<Value> read_parsed(const Node& node, std::string_view what, Result<Value> (*parse)(std::string_view),
                                 Diagnostics& diagnostics) {
  if (!node.is_scalar()) {
    // The parser's message for an empty text describes the expected format.
    const std::string sentence = parse("").error().message;
    const std::size_t rest = sentence.find(';');
    diagnostics.add(node.location, std::string(what) + " cannot be " + std::string(describe(node)) +
                                       (rest == std::string::npos ? "" : sentence.substr(rest)));
    return std::nullopt;
  }
  Result<Value> result = parse(node.text);
  if (!result) {
    diagnostics.add(node.location, std::string(what) + ": " + result.error().message);
    return std::nullopt;
  }
  return *result;
}

}  // namespace

std::optional<std::string> read_text(const Node& node, std::string_view what, Diagnostics& diagnostics) {
  if (node.is_scalar() && (node.quoted || form_of(node.text) == ScalarForm::kText)) {
    return node.text;
  }
  if (node.is_scalar()) {
    diagnostics.add(node.location,
                    std::string(what) + " must be text; write " + base::quoted(node.text) + " in quotes");
  } else {
    diagnostics.add(node.location, std::string(what) + " must be text, not " + std::string(describe(node)));
  }
  return std::nullopt;
}

std::optional<bool> read_boolean(const Node& node, std::string_view what, Diagnostics& diagnostics) {
  if (node.is_scalar() && !node.quoted) {
    const ScalarForm form = form_of(node.text);
    if (form == ScalarForm::kTrue || form == ScalarForm::kFalse) {
      return form == ScalarForm::kTrue;
    }
  }
  diagnostics.add(node.location, std::string(what) + " must be true or false" + not_this(node));
  return std::nullopt;
}

std::optional<std::int64_t> read_integer(const Node& node, std::string_view what, std::int64_t least, std::int64_t most,
                                         Diagnostics& diagnostics) {
  const std::string wanted =
      std::string(what) + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  if (node.is_scalar() && !node.quoted) {
    const char* const end = node.text.data() + node.text.size();
    std::int64_t number = 0;
    const auto [stop, problem] = std::from_chars(node.text.data(), end, number);
    const bool form = form_of(node.text) == ScalarForm::kNumber;
    if (form && stop == end && problem == std::errc() && number >= least && number <= most) {
      return number;
    }
    if (!form && form_of(node.text) == ScalarForm::kAmbiguous) {
      diagnostics.add(node.location,
                      wanted + "; " + base::quoted(node.text) + " is read differently by different programs");
      return std::nullopt;
    }
  }
  diagnostics.add(node.location, wanted + not_this(node));
  return std::nullopt;
}

std::optional<Duration> read_duration(const Node& node, std::string_view what, bool negative_allowed,
                                      Diagnostics& diagnostics) {
  const auto duration = read_parsed(node, what, parse_duration, diagnostics);
  if (duration && *duration < Duration::zero() && !negative_allowed) {
    diagnostics.add(node.location, std::string(what) + " must not be negative");
    return std::nullopt;
  }
  return duration;
}

std::optional<std::string> read_word(const Node& node, std::string_view what,
                                     const std::vector<std::string_view>& words, Diagnostics& diagnostics) {
  if (node.is_scalar() && std::find(words.begin(), words.end(), node.text) != words.end()) {
    return node.text;
  }
  const std::string hint = node.is_scalar() && !diagnostics.full() ? did_you_mean(node.text, words) : std::string();
  diagnostics.add(node.location, std::string(what) + " must be one of " + joined(words) + not_this(node) + hint);
  return std::nullopt;
}

Fields::Fields(const Node& node, std::string_view what, Diagnostics& diagnostics)
    : node_(node), what_(what), diagnostics_(diagnostics) {
  if (!node.is_map()) {
    diagnostics.add(node.location, what_ + " must be a map, not " + std::string(describe(node)) +
                                       (node.is_null() ? " ({} is an empty one)" : ""));
  }
}

const Node* Fields::node(std::string_view key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) {
    asked_.push_back(key);
  }
  return node_.find(key);
}

const Node* Fields::required(std::string_view key) {
  const Node* const found = node(key);
  if (found == nullptr && node_.is_map()) {
    diagnostics_.add(node_.location, what_ + " needs \"" + std::string(key) + "\"");
  }
  return found;
}

std::optional<std::string> Fields::text(std::string_view key) {
  const Node* const found = node(key);
  return found == nullptr ? std::nullopt : read_text(*found, "\"" + std::string(key) + "\"", diagnostics_);
}

std::optional<bool> Fields::boolean(std::string_view key) {
  const Node* const found = node(key);
  return found == nullptr ? std::nullopt : read_boolean(*found, "\"" + std::string(key) + "\"", diagnostics_);
}

std::optional<std::int64_t> Fields::integer(std::string_view key, std::int64_t least, std::int64_t most) {
  const Node* const found = node(key);
  return found == nullptr ? std::nullopt
                          : read_integer(*found, "\"" + std::string(key) + "\"", least, most, diagnostics_);
}

std::optional<double> Fields::number(std::string_view key, double least, double most) {
  const Node* const found = node(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  if (found->is_scalar() && !found->quoted && form_of(found->text) == ScalarForm::kNumber) {
    double number = 0;
    const auto [stop, problem] = std::from_chars(found->text.data(), found->text.data() + found->text.size(), number);
    if (problem == std::errc() && number >= least && number <= most) {
      return number;
    }
  }
  diagnostics_.add(found->location, "\"" + std::string(key) + "\" must be a number from " + shortest(least) + " to " +
                                        shortest(most) + not_this(*found));
  return std::nullopt;
}

std::optional<Duration> Fields::duration(std::string_view key, bool negative_allowed) {
  const Node* const found = node(key);
  return found == nullptr ? std::nullopt
                          : read_duration(*found, "\"" + std::string(key) + "\"", negative_allowed, diagnostics_);
}

template <typename Value>
std::optional<Value> Fields::parsed(std::string_view key, Result<Value> (*parse)(std::string_view)) {
  const Node* const found = node(key);
  return found == nullptr ? std::nullopt : read_parsed(*found, "\"" + std::string(key) + "\"", parse, diagnostics_);
}

std::optional<Instant> Fields::instant(std::string_view key) { return parsed<Instant>(key, parse_instant); }

std::optional<std::uint64_t> Fields::size(std::string_view key) { return parsed<std::uint64_t>(key, parse_size); }

std::optional<double> Fields::share(std::string_view key) { return parsed<double>(key, parse_share); }

std::optional<std::string> Fields::word(std::string_view key, const std::vector<std::string_view>& words) {
  const Node* const found = node(key);
  return found == nullptr ? std::nullopt : read_word(*found, "\"" + std::string(key) + "\"", words, diagnostics_);
}

void Fields::finish() {
  for (const Entry& entry : node_.entries) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) {
      continue;
    }
    const std::string hint = diagnostics_.full() ? "" : did_you_mean(entry.key, asked_);
    diagnostics_.add(entry.key_location, what_ + " has no key " + base::quoted(entry.key) +
                                             (hint.empty() ? "; valid keys: " + joined(asked_) : hint));
  }
}

void Fields::report(std::string_view key, std::string message) {
  const Node* const found = node_.find(key);
  diagnostics_.add(found == nullptr ? node_.location : found->location, std::move(message));
}

}  // namespace jobrig::base
