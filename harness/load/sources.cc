#include "load/sources.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "base/descriptor.h"
#include "base/suggest.h"
#include "contract/shipped_scenarios.h"

namespace jobrig::load {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kExtensions{".yaml", ".yml"};
constexpr std::size_t kMaxFiles = 10000;

std::string_view without_extension(std::string_view path) {
  for (const std::string_view extension : kExtensions) {
    if (path.ends_with(extension)) {
      return path.substr(0, path.size() - extension.size());
    }
  }
  return path;
}

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

base::Error no_such_file(const std::string& path) {
  return {"file \"" + path + "\" not found in the folder of the scenario"};
}

/// Reads at most kMaxFile bytes and one more; the reader rejects a text of that size. `name` is for messages.
base::Result<std::string> read_from(int descriptor, const std::string& name) {
  std::string text(kMaxFile + 1, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t count = ::read(descriptor, text.data() + filled, text.size() - filled);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return base::Error{"\"" + name + "\" cannot be read: " + std::strerror(errno)};
    }
    if (count == 0) {
      break;
    }
    filled += static_cast<std::size_t>(count);
  }
  text.resize(filled);
  return text;
}

base::Result<std::string> read_path(const fs::path& path) {
  const base::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return file.open() ? read_from(file.get(), path.string())
                     : base::Error{"\"" + path.string() + "\" cannot be read: " + std::strerror(errno)};
}

base::Result<std::string> read_whole(const fs::path& path) {
  std::error_code problem;
  return fs::is_regular_file(path, problem) ? read_path(path) : base::Error{"\"" + path.string() + "\" is not a file"};
}

/// The name of a file for random numbers and reports. It does not depend on the location of the checkout, so a seed
/// gives the same run on every machine. It is the path below the last folder called `scenarios`, or else below `home`.
std::string name_below(const fs::path& path, const fs::path& home) {
  fs::path name;
  bool below_scenarios = false;
  for (const fs::path& part : fs::absolute(path).lexically_normal()) {
    name = part == "scenarios" ? fs::path() : name / part;
    below_scenarios = below_scenarios || part == "scenarios";
  }
  return std::string(without_extension((below_scenarios ? name : path.lexically_relative(home)).generic_string()));
}

void add_file(const fs::path& path, const fs::path& home, std::vector<Source>& sources,
              base::Diagnostics& diagnostics) {
  auto text = read_whole(path);
  if (!text) {
    diagnostics.add({path.string(), 0, 0}, text.error().message);
    return;
  }
  sources.push_back({name_below(path, home), path.generic_string(), std::move(text).value(),
                     read_beside_on_disk(path.parent_path())});
}

void add_stream(const std::string& word, std::vector<Source>& sources, base::Diagnostics& diagnostics) {
  const std::string file = word == kStdin ? std::string("<stdin>") : word;
  auto text = word == kStdin ? read_from(STDIN_FILENO, file) : read_path(word);
  if (!text) {
    diagnostics.add({file, 0, 0}, text.error().message);
    return;
  }
  // The number of a pipe in its name is not the same in each run.
  sources.push_back({"stdin", file, std::move(text).value(), read_beside_on_disk(".")});
}

/// Keeps the first of several names of one file: a mounted ConfigMap of Kubernetes has links to its files.
void keep_each_file_once(std::vector<fs::path>& files) {
  std::set<std::pair<dev_t, ino_t>> seen;
  std::erase_if(files, [&seen](const fs::path& file) {
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 && !seen.emplace(status.st_dev, status.st_ino).second;
  });
}

void add_folder(const fs::path& folder, std::vector<Source>& sources, base::Diagnostics& diagnostics) {
  std::vector<fs::path> files;
  std::error_code problem;
  fs::recursive_directory_iterator entries(folder, problem);
  while (!problem && entries != fs::recursive_directory_iterator()) {
    std::error_code unknown;
    if (is_hidden(entries->path())) {
      entries.disable_recursion_pending();
    } else if (has_scenario_extension(entries->path()) && entries->is_regular_file(unknown)) {
      files.push_back(entries->path());
    }
    if (files.size() > kMaxFiles) {
      diagnostics.add({folder.string(), 0, 0},
                      "the folder contains more than " + std::to_string(kMaxFiles) + " scenarios");
      return;
    }
    entries.increment(problem);
  }
  if (problem) {
    diagnostics.add({folder.string(), 0, 0}, "the folder cannot be read: " + problem.message());
    return;
  }
  if (files.empty()) {
    diagnostics.add({folder.string(), 0, 0}, "the folder contains no .yaml or .yml files");
  }
  std::sort(files.begin(), files.end());
  keep_each_file_once(files);
  for (const fs::path& file : files) {
    add_file(file, folder, sources, diagnostics);
  }
}

