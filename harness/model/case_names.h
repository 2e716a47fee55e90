// Case names: the names that one instance of a conformance case gives its thing and its job, so that many instances run
// side by side on one server: `case-kdfhweru-12` and `job-kdfhweru-12`. No other file writes or reads this form. It
// does not know which cases run.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace jobrig::model {

/// What `{thing}` and `{job}` of a case's file stand for in one instance.
struct CaseNames {
  std::string thing;
  std::string job;
};

/// The names of one instance: a prefix, eight letters that follow from the case's name, and the instance's number.
CaseNames case_names(std::string_view case_name, std::uint64_t instance);

/// `kdfhweru-12`: what both names of an instance share. Empty for a thing that case_names() did not name.
std::string_view instance_key(std::string_view thing);

/// Calls `is_known` with each instance key that the text may contain, in order, until it returns true; returns whether
/// it did. A name may be followed by more digits, so that `case-kdfhweru-12` is tried as `kdfhweru-12` and then as
/// `kdfhweru-1`.
bool find_instance_key(std::string_view text, const std::function<bool(std::string_view key)>& is_known);

}  // namespace jobrig::model
