#include "manual/program.h"

#include <algorithm>

namespace jobrig::manual {

std::string usage_word(const Option& option) {
  if (option.may_lack_value) {
    return option.name + "[=" + option.placeholder + "]";
  }
  if (!option.positional) {
    return option.placeholder.empty() ? option.name : option.name + " " + option.placeholder;
  }
  const std::string many = option.most > 1 ? option.name + "…" : option.name;
  return option.least == 0 ? "[" + many + "]" : many;
}

std::string usage(const Command& command) {
  std::string text = std::string(kProgramName) + " " + command.name;
  for (const Option& option : command.options) {
    text += option.positional ? " " + usage_word(option) : "";
  }
  return text + " [OPTIONS]";
}

const Option* positional_of(const Command& command) {
  const auto found = std::find_if(command.options.begin(), command.options.end(),
                                  [](const Option& option) { return option.positional; });
  return found == command.options.end() ? nullptr : &*found;
}

}  // namespace jobrig::manual
