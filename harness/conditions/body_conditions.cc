// body: members of the JSON body of the request, over any protocol.
// when: {body: {status: SUCCEEDED, statusDetails: {step: "re*"}}}
#include <algorithm>

#include "base/glob.h"
#include "conditions/condition.h"

namespace jobrig::conditions {
namespace {

using model::Match;
using model::MemberMatch;

/// Reads one glob, or a list of globs of which one must match.
std::vector<std::string> read_globs(const base::Node& node, const Reading& reading) {
  std::vector<std::string> globs;
  if (node.is_list() && node.items.empty()) {
    reading.diagnostics.add(node.location, "an empty list of globs, which no value matches");
  }
  const std::vector<base::Node> alone{node};
  for (const base::Node& item : node.is_list() ? node.items : alone) {
    if (item.is_scalar()) {
      globs.push_back(item.text);
    } else {
      reading.diagnostics.add(
          item.location, "a member of \"body\" must be a glob, a list of globs, or a map of inner members, not " +
                             std::string(base::describe(item)) + (item.is_null() ? "; write \"*\" for any value" : ""));
    }
  }
  return globs;
}

void read_members(const base::Node& node, const std::string& path, const Reading& reading,
                  std::vector<MemberMatch>& members) {
  if (!node.is_map() || node.entries.empty()) {
    reading.diagnostics.add(node.location, "\"body\" must be a map of members to globs, not " +
                                               std::string(node.is_map() ? "an empty map" : base::describe(node)));
    return;
  }
  for (const base::Entry& entry : node.entries) {
    const std::string member = path + (path.empty() ? "" : ".") + entry.key;
    if (entry.value.is_map()) {
      read_members(entry.value, member, reading, members);
    } else {
      members.push_back({member, read_globs(entry.value, reading)});
    }
  }
}

void read_body(base::Fields& fields, const Reading& reading, Match& match) {
  if (const base::Node* const node = fields.node("body")) {
    read_members(*node, "", reading, match.body);
  }
}

bool matches(const MemberMatch& member, const BodyValue& value) {
  return std::any_of(member.globs.begin(), member.globs.end(), [&](const std::string& glob) {
    return glob == "*" || (!value.structured && base::glob_matches(glob, value.text));
  });
}

bool member_holds(const MemberMatch& member, const BodyValues& values) {
  return std::any_of(values.begin(), values.end(),
                     [&](const BodyValue& value) { return value.path == member.path && matches(member, value); });
}

bool body_holds(const Match& match, const Circumstances& now) {
  return now.body == nullptr || std::all_of(match.body.begin(), match.body.end(),
                                            [&](const MemberMatch& member) { return member_holds(member, *now.body); });
}

std::string wanted_text(const MemberMatch& member) {
  std::string wanted;
  for (const std::string& glob : member.globs) {
    wanted += (wanted.empty() ? "" : " or ") + in_quotes(glob);
  }
  return wanted;
}

void explain_body(const Match& match, const Circumstances& now, Reasons& reasons) {
  for (const MemberMatch& member : match.body) {
    if (!member_holds(member, *now.body)) {
      std::vector<std::string> texts;
      for (const BodyValue& value : *now.body) {
        if (value.path == member.path) {
          texts.push_back(value.structured ? "a map or list" : value.text);
        }
      }
      reasons.push_back(value_reason("body member", member.path, texts, wanted_text(member)));
    }
  }
}

}  // namespace

std::vector<Condition> body_conditions() {
  return {
      {"body",
       Scope::kCall,
       has<&Match::body>,
       read_body,
       body_holds,
       explain_body,
       {{"body",
         "a map of members of the JSON body to a glob, a list of globs of which one must match, or a map of inner "
         "members: `body: {status: SUCCEEDED, statusDetails: {step: \"re*\"}}`; `\"*\"`: the member is present. "
         "An inner member can also be written as `statusDetails.step`. Numbers, `true`, `false` and `null` are "
         "compared as they are written in JSON"}},
       R"({"type":"object","minProperties":1,"additionalProperties":{"anyOf":[)"
       R"({"$ref":"#/definitions/member-glob"},)"
       R"({"type":"array","minItems":1,"items":{"$ref":"#/definitions/member-glob"},"description":"one of these must match"},)"
       R"({"$ref":"#/definitions/when/properties/body"}],"description":)"
       R"("a glob, a list of globs, or a map of inner members"},"description":)"
       R"("Members of the JSON body, one of whose values must match; \"*\": the member is present"})"}};
}

}  // namespace jobrig::conditions
