// The main function of every test program. It ignores SIGPIPE, as jobrig does: test clients write to connections that
// the server has closed.
#define CATCH_CONFIG_RUNNER
#include <csignal>

#include "support/catch.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  return Catch::Session().run(argc, argv);
}
