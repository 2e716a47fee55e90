#include "faults/json_edit.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/json_string.h"

namespace jobrig::faults {
namespace {

constexpr int kDeepest = 100;

/// Parses a JSON text once. Ignores the text after the first value, because other faults append to it.
class Walk {
 public:
  explicit Walk(std::string_view json) : json_(json) {}

  /// Returns false for invalid JSON.
  bool value(const std::string& path, int depth) {
    skip_blanks();
    if (at_ >= json_.size() || depth > kDeepest) {
      return false;
    }
    switch (json_[at_]) {
      case '{':
        return object(path, depth);
      case '[':
        return list(path, depth);
      case '"':
        return string();
      default:
        return literal();
    }
  }

  JsonOutline found;

 private:
  void skip_blanks() { at_ = std::min(json_.find_first_not_of(" \t\r\n", at_), json_.size()); }

  bool take(char c) {
    skip_blanks();
    if (at_ < json_.size() && json_[at_] == c) {
      ++at_;
      return true;
    }
    return false;
  }

  bool string() {
    for (++at_; at_ < json_.size(); ++at_) {
      if (json_[at_] == '\\') {
        ++at_;
      } else if (json_[at_] == '"') {
        ++at_;
        return true;
      }
    }
    return false;
  }

  // A number, true, false or null. The callers do not need the distinction.
  bool literal() {
    const std::size_t begin = at_;
    const auto is_part = [](char c) { return base::is_alphanumeric(c) || c == '-' || c == '+' || c == '.'; };
    while (at_ < json_.size() && is_part(json_[at_])) {
      ++at_;
    }
    return at_ > begin;
  }

  static std::string below(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
  }

  bool member(const std::string& path, int depth) {
    skip_blanks();
    JsonMember one;
    one.begin = at_;
    if (at_ >= json_.size() || json_[at_] != '"' || !string()) {
      return false;
    }
    one.path = below(path, json_.substr(one.begin + 1, at_ - one.begin - 2));
    if (!take(':')) {
      return false;
    }
    skip_blanks();
    one.value = at_;
    return finish(one, depth);
  }

  bool finish(const JsonMember& one, int depth) {
    const std::size_t location = found.members.size();
    found.members.push_back(one);
    if (!value(one.path, depth + 1)) {
      return false;
    }
    found.members[location].end = at_;
    return true;
  }

  bool object(const std::string& path, int depth) {
    const std::size_t location = found.objects.size();
    found.objects.push_back({path, at_, 0});
    ++at_;
    if (!take('}')) {
      do {
        if (!member(path, depth)) {
          return false;
        }
      } while (take(','));
      if (!take('}')) {
        return false;
      }
    }
    found.objects[location].end = at_ - 1;
    return true;
  }

  bool list(const std::string& path, int depth) {
    ++at_;
    if (take(']')) {
      return true;
    }
    std::size_t number = 0;
    do {
      skip_blanks();
      JsonMember one;
      one.of_object = false;
      one.path = below(path, std::to_string(number++));
      one.begin = one.value = at_;
      if (!finish(one, depth)) {
        return false;
      }
    } while (take(','));
    return take(']');
  }

  std::string_view json_;
  std::size_t at_ = 0;
};

bool leads_to(std::string_view whole, std::string_view path) {
  return whole == path ||
         (whole.size() > path.size() + 1 && whole.ends_with(path) && whole[whole.size() - path.size() - 1] == '.');
}

}  // namespace

JsonOutline outline(std::string_view json) {
  Walk walk(json);
  return walk.value({}, 0) ? std::move(walk.found) : JsonOutline();
}

std::optional<JsonMember> find_member(std::string_view json, std::string_view path) {
  const JsonOutline all = outline(json);
  for (const bool exact : {true, false}) {
    for (const JsonMember& member : all.members) {
      if (exact ? member.path == path : leads_to(member.path, path)) {
        return member;
      }
    }
  }
  return std::nullopt;
}

std::optional<JsonObject> find_object(std::string_view json, std::string_view path) {
  const JsonOutline all = outline(json);
  for (const bool exact : {true, false}) {
    for (const JsonObject& object : all.objects) {
      if (exact ? object.path == path : leads_to(object.path, path)) {
        return object;
      }
    }
  }
  return std::nullopt;
}

std::string_view value_of(std::string_view json, const JsonMember& member) {
  return json.substr(member.value, member.end - member.value);
}

std::string_view key_of(std::string_view json, const JsonMember& member) {
  return member.of_object ? json.substr(member.begin + 1, json.find('"', member.begin + 1) - member.begin - 1)
                          : std::string_view();
}

void replace_value(std::string& json, const JsonMember& member, std::string_view raw) {
  json.replace(member.value, member.end - member.value, raw);
}

void drop_member(std::string& json, const JsonMember& member) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::size_t begin = member.begin;
  std::size_t end = member.end;
  const std::size_t behind = json.find_first_not_of(kBlanks, end);
  if (behind != std::string::npos && json[behind] == ',') {
    end = std::min(json.find_first_not_of(kBlanks, behind + 1), json.size());
  } else {
    const std::size_t before = json.find_last_not_of(kBlanks, begin - 1);
    begin = json[before] == ',' ? before : begin;
  }
  json.erase(begin, end - begin);
}

void append_members(std::string& json, const JsonObject& object, std::string_view members) {
  const std::size_t last = json.find_last_not_of(" \t\r\n", object.end - 1);
  const std::string comma = last == object.begin ? "" : ",";
  json.insert(last + 1, comma + std::string(members));
}

void append_member(std::string& json, const JsonObject& object, std::string_view name, std::string_view raw) {
  append_members(json, object, base::json_string(name) + ":" + std::string(raw));
}

}  // namespace jobrig::faults
