// Project: the files with which a client of some kind gets its first verdict, from the templates in templates/. It runs
// nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace jobrig::init {

/// A kind of client.
struct KindRow {
  std::string_view name;     // python
  std::string_view summary;  // half a sentence: `an adapter that …`
  std::string_view client;   // the words of `jobrig conform` that select the client
  std::string_view edit;     // the next step: `replace … by your client`
};

std::span<const KindRow> kinds();
const KindRow* kind_named(std::string_view name);

struct ProjectFile {
  std::string path;  // relative to the folder of the project
  std::string text;
};

/// The files of the kind, sorted by path.
std::vector<ProjectFile> project_files(const KindRow& kind);

/// Creates the folder and the files. Creates nothing if one of the files exists; the error names all that exist.
std::optional<base::Error> write_project(const std::filesystem::path& folder, std::span<const ProjectFile> files);

}  // namespace jobrig::init
