#include "load/sources.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

#include "base/suggest.h"

namespace jobrig::load {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".yaml";
constexpr std::size_t kMostFiles = 10000;

std::string_view without_extension(std::string_view path) {
  if (path.ends_with(kExtension)) {
    path.remove_suffix(kExtension.size());
  }
  return path;
}

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// The whole file, or one byte more than kLargestFile of it: enough for the reader to refuse it.
base::Result<std::string> read_whole(const fs::path& path) {
  std::error_code problem;
  if (!fs::is_regular_file(path, problem)) {
    return base::Error{"\"" + path.string() + "\" is not a file"};
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text(kLargestFile + 1, '\0');
  if (stream) {
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  }
  if (!stream && !stream.eof()) {
    return base::Error{"\"" + path.string() + "\" cannot be read: " + std::strerror(errno)};
  }
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

void add_file(const fs::path& path, std::vector<Source>& sources, base::Diagnostics& diagnostics) {
  auto text = read_whole(path);
  if (!text) {
    diagnostics.add({path.string(), 0, 0}, text.error().message);
    return;
  }
  sources.push_back({std::string(without_extension(path.generic_string())), path.generic_string(),
                     std::move(text).value(), read_beside_on_disk(path.parent_path())});
}

void add_folder(const fs::path& folder, std::vector<Source>& sources, base::Diagnostics& diagnostics) {
  std::vector<fs::path> files;
  std::error_code problem;
  fs::recursive_directory_iterator entries(folder, problem);
  while (!problem && entries != fs::recursive_directory_iterator()) {
    std::error_code unknown;
    if (entries->path().extension() == kExtension && entries->is_regular_file(unknown)) {
      files.push_back(entries->path());
    }
    if (files.size() > kMostFiles) {
      diagnostics.add({folder.string(), 0, 0},
                      "the folder holds more than " + std::to_string(kMostFiles) + " scenarios");
      return;
    }
    entries.increment(problem);
  }
  if (problem) {
    diagnostics.add({folder.string(), 0, 0}, "the folder cannot be read: " + problem.message());
    return;
  }
  if (files.empty()) {
    diagnostics.add({folder.string(), 0, 0}, "the folder holds no .yaml files");
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    add_file(file, sources, diagnostics);
  }
}

/// Companions of a shipped scenario are shipped beside it.
ReadBeside read_beside_shipped(std::string_view scenario, std::span<const ShippedFile> shipped) {
  const std::string folder(scenario.substr(0, scenario.size() - last_part(scenario).size()));
  return [folder, shipped](const std::string& path) -> base::Result<std::string> {
    for (const ShippedFile& file : shipped) {
      if (file.path == folder + path) {
        return std::string(file.text);
      }
    }
    return base::Error{"no file \"" + path + "\" lies beside the scenario"};
  };
}

Source shipped_source(const ShippedFile& file, std::span<const ShippedFile> shipped) {
  return {std::string(without_extension(file.path)), std::string(file.path), std::string(file.text),
          read_beside_shipped(file.path, shipped)};
}

std::vector<Source> find_shipped(std::string_view word, std::span<const ShippedFile> shipped) {
  std::vector<Source> exact;
  std::vector<Source> below;
  std::vector<Source> by_last_part;
  const std::string folder = std::string(word) + (word.ends_with('/') ? "" : "/");
  for (const ShippedFile& file : shipped) {
    if (!file.path.ends_with(kExtension)) {
      continue;
    }
    const std::string_view name = without_extension(file.path);
    if (name == without_extension(word)) {
      exact.push_back(shipped_source(file, shipped));
    } else if (file.path.starts_with(folder)) {
      below.push_back(shipped_source(file, shipped));
    } else if (last_part(name) == without_extension(word)) {
      by_last_part.push_back(shipped_source(file, shipped));
    }
  }
  if (!exact.empty()) {
    return exact;
  }
  return !below.empty() ? below : by_last_part.size() == 1 ? by_last_part : std::vector<Source>();
}

/// The words that would have been right: names of shipped scenarios, whole and their last parts, and files beside it.
std::string hint_for(const std::string& word, std::span<const ShippedFile> shipped) {
  std::vector<std::string_view> words;
  for (const ShippedFile& file : shipped) {
    if (file.path.ends_with(kExtension)) {
      words.push_back(without_extension(file.path));
      words.push_back(last_part(without_extension(file.path)));
    }
  }
  std::vector<std::string> neighbours;
  const fs::path parent = fs::path(word).parent_path();
  std::error_code problem;
  for (fs::directory_iterator entry(parent.empty() ? fs::path(".") : parent, problem), end;
       !problem && entry != end && neighbours.size() < kMostFiles; entry.increment(problem)) {
    neighbours.push_back((parent / entry->path().filename()).generic_string());
  }
  words.insert(words.begin(), neighbours.begin(), neighbours.end());
  return base::did_you_mean(word, words);
}

/// Whether `path` stays in its folder by its words alone.
bool leads_out(const fs::path& path) {
  return path.is_absolute() || std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

}  // namespace

ReadBeside read_beside_on_disk(std::filesystem::path folder) {
  if (folder.empty()) {
    folder = ".";
  }
  return [folder = std::move(folder)](const std::string& path) -> base::Result<std::string> {
    if (path.empty() || leads_out(path)) {
      return base::Error{"the file must lie in the scenario's folder or below it, without \"..\""};
    }
    std::error_code problem;
    const fs::path home = fs::canonical(folder, problem);
    const fs::path file = problem ? fs::path() : fs::canonical(folder / path, problem);
    if (problem) {
      return base::Error{"no file \"" + path + "\" lies beside the scenario"};
    }
    if (std::mismatch(home.begin(), home.end(), file.begin(), file.end()).first != home.end()) {
      return base::Error{"\"" + path + "\" is a link that leads out of the scenario's folder"};
    }
    return read_whole(file);
  };
}

std::vector<Source> find_sources(const std::string& word, std::span<const ShippedFile> shipped,
                                 base::Diagnostics& diagnostics) {
  std::vector<Source> sources;
  std::error_code problem;
  const fs::file_status status = fs::status(word, problem);
  if (fs::is_directory(status)) {
    add_folder(word, sources, diagnostics);
  } else if (fs::exists(status)) {
    add_file(word, sources, diagnostics);
  } else {
    sources = find_shipped(word, shipped);
    if (sources.empty()) {
      diagnostics.add({word, 0, 0}, "there is no such file or folder, and no shipped scenario is called so" +
                                        hint_for(word, shipped));
    }
  }
  return sources;
}

}  // namespace jobrig::load
