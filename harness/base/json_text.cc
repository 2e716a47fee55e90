#include "base/json_text.h"

#include "base/fields.h"
#include "base/json_string.h"
#include "base/scalar_form.h"

namespace jobrig::base {
namespace {

// Recursion is safe: the reader limits the depth to 100.
class Writer {
 public:
  Writer(std::string_view what, Diagnostics& diagnostics) : what_(what), diagnostics_(diagnostics) {}

  void write(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kNull:
        json_ += "null";
        break;
      case Node::Kind::kScalar:
        write_scalar(node);
        break;
      case Node::Kind::kList:
        write_list(node);
        break;
      case Node::Kind::kMap:
        write_map(node);
        break;
    }
  }

  std::optional<std::string> take() { return good_ ? std::optional(std::move(json_)) : std::nullopt; }

 private:
  void write_scalar(const Node& node) {
    const ScalarForm form = node.quoted ? ScalarForm::kText : form_of(node.text);
    if (form == ScalarForm::kText) {
      append_json_string(json_, node.text);
    } else if (form == ScalarForm::kAmbiguous) {
      good_ = false;
      diagnostics_.add(node.location,
                       std::string(what_) + ": " + base::quoted(node.text) +
                           " is read differently by different programs; write it as JSON does, or in quotes"
                           " when it is text");
    } else {
      json_ += node.text;
    }
  }

  void write_list(const Node& node) {
    json_ += '[';
    for (const Node& item : node.items) {
      if (&item != &node.items.front()) {
        json_ += ',';
      }
      write(item);
    }
    json_ += ']';
  }

  void write_map(const Node& node) {
    json_ += '{';
    for (const Entry& entry : node.entries) {
      if (&entry != &node.entries.front()) {
        json_ += ',';
      }
      append_json_string(json_, entry.key);
      json_ += ':';
      write(entry.value);
    }
    json_ += '}';
  }

  std::string_view what_;
  Diagnostics& diagnostics_;
  std::string json_;
  bool good_ = true;
};

}  // namespace

std::optional<std::string> json_text(const Node& node, std::string_view what, Diagnostics& diagnostics) {
  Writer writer(what, diagnostics);
  writer.write(node);
  return writer.take();
}

}  // namespace jobrig::base
