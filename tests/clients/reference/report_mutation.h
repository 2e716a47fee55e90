// Report mutation: distorts what the reference client reports: members of responses and of errors. It does not know how
// they were received.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "clients/reference/call.h"
#include "clients/reference/mutation.h"

namespace jobrig::reference {

class ReportMutation {
 public:
  explicit ReportMutation(Mutation mutation) : mutation_(std::move(mutation)) {}

  /// Distorts the response of the operation.
  void distort(const std::string& operation, nlohmann::json& response);
  /// Distorts the failure. True: the client reports `{}` as a success instead.
  bool distort(Failure& failure) const;

 private:
  Mutation mutation_;
  std::shared_ptr<const nlohmann::json> previous_;  // response of the same operation
};

}  // namespace jobrig::reference