/// Files used by a shipped scenario are shipped in its folder.
ReadBeside read_beside_shipped(std::string_view scenario) {
  const std::string folder(scenario.substr(0, scenario.size() - last_part(scenario).size()));
  return [folder](const std::string& path) -> base::Result<std::string> {
    if (const auto text = contract::shipped_file(folder + path)) {
      return std::string(*text);
    }
    return no_such_file(path);
  };
}

Source shipped_source(const contract::ShippedScenario& scenario) {
  return {std::string(scenario.name), std::string(scenario.path), std::string(scenario.text),
          read_beside_shipped(scenario.path)};
}

/// A suggestion from the names of shipped scenarios, their last parts, and the files in the same folder.
std::string hint_for(const std::string& word) {
  std::vector<std::string_view> words;
  for (const auto& scenario : contract::shipped_scenarios()) {
    words.push_back(scenario.name);
    words.push_back(last_part(scenario.name));
  }
  std::vector<std::string> neighbours;
  const fs::path parent = fs::path(word).parent_path();
  std::error_code problem;
  for (fs::directory_iterator entry(parent.empty() ? fs::path(".") : parent, problem), end;
       !problem && entry != end && neighbours.size() < kMaxFiles; entry.increment(problem)) {
    neighbours.push_back((parent / entry->path().filename()).generic_string());
  }
  words.insert(words.begin(), neighbours.begin(), neighbours.end());
  return base::did_you_mean(word, words);
}

/// True if the text of `path` leads out of its folder; symbolic links are not resolved.
bool leads_out(const fs::path& path) {
  return path.is_absolute() || std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

}  // namespace

bool is_stream(const std::string& word) {
  std::error_code problem;
  const fs::file_status status = fs::status(word, problem);
  return word == kStdin || word.starts_with("/dev/") || fs::is_fifo(status) || fs::is_character_file(status);
}

bool has_scenario_extension(const fs::path& path) {
  const fs::path extension = path.extension();
  return std::find(kExtensions.begin(), kExtensions.end(), extension.native()) != kExtensions.end();
}

bool is_hidden(const fs::path& path) { return path.filename().native().starts_with('.'); }

std::vector<Source> shipped_sources(std::string_view word) {
  std::vector<Source> sources;
  if (const auto* scenario = contract::shipped_scenario(word)) {
    sources.push_back(shipped_source(*scenario));
    return sources;
  }
  for (const auto* scenario : contract::shipped_folder(word)) {
    sources.push_back(shipped_source(*scenario));
  }
  return sources;
}

ReadBeside read_beside_on_disk(std::filesystem::path folder) {
  if (folder.empty()) {
    folder = ".";
  }
  return [folder = std::move(folder)](const std::string& path) -> base::Result<std::string> {
    if (path.empty() || leads_out(path)) {
      return base::Error{"the file must be in the folder of the scenario or below it, without \"..\""};
    }
    std::error_code problem;
    const fs::path home = fs::canonical(folder, problem);
    const fs::path file = problem ? fs::path() : fs::canonical(folder / path, problem);
    if (problem) {
      return no_such_file(path);
    }
    if (std::mismatch(home.begin(), home.end(), file.begin(), file.end()).first != home.end()) {
      return base::Error{"\"" + path + "\" is a link to a file outside the folder of the scenario"};
    }
    return read_whole(file);
  };
}

std::vector<Source> find_sources(const std::string& word, base::Diagnostics& diagnostics) {
  std::vector<Source> sources;
  if (is_stream(word)) {
    add_stream(word, sources, diagnostics);
    return sources;
  }
  std::error_code problem;
  const fs::file_status status = fs::status(word, problem);
  if (fs::is_directory(status)) {
    add_folder(word, sources, diagnostics);
  } else if (fs::exists(status)) {
    add_file(word, fs::path(word).parent_path(), sources, diagnostics);
  } else {
    sources = shipped_sources(word);
    if (sources.empty()) {
      diagnostics.add({word, 0, 0}, "not a file, a folder or the name of a built-in scenario" + hint_for(word));
    }
  }
  return sources;
}

}  // namespace jobrig::load
