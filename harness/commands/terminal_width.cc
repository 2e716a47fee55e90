#include "commands/terminal_width.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace jobrig::commands {
namespace {

constexpr std::size_t kMinColumns = 20;
constexpr std::size_t kMaxColumns = 1000;

std::optional<std::size_t> number_in(const char* variable) {
  const std::string_view text = variable == nullptr ? "" : variable;
  std::size_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

std::size_t columns_of_terminal(const char* variable, std::size_t said) {
  if (const auto number = number_in(variable); number && *number >= kMinColumns && *number <= kMaxColumns) {
    return *number;
  }
  return said >= kMinColumns && said <= kMaxColumns ? said : kUsualColumns;
}

std::size_t columns_of_stdout() {
  if (::isatty(STDOUT_FILENO) == 0) {
    return 0;
  }
  winsize size{};
  const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread sets variables
  return columns_of_terminal(std::getenv("COLUMNS"), known ? size.ws_col : 0);
}

}  // namespace jobrig::commands
