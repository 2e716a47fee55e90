#include "conform/profile_files.h"

#include <algorithm>
#include <utility>

#include "base/quote.h"
#include "base/suggest.h"
#include "contract/embedded_files.h"
#include "drive/placeholders.h"
#include "judge/features.h"
#include "load/client_profile.h"
#include "load/sources.h"

namespace jobrig::conform {
namespace {

constexpr std::string_view kSuffix = ".yaml";

bool is_file(const std::string& word) {
  return load::has_scenario_extension(word) || word.find('/') != std::string::npos;
}

std::string_view name_in(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return path.ends_with(kSuffix) ? path.substr(0, path.size() - kSuffix.size()) : path;
}

/// Returns the text of the profile and sets `file` to its name in messages.
std::optional<std::string> text_of(const std::string& word, std::string& file, base::Diagnostics& diagnostics) {
  if (is_file(word)) {
    std::vector<load::Source> found = load::find_sources(word, diagnostics);
    file = word;
    return found.size() == 1 ? std::optional(std::move(found.front().text)) : std::nullopt;
  }
  if (const auto text = shipped_profile(word)) {
    file = word + std::string(kSuffix);
    return std::string(*text);
  }
  const std::vector<std::string> names = shipped_profiles();
  diagnostics.add({word, 0, 0}, "unknown profile; the name of a file must contain a slash or end in .yaml or .yml" +
                                    base::did_you_mean(word, {names.begin(), names.end()}));
  return std::nullopt;
}

}  // namespace

std::vector<std::string> shipped_profiles() {
  std::vector<std::string> names;
  for (const contract::EmbeddedFile& one : contract::embedded_profiles()) {
    names.emplace_back(name_in(one.path));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::string_view> shipped_profile(std::string_view name) {
  const auto files = contract::embedded_profiles();
  const auto file = std::find_if(files.begin(), files.end(),
                                 [&](const contract::EmbeddedFile& one) { return name_in(one.path) == name; });
  return file == files.end() ? std::nullopt : std::optional(file->text);
}

std::optional<model::ClientProfile> load_profile(const std::string& word, base::Diagnostics& diagnostics,
                                                 report::SourceTexts& texts) {
  std::string file;
  const auto text = text_of(word, file, diagnostics);
  if (!text) {
    return std::nullopt;
  }
  std::vector<std::string_view> features;
  for (const judge::FeatureRow& row : judge::features()) {
    features.push_back(row.name);
  }
  texts.emplace(file, *text);
  return load::read_client_profile(std::string(name_in(file)), file, *text, drive::placeholder_names(), features,
                                   diagnostics);
}

}  // namespace jobrig::conform
