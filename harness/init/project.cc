#include "init/project.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "base/catalogue.h"
#include "base/descriptor.h"
#include "base/quote.h"
#include "contract/embedded_files.h"

namespace jobrig::init {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCommon = "common/";
// In the files of all kinds it stands for KindRow::client.
constexpr std::string_view kClient = "@client@";

constexpr std::array kKinds{
    KindRow{"command", "a profile of a command-line client, for which curl stands", "--profile ./my-client.yaml",
            "replace curl in my-client.yaml by your client, with its words and exit codes"},
    KindRow{"python", "an adapter in Python that calls with the standard library", "--adapter -- python3 client.py",
            "replace send() and read() in client.py by a call of your client"},
    KindRow{"node", "an adapter for Node.js that calls with the standard library", "--adapter -- node client.mjs",
            "replace send() and read() in client.mjs by a call of your client"},
    KindRow{"c", "a command-line client in C with libcurl, and its profile", "--profile ./my-client.yaml",
            "replace client.c by your client, and adapt my-client.yaml to its words and exit codes"},
};

std::string filled(std::string_view text, std::string_view client) {
  std::string result(text);
  for (std::size_t at = result.find(kClient); at != std::string::npos; at = result.find(kClient, at + client.size())) {
    result.replace(at, kClient.size(), client);
  }
  return result;
}

base::Error failure(const fs::path& path, int code) {
  return base::Error{"cannot write " + base::quoted(path.string()) + ": " +
                     std::error_code(code, std::generic_category()).message()};
}

/// Never replaces a file, also not one that appears meanwhile.
std::optional<base::Error> create(const fs::path& path, std::string_view text) {
  constexpr mode_t kMode = S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): C's signature
  const base::Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode));
  if (file.get() < 0) {
    return failure(path, errno);
  }
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return failure(path, errno);
    }
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return std::nullopt;
}

}  // namespace

std::span<const KindRow> kinds() { return kKinds; }

const KindRow* kind_named(std::string_view name) { return base::row_named(kKinds, name); }

std::vector<ProjectFile> project_files(const KindRow& kind) {
  const std::string own = std::string(kind.name) + "/";
  std::vector<ProjectFile> files;
  for (const contract::EmbeddedFile& file : contract::embedded_templates()) {
    for (const std::string_view folder : {kCommon, std::string_view(own)}) {
      if (file.path.starts_with(folder)) {
        files.push_back({std::string(file.path.substr(folder.size())), filled(file.text, kind.client)});
      }
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& one, const auto& other) { return one.path < other.path; });
  return files;
}

std::optional<base::Error> write_project(const fs::path& folder, std::span<const ProjectFile> files) {
  std::string existing;
  for (const ProjectFile& file : files) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(folder / file.path, error))) {
      existing += (existing.empty() ? "" : ", ") + base::quoted((folder / file.path).lexically_normal().string());
    }
  }
  if (!existing.empty()) {
    return base::Error{"existing files are never overwritten: " + existing + "; name another folder"};
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return failure(folder, error.value());
  }
  for (const ProjectFile& file : files) {
    if (auto problem = create(folder / file.path, file.text)) {
      return problem;
    }
  }
  return std::nullopt;
}

}  // namespace jobrig::init
