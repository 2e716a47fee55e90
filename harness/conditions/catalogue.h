// Catalogue: all conditions of `when:`, and what is made of their rows: the reader of a rule's match, the reference's
// table, the schema.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "conditions/condition.h"

namespace jobrig::conditions {

/// In the order in which they are documented.
std::span<const Condition> catalogue();

/// Reads what it can; what could never match (a name that the contract forbids, an empty window) is a mistake.
model::Match read_match(const base::Node& node, const Reading& reading);

/// Whether the match has a condition that needs a call, rather than the time alone.
bool looks_at_calls(const model::Match& match);
/// The keys of the conditions that need no call, in quotes: `"during" and "flapping"`.
std::string keys_of_time();

/// The match's conditions of one scope.
std::vector<const Condition*> written(const model::Match& match, Scope scope);
/// Whether all of them hold.
bool hold(const std::vector<const Condition*>& conditions, const model::Match& match,
          const Circumstances& circumstances);
/// Whether it is the match's time, of whatever call.
bool hold_at(const model::Match& match, base::Duration elapsed);
/// Why the match does not hold: a sentence for each condition that fails, in the order of the catalogue.
Reasons reasons_against(const model::Match& match, const Circumstances& circumstances);

/// The definition `when` of the scenario's schema, as JSON.
std::string schema();

}  // namespace jobrig::conditions
