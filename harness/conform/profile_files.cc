#include "conform/profile_files.h"

#include <algorithm>
#include <array>
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

constexpr std::array<std::string_view, 2> kSuffixes{".yaml", ".yml"};

bool is_file(std::string_view word) {
  return load::has_scenario_extension(word) || word.find('/') != std::string_view::npos;
}

std::string_view name_in(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  for (const std::string_view suffix : kSuffixes) {
    if (path.ends_with(suffix)) {
      path.remove_suffix(suffix.size());
      break;
    }
  }
  return path;
}

std::optional<load::Source> source_of(const std::string& word, base::Diagnostics& diagnostics) {
  if (is_file(word)) {
    std::vector<load::Source> found = load::find_sources(word, diagnostics);
    if (found.size() != 1) {
      return std::nullopt;
    }
    found.front().file = word;
    return std::move(found.front());
  }
  auto shipped = shipped_profile(word);
  if (!shipped) {
    const std::vector<std::string> names = shipped_profiles();
    diagnostics.add({word, 0, 0}, "unknown profile; the name of a file must contain a slash or end in .yaml or .yml" +
                                      base::did_you_mean(word, {names.begin(), names.end()}));
  }
  return shipped;
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

std::optional<load::Source> shipped_profile(std::string_view name) {
  for (const contract::EmbeddedFile& one : contract::embedded_profiles()) {
    if (name_in(one.path) == name) {
      return load::Source{std::string(name), std::string(one.path), std::string(one.text), {}};
    }
  }
  return std::nullopt;
}

std::optional<model::ClientProfile> load_profile(const load::Document& document, base::Diagnostics& diagnostics) {
  std::vector<std::string_view> features;
  for (const judge::FeatureRow& row : judge::features()) {
    features.push_back(row.name);
  }
  return load::read_client_profile(std::string(name_in(document.file)), document.root, drive::placeholder_names(),
                                   features, diagnostics);
}

std::optional<model::ClientProfile> load_profile(const std::string& word, base::Diagnostics& diagnostics,
                                                 report::SourceTexts& texts) {
  const auto source = source_of(word, diagnostics);
  if (!source) {
    return std::nullopt;
  }
  texts.emplace(source->file, source->text);
  const auto document = load::parse(*source, diagnostics);
  return document ? load_profile(*document, diagnostics) : std::nullopt;
}

}  // namespace jobrig::conform
