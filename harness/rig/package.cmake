# The C++ package: one archive of rig/ and of everything that it needs, with the public header, installed for
# find_package(jobrig). The archive is the target jobrig_harness here and jobrig::harness there.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# jobrig_parts(TARGET FOLDERS LIBRARIES): adds TARGET and the folders that it links to FOLDERS, and the libraries of others
# that they link to LIBRARIES.
function(jobrig_parts target add_folders add_libraries)
  set(all_folders ${${add_folders}})
  set(all_libraries ${${add_libraries}})
  if(NOT target IN_LIST all_folders)
    list(APPEND all_folders ${target})
    get_target_property(links ${target} INTERFACE_LINK_LIBRARIES)
    foreach(link ${links})
      if(link MATCHES "^jobrig_")
        jobrig_parts(${link} all_folders all_libraries)
      elseif(link)
        list(APPEND all_libraries ${link})
      endif()
    endforeach()
    list(REMOVE_DUPLICATES all_libraries)
  endif()
  set(${add_folders} ${all_folders} PARENT_SCOPE)
  set(${add_libraries} ${all_libraries} PARENT_SCOPE)
endfunction()

jobrig_parts(jobrig_rig folders libraries)
set(objects "")
foreach(folder ${folders})
  get_target_property(type ${folder} TYPE)
  if(type STREQUAL "STATIC_LIBRARY")
    list(APPEND objects $<TARGET_OBJECTS:${folder}>)
  endif()
endforeach()
list(REMOVE_ITEM libraries nlohmann_json::nlohmann_json Boost::headers)  # headers only
list(TRANSFORM libraries REPLACE "^PkgConfig::(.*)$" "$<BUILD_INTERFACE:PkgConfig::\\1>")

add_library(jobrig_harness STATIC ${objects})
add_library(jobrig::harness ALIAS jobrig_harness)
# The last two have no package files of CMake in Debian 12; jobrigConfig.cmake looks for them.
target_link_libraries(jobrig_harness PRIVATE ${libraries} ${CMAKE_DL_LIBS} $<INSTALL_INTERFACE:re2> $<INSTALL_INTERFACE:cpp-httplib>)
target_include_directories(jobrig_harness INTERFACE $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/rig/include>
                                                    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_compile_features(jobrig_harness INTERFACE cxx_std_17)
set_target_properties(jobrig_harness PROPERTIES LINKER_LANGUAGE CXX OUTPUT_NAME jobrig EXPORT_NAME harness)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/jobrig)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/jobrigConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/jobrigConfig.cmake
                              INSTALL_DESTINATION ${package_folder} NO_SET_AND_CHECK_MACRO)
# Before 1.0, a minor version may change the header.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/jobrigConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(TARGETS jobrig_harness EXPORT jobrig ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/rig/include/jobrig/rig.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/jobrig
        COMPONENT development)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/jobrigConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/jobrigConfigVersion.cmake
        DESTINATION ${package_folder} COMPONENT development)
install(EXPORT jobrig NAMESPACE jobrig:: FILE jobrigTargets.cmake DESTINATION ${package_folder} COMPONENT development)
