# usage: cmake -DSOURCE=FOLDER -DOUTPUT=FILE -P commit.cmake
# Writes base::commit(), the commit of the checkout SOURCE, into the source file OUTPUT if that changes it. The commit of
# a source archive is in commit.txt. Without git or a repository, the commit is empty.
file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/commit.txt commit LIMIT_COUNT 1)
if(commit MATCHES "Format")
  set(commit "")
  find_program(GIT git)
  if(GIT)
    # A source archive may lie inside another repository, whose commit says nothing about it.
    execute_process(COMMAND ${GIT} rev-parse --show-prefix WORKING_DIRECTORY ${SOURCE} RESULT_VARIABLE failed
                    OUTPUT_VARIABLE below OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(NOT failed AND NOT below)
      execute_process(COMMAND ${GIT} describe --always --dirty --abbrev=12 --exclude=* WORKING_DIRECTORY ${SOURCE}
                      OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    endif()
  endif()
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT [[
#include "base/version.h"

namespace jobrig::base {

std::string_view commit() { return "@commit@"; }

}  // namespace jobrig::base
]] @ONLY)
