#include "commands/refuse_name.h"

#include <ostream>

#include "base/suggest.h"

namespace jobrig::commands {

ExitCode refuse_name(std::string_view what, std::string_view name, const std::vector<std::string_view>& known,
                     std::string_view advice, Streams& streams) {
  streams.err << "jobrig: unknown " << what << " \"" << name << "\"" << base::did_you_mean(name, known) << "\n"
              << "jobrig: " << advice << "\n";
  return ExitCode::kUserOrWorld;
}

}  // namespace jobrig::commands
