// Condition: what `when:` of a rule may ask for, one row per condition: its key, how it is read, whether it holds, why
// not, and what the reference and the schema say about it. It chooses no rule: plan/ does.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/fields.h"
#include "model/call.h"
#include "model/scenario.h"

namespace jobrig::conditions {

/// What readers need besides the map.
struct Reading {
  model::Edition edition;
  base::Diagnostics& diagnostics;
};

/// What a condition looks at.
struct Circumstances {
  const model::Call& call;
  base::Duration elapsed;  // virtual time since the clock's start
};

/// What a condition depends on.
enum class Scope : std::uint8_t {
  kKey,   // operation, thing and job of the call: the same for all calls of a key, so that plan/ asks once
  kCall,  // the rest of the call
  kTime,  // the time alone: it holds for connections too, of which no call is known yet
};

/// A row of the reference's table.
struct Reference {
  std::string_view key;
  std::string_view text;
};

using Reasons = std::vector<std::string>;

/// `holds` and `explain` are for a match that has the condition (`is_set`).
struct Condition {
  std::string_view key;  // execution-number
  Scope scope;
  bool (*is_set)(const model::Match& match);
  void (*read)(base::Fields& fields, const Reading& reading, model::Match& match);
  bool (*holds)(const model::Match& match, const Circumstances& circumstances);
  void (*explain)(const model::Match& match, const Circumstances& circumstances, Reasons& reasons);  // when it does not
  std::vector<Reference> reference;  // its own key, then those of the map that it is
  std::string schema;                // its property, as JSON
};

/// `is_set` of a condition that is one optional or list of the match.
template <auto kMember>
bool has(const model::Match& match) {
  if constexpr (requires { (match.*kMember).has_value(); }) {
    return (match.*kMember).has_value();
  } else {
    return !(match.*kMember).empty();
  }
}

/// For reasons: whole and unchanged, unlike base::quoted().
inline std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

// The rows of one file each; catalogue() has them all.
std::vector<Condition> key_conditions();
std::vector<Condition> argument_conditions();
std::vector<Condition> http_conditions();
std::vector<Condition> time_conditions();

}  // namespace jobrig::conditions
