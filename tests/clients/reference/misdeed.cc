#include "clients/reference/misdeed.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

namespace jobrig::reference {
namespace {

constexpr std::size_t kOutputPiece = std::size_t{1} << 20U;
constexpr int kPieces = 1000;  // 1 GB

void print_much() {
  const std::string piece(kOutputPiece, 'x');
  for (int i = 0; i<kPieces&& ::write(STDOUT_FILENO, piece.data(), piece.size())> 0; ++i) {
  }
}

[[noreturn]] void wait_for_ever() {
  for (;;) {
    ::pause();
  }
}

/// A process in its own session that ignores SIGTERM.
void leave_child() {
  if (::fork() == 0) {
    ::setsid();
    std::signal(SIGTERM, SIG_IGN);
    wait_for_ever();
  }
}

/// 128 KiB that are used, so that they count as resident.
void leak_memory() {
  static std::vector<std::vector<char>> kept;
  kept.emplace_back(std::size_t{128} << 10U, 'x');
}

/// One descriptor in eight calls: a thousand calls stay below the usual limit of 1024.
void leak_descriptor() {
  static int calls = 0;
  if (++calls % 8 == 0 && ::dup(STDIN_FILENO) < 0) {
    std::abort();
  }
}

}  // namespace

void commit(Misdeed misdeed) {
  switch (misdeed) {
    case Misdeed::kHangs:
      wait_for_ever();
    case Misdeed::kCrashes:
      std::abort();
    case Misdeed::kPrintsMuch:
      print_much();
      break;
    case Misdeed::kLeavesChild:
      leave_child();
      break;
    case Misdeed::kLeaksMemory:
      leak_memory();
      break;
    case Misdeed::kLeaksDescriptors:
      leak_descriptor();
      break;
    case Misdeed::kNone:
      break;
  }
}

}  // namespace jobrig::reference
