# Runs at installation: writes the documents that the program prints, and the change logs, into the folder `documents`.
# Needs `jobrig` (the built program), `source` (the checkout) and `version`.
file(MAKE_DIRECTORY ${documents})

function(print_to file)
  execute_process(COMMAND ${jobrig} ${ARGN} OUTPUT_FILE ${documents}/${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
# -n: no name and time inside, so that the same input gives the same file.
function(compress file)
  execute_process(COMMAND gzip -9nf ${documents}/${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

print_to(jobrig.1 manual)
compress(jobrig.1)
foreach(shell bash zsh fish)
  print_to(jobrig.${shell} completion ${shell})
endforeach()

configure_file(${source}/CHANGELOG.md ${documents}/changelog COPYONLY)
compress(changelog)
# The date of the release is in its headline: "## 0.2.0 (2026-11-27)".
string(REPLACE . \\. pattern ${version})
file(STRINGS ${source}/CHANGELOG.md headline REGEX "^## ${pattern} \\(" LIMIT_COUNT 1)
if(NOT headline MATCHES "\\(([0-9-]+)\\)$")
  message(FATAL_ERROR "CHANGELOG.md has no headline \"## ${version} (YEAR-MONTH-DAY)\" for the version in CMakeLists.txt")
endif()
execute_process(COMMAND date --utc --rfc-email --date ${CMAKE_MATCH_1} OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE
                COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${documents}/changelog.Debian
"jobrig (${version}) unstable; urgency=medium

  * Release ${version}. /usr/share/doc/jobrig/changelog.gz lists the changes.

 -- The jobrig authors <jobrig@jobrig.example>  ${date}
")
compress(changelog.Debian)
