# jobrig_kinds(FOLDER KIND [MORE…]): every source in FOLDER without its own header declares kinds of faults or checks in a function
# `void declare_FILE(std::vector<KIND>&)`. Adds a function that calls all of them to the library of the folder. A new file
# therefore needs no registration. The sources of the folders MORE do the same, each in a namespace of its folder.
function(jobrig_kinds folder kind)
  set(declarations "")
  set(calls "")
  foreach(room IN ITEMS ${folder} LISTS ARGN)
    file(GLOB sources CONFIGURE_DEPENDS ${room}/*.cc)
    string(APPEND declarations "namespace ${room} {\n")
    foreach(source IN LISTS sources)
      cmake_path(GET source STEM name)
      if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${room}/${name}.h)
        string(APPEND declarations "void declare_${name}(std::vector<${folder}::${kind}>& kinds);\n")
        string(APPEND calls "  ${room}::declare_${name}(kinds);\n")
      endif()
    endforeach()
    string(APPEND declarations "}  // namespace ${room}\n")
  endforeach()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${folder}_kinds.cc)
  file(CONFIGURE OUTPUT ${output} CONTENT "// Written by harness/kinds.cmake from the names of the sources in ${folder}/; not for editing.
#include \"${folder}/catalogue.h\"

namespace jobrig {
${declarations}}  // namespace jobrig

namespace jobrig::${folder} {

void declare_kinds(std::vector<${kind}>& kinds) {
${calls}}

}  // namespace jobrig::${folder}
" @ONLY)
  target_sources(jobrig_${folder} PRIVATE ${output})
endfunction()
