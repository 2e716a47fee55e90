// Body values: the values of those members of a JSON body that rules ask for. It matches nothing (the conditions do)
// and keeps no other member.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace jobrig::conditions {

struct BodyValue {
  std::string path;  // `statusDetails.step`; the items of a list have the path of the list
  std::string text;  // of a string its characters, of other scalars their JSON
  bool structured;   // a map or a list; `text` is then empty
};
using BodyValues = std::vector<BodyValue>;

/// The members that rules ask for, by path.
class BodyMembers {
 public:
  void add(const std::string& path);
  [[nodiscard]] bool wants(std::string_view path) const { return path.size() <= longest_ && paths_.contains(path); }
  /// All values of these members, in order. A member that occurs twice has two. Empty if the text is not JSON.
  [[nodiscard]] BodyValues values_in(std::string_view json) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_set<std::string, Hash, std::equal_to<>> paths_;
  std::size_t longest_ = 0;
};

}  // namespace jobrig::conditions
