// Mutation: one distortion of what the reference client does, as data: `PLACE:TARGET:HOW`. Its text is its id. It knows
// the grammar and how to distort a value; report_mutation, request_mutation and retry_policy apply it.
//   report:DescribeJobExecution.execution.status:lower-case    what the client reports
//   error:name:dropped                                         what it reports of an error, or how it reads it
//   send:UpdateJobExecution.body.status:doubled                what it sends
//   retry:503:final                                            what it retries, how often and after which wait
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace jobrig::reference {

struct Mutation {
  std::string place;  // empty: none
  std::string target;
  std::string how;

  [[nodiscard]] bool is(std::string_view at, std::string_view what) const { return place == at && target == what; }
  /// Whether it concerns this operation at this place; `rest`: the target without the operation. `any.` is every one.
  [[nodiscard]] bool concerns(std::string_view at, std::string_view operation, std::string& rest) const;
};

/// Nothing if the text has not three parts.
std::optional<Mutation> parse_mutation(const std::string& text);

/// The value distorted; the same value if `how` does not apply to it.
std::string distorted_text(const std::string& text, std::string_view how);
nlohmann::json distorted_value(const nlohmann::json& value, std::string_view how);

/// Distorts the member `name` of the object: its value, its name, or its presence.
void distort_member(nlohmann::json& object, const std::string& name, std::string_view how);

}  // namespace jobrig::reference
