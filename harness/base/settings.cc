#include "base/settings.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/quote.h"

namespace jobrig::base {
namespace {

/// `"mean" with "deviation"`
std::string in_words(const std::vector<std::string_view>& group) {
  std::string words;
  for (const std::string_view key : group) {
    words += (words.empty() ? "" : " with ") + quoted(key);
  }
  return words;
}

std::string percent(double share) { return std::to_string(std::lround(share * 100)) + "%"; }

const Node& empty_map() {
  static const Node kMap = [] {
    Node map;
    map.kind = Node::Kind::kMap;
    return map;
  }();
  return kMap;
}

}  // namespace

bool SettingsDescription::needs_settings() const {
  return needs_any || !forms.empty() || std::any_of(settings.begin(), settings.end(), [](const Setting& setting) {
           return setting.need == Need::kRequired;
         });
}

Settings::Settings(const Node& node, std::string title, std::string_view bare, Diagnostics& diagnostics)
    : given_(node), title_(std::move(title)), bare_(bare), diagnostics_(diagnostics), mistakes_before_(mistakes()) {}

Settings::Settings(SettingsDescription& description)
    : given_(empty_map()), diagnostics_(unused_), mistakes_before_(0), description_(&description) {}

void Settings::shorthand(std::string_view key, bool applies) {
  if (description_ != nullptr) {
    description_->shorthands.push_back(key);
  }
  if (applies) {
    shorthand_ = key;
  }
}

Fields& Settings::fields() {
  if (fields_) {
    return *fields_;
  }
  map_.kind = Node::Kind::kMap;
  map_.location = given_.location;
  const bool is_bare = given_.is_null() || (given_.is_scalar() && shorthand_.empty() && given_.text == bare_word_);
  if (given_.is_map() || bare_.empty()) {
    map_ = given_;
  } else if (!is_bare && !shorthand_.empty()) {
    map_.entries.push_back({std::string(shorthand_), given_.location, given_});
  } else if (!is_bare) {
    diagnostics_.add(given_.location, title_ + " takes no " + std::string(describe(given_)) + "; write " +
                                          std::string(bare_) + " or a map of its settings");
  }
  return fields_.emplace(map_, title_, diagnostics_);
}

const Node* Settings::node(const Setting& setting) {
  if (description_ != nullptr) {
    description_->settings.push_back(setting);
  }
  return setting.need == Need::kRequired ? fields().required(setting.key) : fields().node(setting.key);
}

std::optional<std::string> Settings::text(std::string_view key, std::string_view summary, Need need) {
  node({key, summary, "text", need});
  return fields().text(key);
}

std::string Settings::text(std::string_view key, std::string_view summary, std::string_view fallback) {
  node({key, summary, "text", Need::kOptional, std::string(fallback)});
  return fields().text(key).value_or(std::string(fallback));
}

bool Settings::boolean(std::string_view key, std::string_view summary, bool fallback) {
  node({key, summary, "boolean", Need::kOptional, fallback ? "true" : "false"});
  return fields().boolean(key).value_or(fallback);
}

std::optional<bool> Settings::boolean(std::string_view key, std::string_view summary) {
  node({key, summary, "boolean"});
  return fields().boolean(key);
}

std::optional<std::int64_t> Settings::integer(std::string_view key, std::string_view summary, std::int64_t min,
                                              std::int64_t max) {
  node({key, summary, "integer", Need::kOptional, {}, {}, min, max});
  return fields().integer(key, min, max);
}

std::int64_t Settings::integer(std::string_view key, std::string_view summary, std::int64_t min, std::int64_t max,
                               std::int64_t fallback) {
  node({key, summary, "integer", Need::kOptional, std::to_string(fallback), {}, min, max});
  return fields().integer(key, min, max).value_or(fallback);
}

std::optional<Duration> Settings::duration(std::string_view key, std::string_view summary, Need need) {
  node({key, summary, "duration", need});
  return fields().duration(key);
}

double Settings::share(std::string_view key, std::string_view summary, double fallback) {
  node({key, summary, "share", Need::kOptional, percent(fallback)});
  return fields().share(key).value_or(fallback);
}

std::optional<std::string> Settings::word(std::string_view key, std::string_view summary,
                                          const std::vector<std::string_view>& words, Need need) {
  node({key, summary, "word", need, {}, words});
  return fields().word(key, words);
}

std::string Settings::word(std::string_view key, std::string_view summary, const std::vector<std::string_view>& words,
                           std::string_view fallback) {
  node({key, summary, "word", Need::kOptional, std::string(fallback), words});
  return fields().word(key, words).value_or(std::string(fallback));
}

void Settings::check_forms() {
  const std::vector<std::string_view>* chosen = nullptr;
  std::size_t given = 0;
  std::string wanted;
  for (const auto& form : forms_) {
    wanted += (wanted.empty() ? "" : &form == &forms_.back() ? ", and " : ", ") + in_words(form);
    if (std::any_of(form.begin(), form.end(), [this](std::string_view key) { return has(key); })) {
      chosen = &form;
      ++given;
    }
  }
  if (given != 1) {
    diagnostics_.add(given_.location, title_ + " needs one of " + wanted + (given > 1 ? ", not several" : ""));
    return;
  }
  for (const std::string_view key : *chosen) {
    fields().required(key);
  }
}

void Settings::exclusive(std::string_view one, std::string_view other) {
  if (description_ != nullptr) {
    description_->exclusive.push_back({one, other});
  }
  if (has(one) && has(other)) {
    report(other, title_ + " takes " + quoted(one) + " or " + quoted(other) + ", not both");
  }
}

void Settings::require_any() {
  if (description_ != nullptr) {
    description_->needs_any = true;
  } else if (map_.entries.empty()) {
    report("", title_ + " needs a setting");
  }
}

bool Settings::finish() {
  fields().finish();
  if (description_ != nullptr) {
    description_->forms = forms_;
  } else if (!forms_.empty()) {
    check_forms();
  }
  return description_ == nullptr && mistakes() == mistakes_before_;
}

}  // namespace jobrig::base
