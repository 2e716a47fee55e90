# The files of an installation, in components, and the two Debian packages (ci/package).
#   program             the program, its manual page, completions, schemas and scenarios: what the archive has, too
#   debian              what only the package jobrig has: the systemd unit and the files that Debian Policy requires
#   development         the C++ package (harness/rig/package.cmake)
#   development-debian  what only the package libjobrig-dev has
include(GNUInstallDirs)

# The program writes its own manual page and completions.
set(documents ${CMAKE_BINARY_DIR}/package/documents)
foreach(component program debian development-debian)
  install(CODE "set(jobrig \"$<TARGET_FILE:jobrig>\")
                set(documents \"${documents}\")
                set(source \"${CMAKE_SOURCE_DIR}\")
                set(version \"${PROJECT_VERSION}\")" COMPONENT ${component})
  install(SCRIPT ${CMAKE_CURRENT_LIST_DIR}/documents.cmake COMPONENT ${component})
endforeach()

install(TARGETS jobrig RUNTIME COMPONENT program)
install(FILES ${documents}/jobrig.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${documents}/jobrig.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME jobrig
        COMPONENT program)
# Debian's zsh and fish read these folders.
install(FILES ${documents}/jobrig.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _jobrig
        COMPONENT program)
install(FILES ${documents}/jobrig.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/schemas ${CMAKE_SOURCE_DIR}/scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/jobrig
        COMPONENT program PATTERN README.md EXCLUDE)

install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright ${documents}/changelog.gz ${documents}/changelog.Debian.gz
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright ${documents}/changelog.gz ${documents}/changelog.Debian.gz
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libjobrig-dev COMPONENT development-debian EXCLUDE_FROM_ALL)
# Not below the prefix: Debian 12 looks for units in /lib. dh_installsystemd would enable it; without it, nothing does.
install(FILES ${CMAKE_CURRENT_LIST_DIR}/jobrig.service DESTINATION /lib/systemd/system COMPONENT debian
        EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME jobrig)
set(CPACK_PACKAGE_VENDOR "the jobrig authors")
set(CPACK_PACKAGE_CONTACT "The jobrig authors <jobrig@jobrig.example>")
# Of both packages: CPack has no summary of a component.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "mock and conformance tests for clients of AWS IoT Jobs")
set(CPACK_DEBIAN_JOBRIG_DESCRIPTION
"jobrig tests clients of the AWS IoT Jobs data plane without an AWS account.
It serves job executions from YAML files to any client of the API, makes the
service fail in more than fifty ways, and runs a client through more than
eight hundred situations to report what it did wrong.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL program debian development development-debian)
set(CPACK_DEBIAN_JOBRIG_PACKAGE_NAME jobrig)
set(CPACK_DEBIAN_LIBJOBRIG-DEV_PACKAGE_NAME libjobrig-dev)
set(CPACK_DEBIAN_LIBJOBRIG-DEV_DESCRIPTION
"jobrig serves the AWS IoT Jobs data plane without an AWS account. This library
runs it inside a test program: find_package(jobrig) gives jobrig::harness.")
# What jobrigConfig.cmake looks for.
set(CPACK_DEBIAN_LIBJOBRIG-DEV_PACKAGE_DEPENDS
    "libcpp-httplib-dev, libpugixml-dev, libre2-dev, libssl-dev, libyaml-cpp-dev")
set(CPACK_DEBIAN_LIBJOBRIG-DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBJOBRIG-DEV_PACKAGE_SOURCE jobrig)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_JOBRIG_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
include(CPack)
cpack_add_component(program GROUP jobrig)
cpack_add_component(debian GROUP jobrig)
cpack_add_component(development GROUP libjobrig-dev)
cpack_add_component(development-debian GROUP libjobrig-dev)
