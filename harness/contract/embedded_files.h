// Embedded files: the files of schemas/, scenarios/, drive/profiles/, contract/page/, report/html/, admin/page/,
// init/templates/ and suite/ that harness/embed.cmake compiled into the program, byte for byte. It does not interpret
// them (schemas.h and shipped_scenarios.h do) and reads nothing at run time.
#pragma once

#include <span>
#include <string_view>

namespace jobrig::contract {

struct EmbeddedFile {
  std::string_view path;  // relative to its folder: original/describe_job_execution.response.json
  std::string_view text;
};

/// The files of each folder, sorted by path.
std::span<const EmbeddedFile> embedded_schemas();
std::span<const EmbeddedFile> embedded_scenarios();
std::span<const EmbeddedFile> embedded_profiles();
std::span<const EmbeddedFile> embedded_common_page_files();
std::span<const EmbeddedFile> embedded_page_files();
std::span<const EmbeddedFile> embedded_live_page_files();
std::span<const EmbeddedFile> embedded_templates();
std::span<const EmbeddedFile> embedded_requirements();

}  // namespace jobrig::contract
