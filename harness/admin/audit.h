// Audit: the record of a change that an admin call makes, in the journal of the sandbox and in the journal file. That a
// sandbox was created or deleted is in the journal of the main one. It does not make the change.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "admin/call.h"
#include "journal/audit.h"

namespace jobrig::admin {

/// Created before the change, so that what can fail does so before it; recorded after it. `what` is a verb in the past
/// with its object: `disabled rule "outage" for 5m`.
class Audit {
 public:
  Audit(const AdminCall& call, std::string what) : Audit(call, call.sandbox, std::move(what)) {}
  Audit(const AdminCall& call, std::shared_ptr<hosting::Sandbox> whose, std::string what);
  /// Adds the record, with the time of the scenario now. A lack of memory loses it.
  void record() noexcept;

 private:
  const AdminCall& call_;
  std::shared_ptr<hosting::Sandbox> whose_;
  journal::AuditRecord record_;
};

}  // namespace jobrig::admin
