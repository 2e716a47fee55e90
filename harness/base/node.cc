#include "base/node.h"

#include "base/scalar_form.h"

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
  switch (form_of(node.text)) {
    case ScalarForm::kTrue:
    case ScalarForm::kFalse:
      return "true or false";
    case ScalarForm::kNumber:
    case ScalarForm::kAmbiguous:
      return "a number";
    case ScalarForm::kText:
      break;
  }
  return "text";
}

}  // namespace jobrig::base
