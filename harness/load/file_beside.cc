#include "load/file_beside.h"

#include <utility>

#include "base/fields.h"

namespace jobrig::load {

std::optional<std::string> read_file_beside(const base::Node& node, std::string_view key, const Context& context) {
  const std::string what = "\"" + std::string(key) + "\"";
  const auto path = base::read_text(node, what, context.diagnostics);
  if (!path) {
    return std::nullopt;
  }
  if (!context.read_beside) {
    context.diagnostics.add(node.location, what + " cannot be used: the scenario is not in a folder");
    return std::nullopt;
  }
  base::Result<std::string> text = context.read_beside(*path);
  if (!text) {
    context.diagnostics.add(node.location, what + ": " + text.error().message);
    return std::nullopt;
  }
  return std::move(text).value();
}

}  // namespace jobrig::load
