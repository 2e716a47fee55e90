#include "faults/member_choice.h"

#include <boost/random/uniform_int_distribution.hpp>
#include <utility>

#include "base/ascii.h"

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

FaultPointer make_member_fault(Settings& settings, std::function<void(std::string&, const JsonMember&)> rewrite,
                               SuitsFault suits) {
  settings.shorthand("member");
  const auto path = settings.path("member", kMemberSummary);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [path, rewrite = std::move(rewrite), suits = std::move(suits)](
                                    model::Reply& reply, model::FaultContext& context) {
    if (const auto member = choose_member(reply.body, path, context.random, suits)) {
      rewrite(reply.body, *member);
    }
  });
}

}  // namespace jobrig::faults
