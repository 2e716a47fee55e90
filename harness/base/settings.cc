#include "base/settings.h"

#include "base/quote.h"

namespace jobrig::base {

Settings::Settings(const Node& node, std::string_view name, std::string_view main, std::string_view bare,
                   Diagnostics& diagnostics)
    : diagnostics_(diagnostics), mistakes_before_(mistakes()), what_(quoted(name)) {
  map_.kind = Node::Kind::kMap;
  map_.location = node.location;
  if (node.is_map()) {
    map_ = node;
  } else if (!node.is_null() && !main.empty()) {
    map_.entries.push_back({std::string(main), node.location, node});
  } else if (!node.is_null()) {
    diagnostics_.add(node.location, what_ + " takes no " + std::string(describe(node)) + "; write " +
                                        std::string(bare) + " or a map of its settings");
  }
  fields_.emplace(map_, what_, diagnostics_);
}

bool Settings::finish() {
  fields_->finish();
  return mistakes() == mistakes_before_;
}

}  // namespace jobrig::base
