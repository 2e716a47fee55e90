#include "contract/shipped_scenarios.h"

#include <algorithm>

#include "contract/embedded_files.h"

namespace jobrig::contract {
namespace {

constexpr std::string_view kSuffix = ".yaml";

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<ShippedScenario> read_all() {
  std::vector<ShippedScenario> all;
  for (const EmbeddedFile& file : embedded_scenarios()) {
    if (file.path.ends_with(kSuffix)) {
      const std::string_view name = file.path.substr(0, file.path.size() - kSuffix.size());
      all.push_back({name, file.path, summary_line(file.text), file.text});
    }
  }
  return all;
}

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('/') + 1); }

}  // namespace

std::string summary_line(std::string_view text) {
  constexpr std::string_view kKey = "summary:";
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (!line.starts_with(kKey)) {
      continue;
    }
    const std::string_view value = trim(line.substr(kKey.size()));
    const bool quoted =
        value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
    return std::string(quoted ? value.substr(1, value.size() - 2) : value);
  }
  return {};
}

std::span<const ShippedScenario> shipped_scenarios() {
  static const std::vector<ShippedScenario> kAll = read_all();
  return kAll;
}

const ShippedScenario* shipped_scenario(std::string_view name) {
  const ShippedScenario* by_last_part = nullptr;
  int same_last_part = 0;
  for (const ShippedScenario& scenario : shipped_scenarios()) {
    if (scenario.name == name || scenario.path == name) {
      return &scenario;
    }
    if (last_part(scenario.name) == name) {
      by_last_part = &scenario;
      ++same_last_part;
    }
  }
  return same_last_part == 1 ? by_last_part : nullptr;
}

std::vector<const ShippedScenario*> shipped_folder(std::string_view folder) {
  while (folder.ends_with('/')) {
    folder.remove_suffix(1);
  }
  std::vector<const ShippedScenario*> found;
  for (const ShippedScenario& scenario : shipped_scenarios()) {
    if (!folder.empty() && scenario.path.size() > folder.size() && scenario.path.starts_with(folder) &&
        scenario.path[folder.size()] == '/') {
      found.push_back(&scenario);
    }
  }
  return found;
}

std::optional<std::string_view> shipped_file(std::string_view path) {
  const auto files = embedded_scenarios();
  const auto file = std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& one) { return one.path == path; });
  return file == files.end() ? std::nullopt : std::optional(file->text);
}

}  // namespace jobrig::contract
