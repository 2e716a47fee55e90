# jobrig_kinds(FOLDER KIND [MORE...]): every source in FOLDER, and in the folders MORE, without its own header declares kinds
# of faults or checks in a function `void declare_FILE(std::vector<KIND>&)`. Adds a function that calls all of them to the
# library of FOLDER, which is linked with those of MORE. A new file therefore needs no registration.
function(jobrig_kinds folder kind)
  set(declarations "")
  set(calls "")
  foreach(home ${folder} ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${home}/*.cc)
    string(APPEND declarations "namespace ${home} {\n")
    foreach(source IN LISTS sources)
      cmake_path(GET source STEM name)
      if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${home}/${name}.h)
        string(APPEND declarations "void declare_${name}(std::vector<${folder}::${kind}>& kinds);\n")
        string(APPEND calls "  ${home}::declare_${name}(kinds);\n")
      endif()
    endforeach()
    string(APPEND declarations "}  // namespace ${home}\n")
  endforeach()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${folder}_kinds.cc)
  file(CONFIGURE OUTPUT ${output} CONTENT "// Written by harness/kinds.cmake from the names of the sources in ${folder}/ ${ARGN}; not for editing.
#include \"${folder}/catalogue.h\"

namespace jobrig {

${declarations}
void ${folder}::declare_kinds(std::vector<${kind}>& kinds) {
${calls}}

}  // namespace jobrig
" @ONLY)
  target_sources(jobrig_${folder} PRIVATE ${output})
  foreach(home ${ARGN})
    target_link_libraries(jobrig_${folder} PUBLIC jobrig_${home})
  endforeach()
endfunction()
