// Catalogue: the table of all conditions of `when:`, with the functions that use its rows: the reader of a rule's
// match, the table in the reference, and the schema. It selects no rule (plan/ does).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "conditions/condition.h"

namespace jobrig::conditions {

/// All conditions in the order of the documentation.
std::span<const Condition> catalogue();

/// Reads a match and reports mistakes. A condition that can never match (a name that the contract forbids, an empty
/// window) is a mistake.
model::Match read_match(const base::Node& node, const Reading& reading);

/// True if the match has a condition that depends on the call and not only on the time.
bool looks_at_calls(const model::Match& match);
/// The keys of the conditions that depend only on time, in quotes: `"during" and "flapping"`.
std::string keys_of_time();

/// The conditions of one scope that are set in the match.
std::vector<const Condition*> written(const model::Match& match, Scope scope);
/// True if all of them hold.
bool hold(const std::vector<const Condition*>& conditions, const model::Match& match,
          const Circumstances& circumstances);
/// True if the conditions on time hold. Ignores all others.
bool hold_at(const model::Match& match, base::Duration elapsed);
/// Explains why the match does not hold: one sentence per failed condition, in the order of the catalogue.
Reasons reasons_against(const model::Match& match, const Circumstances& circumstances);

/// The definition `when` of the scenario schema, as JSON.
std::string schema();

}  // namespace jobrig::conditions
