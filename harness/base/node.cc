#include "base/node.h"

namespace jobrig::base {

std::string_view describe(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kNull:
      return "nothing";
    case Node::Kind::kList:
      return "a list";
    case Node::Kind::kMap:
      return "a map";
    case Node::Kind::kScalar:
      break;
  }
  if (node.quoted) {
    return "quoted text";
  }
  if (node.text == "true" || node.text == "false") {
    return "true or false";
  }
  const bool number = node.text.find_first_not_of("0123456789-+.eE") == std::string::npos;
  return number ? "a number" : "text";
}

}  // namespace jobrig::base
