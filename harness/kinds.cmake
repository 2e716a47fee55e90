# jobrig_kinds(FOLDER KIND): every source in FOLDER without its own header declares kinds of faults or checks in a function
# `void declare_FILE(std::vector<KIND>&)`. Adds a function that calls all of them to the library of the folder. A new file
# therefore needs no registration.
function(jobrig_kinds folder kind)
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cc)
  set(declarations "")
  set(calls "")
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/${name}.h)
      string(APPEND declarations "void declare_${name}(std::vector<${kind}>& kinds);\n")
      string(APPEND calls "  declare_${name}(kinds);\n")
    endif()
  endforeach()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${folder}_kinds.cc)
  file(CONFIGURE OUTPUT ${output} CONTENT "// Written by harness/kinds.cmake from the names of the sources in ${folder}/; not for editing.
#include \"${folder}/catalogue.h\"

namespace jobrig::${folder} {

${declarations}
void declare_kinds(std::vector<${kind}>& kinds) {
${calls}}

}  // namespace jobrig::${folder}
" @ONLY)
  target_sources(jobrig_${folder} PRIVATE ${output})
endfunction()
