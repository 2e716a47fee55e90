// The process table, including processes that end while they are read.
#include "drive/process_table.h"

#include <unistd.h>

#include <algorithm>

#include "support/catch.h"

using namespace jobrig;

TEST_CASE("a file of the process table that opens and then cannot be read is empty", "[drive]") {
  // ESRCH occurs when a process ends between open and read. These files give EISDIR and EIO each time.
  CHECK(drive::read_proc_file("/proc").empty());
  CHECK(drive::read_proc_file("/proc/self/mem").empty());
  CHECK(drive::read_proc_file("/proc/nowhere").empty());
  CHECK_FALSE(drive::read_proc_file("/proc/self/stat").empty());
}

TEST_CASE("the process table has this process with its parent and group", "[drive]") {
  const auto rows = drive::process_table();
  const auto own = std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.id == ::getpid(); });
  REQUIRE(own != rows.end());
  CHECK(own->parent == ::getppid());
  CHECK(own->group == ::getpgrp());
  CHECK(own->session == ::getsid(0));
  CHECK(own->state == 'R');
  const auto parent = drive::process_row(::getppid());
  REQUIRE(parent);
  CHECK(own->started >= parent->started);
  CHECK(own->started > 0);
  CHECK_FALSE(drive::process_row(-1));
}
