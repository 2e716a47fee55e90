#include "faults/member_choice.h"

#include <boost/random/uniform_int_distribution.hpp>
#include <utility>

#include "base/ascii.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::optional<JsonMember> choose_member(std::string_view json, const std::optional<std::string>& path,
                                        base::Random& random, const SuitsFault& suits) {
  if (path) {
    auto member = find_member(json, *path);
    return member && (!suits || suits(value_of(json, *member))) ? member : std::nullopt;
  }
  JsonOutline all = outline(json);
  std::vector<JsonMember> candidates;
  for (JsonMember& member : all.members) {
    if (member.of_object && (!suits || suits(value_of(json, member)))) {
      candidates.push_back(std::move(member));
    }
  }
  if (candidates.empty()) {
    return std::nullopt;
  }
  const std::size_t chosen = boost::random::uniform_int_distribution<std::size_t>(0, candidates.size() - 1)(random);
  return candidates[chosen];
}

bool is_string(std::string_view value) { return value.starts_with('"'); }

bool is_number(std::string_view value) { return !value.empty() && (value[0] == '-' || base::is_digit(value[0])); }

FaultPointer parse_member_fault(const base::Node& settings, std::string_view name,
                                std::function<void(std::string&, const JsonMember&)> rewrite, SuitsFault suits,
                                base::Diagnostics& diagnostics) {
  Settings read(settings, name, "member", diagnostics);
  const auto path = read.fields().text("member");
  if (path && path->empty()) {
    read.report("member", "\"member\" must be a path such as execution.status");
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning(name, [path, rewrite = std::move(rewrite), suits = std::move(suits)](
                                model::Reply& reply, model::FaultContext& context) {
    if (const auto member = choose_member(reply.body, path, context.random, suits)) {
      rewrite(reply.body, *member);
    }
  });
}

}  // namespace jobrig::faults
