// Mutation list: generates the mutations of the reference client from the tables and schemas of the contract. It
// applies none, and knows no case.
#pragma once

#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/operations.h"

namespace jobrig::reference {

using Words = std::initializer_list<std::string_view>;

/// Ids in the order they were added, without duplicates.
class MutationIds {
 public:
  void add(std::string_view place, const std::string& target, std::string_view how);
  void add(std::string_view place, const std::string& target, Words hows);
  [[nodiscard]] const std::vector<std::string>& all() const { return ids_; }

 private:
  std::vector<std::string> ids_;
  std::set<std::string> known_;
};

/// A schema file of the current edition, and the definition that a `$ref` names.
nlohmann::json schema_of(const contract::OperationRow& row, std::string_view part);
nlohmann::json resolved(const nlohmann::json& schema);
/// `integer`, also for `[integer, null]`; empty if the schema names no type.
std::string type_of(const nlohmann::json& schema);

/// What is reported of a response; what is sent; what is retried and how; what is reported of an error.
void add_reports(MutationIds& ids, const contract::OperationRow& row);
void add_requests(MutationIds& ids, const contract::OperationRow& row);
void add_headers(MutationIds& ids);
void add_retries(MutationIds& ids);
void add_errors(MutationIds& ids);

/// All ids.
std::vector<std::string> generated_mutations();

}  // namespace jobrig::reference
