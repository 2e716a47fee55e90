// Condition: one row per condition of `when:`: its key, its reader, its predicate, its explanation, and its entries in
// the reference and the schema. It does not select rules (plan/ does).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/fields.h"
#include "conditions/body_values.h"
#include "model/call.h"
#include "model/scenario.h"

namespace jobrig::conditions {

/// The input of readers besides the map.
struct Reading {
  model::Edition edition;
  base::Diagnostics& diagnostics;
};

/// The input of a condition.
struct Circumstances {
  const model::Call& call;
  base::Duration elapsed;  // virtual time since the clock's start
  /// The status of the execution that the call names, before the call; absent: it names none, or no rule asks for it.
  std::optional<model::Status> status = {};
  const BodyValues* body = nullptr;  // null: not received yet; conditions on the body then hold
};

/// What a condition depends on.
enum class Scope : std::uint8_t {
  kKey,   // operation, thing and job: equal for all calls of a key, so plan/ evaluates it once
  kCall,  // other properties of the call
  kTime,  // only the time: applies also to connections before their first request
};

/// A row of the reference table.
struct Reference {
  std::string_view key;
  std::string_view text;
};

using Reasons = std::vector<std::string>;

/// `holds` and `explain` require a match with this condition (`is_set`).
struct Condition {
  std::string_view key;  // execution-number
  Scope scope;
  bool (*is_set)(const model::Match& match);
  void (*read)(base::Fields& fields, const Reading& reading, model::Match& match);
  bool (*holds)(const model::Match& match, const Circumstances& circumstances);
  void (*explain)(const model::Match& match, const Circumstances& circumstances, Reasons& reasons);  // why it fails
  std::vector<Reference> reference;  // its own key, and then the keys of its map, if it is one
  std::string schema;                // JSON of its property
};

/// `is_set` of a condition that is one optional or one list in the match.
template <auto kMember>
bool has(const model::Match& match) {
  if constexpr (requires { (match.*kMember).has_value(); }) {
    return (match.*kMember).has_value();
  } else {
    return !(match.*kMember).empty();
  }
}

/// For reasons: complete and unchanged, unlike base::quoted().
inline std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }
/// Why none of the values matches: `the header X is "a" and "b", which does not match "c"`. The last part is `wanted`.
std::string value_reason(std::string_view what, std::string_view name, const std::vector<std::string>& values,
                         std::string_view wanted);

// Each function returns the rows of one file; catalogue() combines them.
std::vector<Condition> key_conditions();
std::vector<Condition> argument_conditions();
std::vector<Condition> http_conditions();
std::vector<Condition> mqtt_conditions();
std::vector<Condition> body_conditions();
std::vector<Condition> state_conditions();
std::vector<Condition> time_conditions();

}  // namespace jobrig::conditions
