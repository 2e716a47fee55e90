// Embedded files: what harness/embed.cmake compiled into the program from schemas/, scenarios/, drive/profiles/ and
// report/html/, byte for byte. It reads nothing at run time; what they mean is for schemas.h and shipped_scenarios.h.
#pragma once

#include <span>
#include <string_view>

namespace jobrig::contract {

struct EmbeddedFile {
  std::string_view path;  // below its folder: original/describe_job_execution.response.json
  std::string_view text;
};

/// The files of schemas/, of scenarios/, of drive/profiles/ and of report/html/, each sorted by path.
std::span<const EmbeddedFile> embedded_schemas();
std::span<const EmbeddedFile> embedded_scenarios();
std::span<const EmbeddedFile> embedded_profiles();
std::span<const EmbeddedFile> embedded_page_files();

}  // namespace jobrig::contract
