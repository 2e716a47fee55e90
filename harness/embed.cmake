# Compiles data files into the program, which then needs no other files. When harness/CMakeLists.txt includes this file, it
# adds the generated sources to the library of contract/; when the build runs it (cmake -P), it writes one of them. Files may
# contain any bytes: every byte is written as an escape.

if(CMAKE_SCRIPT_MODE_FILE)
  # LISTING: a text file with one path per line; ROOT: the folder they are relative to; FUNCTION: the function whose
  # table is written; OUTPUT: the source file.
  file(STRINGS ${LISTING} paths)
  set(rows "")
  foreach(path IN LISTS paths)
    file(READ ${ROOT}/${path} bytes HEX)
    string(LENGTH "${bytes}" length)
    math(EXPR length "${length} / 2")
    string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${bytes}")
    string(APPEND rows "    {\"${path}\", {\"${bytes}\", ${length}}},\n")
  endforeach()
  file(WRITE ${OUTPUT} "// Written by harness/embed.cmake from data files; not for editing.
#include \"contract/embedded_files.h\"

#include <array>

namespace jobrig::contract {
namespace {

constexpr auto kFiles = std::to_array<EmbeddedFile>({
    {\"\", \"\"},  // keeps the table from being empty
${rows}});

}  // namespace

std::span<const EmbeddedFile> ${FUNCTION}() { return std::span(kFiles).subspan(1); }

}  // namespace jobrig::contract
")
  return()
endif()

# jobrig_embed(FOLDER FUNCTION): embeds all files in FOLDER except hidden files, Markdown and C++ sources, sorted by path.
function(jobrig_embed folder function)
  set(root ${CMAKE_SOURCE_DIR}/${folder})
  file(GLOB_RECURSE paths CONFIGURE_DEPENDS RELATIVE ${root} ${root}/*)
  list(FILTER paths EXCLUDE REGEX "(^|/)\\.|\\.(md|cc|h)$")
  list(SORT paths)
  set(listing ${CMAKE_CURRENT_BINARY_DIR}/${function}.txt)
  list(JOIN paths "\n" lines)
  # Written only when it changes, that is when a file is added or removed. Dependencies on the files do not cover that.
  file(CONFIGURE OUTPUT ${listing} CONTENT "${lines}\n" @ONLY)
  list(TRANSFORM paths PREPEND ${root}/)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${function}.cc)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DLISTING=${listing} -DROOT=${root} -DFUNCTION=${function} -DOUTPUT=${source} -P
            ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    DEPENDS ${listing} ${paths} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    COMMENT "Embedding ${folder}/"
    VERBATIM)
  target_sources(jobrig_contract PRIVATE ${source})
  set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)  # each of these sources defines kFiles
endfunction()

jobrig_embed(schemas embedded_schemas)
jobrig_embed(scenarios embedded_scenarios)
jobrig_embed(harness/drive/profiles embedded_profiles)
jobrig_embed(harness/contract/page embedded_common_page_files)
jobrig_embed(harness/report/html embedded_page_files)
jobrig_embed(harness/admin/page embedded_live_page_files)
jobrig_embed(harness/suite embedded_requirements)
jobrig_embed(harness/init/templates embedded_templates)
