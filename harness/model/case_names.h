// Case names: the names of thing and job for one instance of a conformance case: `case-kdfhweru-12` and
// `job-kdfhweru-12`, or longer ones by chance around them. Unique names allow many instances to run in parallel on one
// server. No other file writes or parses this form. It does not know which cases are running.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace jobrig::model {

/// Where a redirect of a case can point: URLs without a path. Until the ports are open, a port that nobody listens on.
struct Elsewhere {
  std::string plain = "http://127.0.0.1:9";
  std::string tls = "https://127.0.0.1:9";
};

/// The values of `{thing}`, `{job}`, `{elsewhere}` and `{elsewhere-tls}` in the file of a case, for one instance.
struct CaseNames {
  std::string thing;
  std::string job;
  Elsewhere elsewhere{};
};

/// The names of one instance: a prefix, eight letters derived from the name of the case, and the number of the
/// instance.
CaseNames case_names(std::string_view case_name, std::uint64_t instance);

/// The same by chance, in all characters and lengths that the contract allows: `case-kdfhweru-12` is somewhere in the
/// name of the thing, and mostly `job-kdfhweru-12` in that of the job. The other jobs have one to eight characters.
CaseNames drawn_case_names(std::string_view case_name, std::uint64_t instance, std::uint64_t seed);

/// `kdfhweru-12`: the common part of both names. Empty if the thing was not named here.
std::string_view instance_key(std::string_view thing);

/// Calls `is_known` with each possible instance key in the text, in order, until it returns true. Returns true if one
/// was known. More digits can follow a name, so `case-kdfhweru-12` is tried as `kdfhweru-12` and then as `kdfhweru-1`.
bool find_instance_key(std::string_view text, const std::function<bool(std::string_view key)>& is_known);

}  // namespace jobrig::model
