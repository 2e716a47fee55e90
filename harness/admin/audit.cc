#include "admin/audit.h"

#include <new>
#include <utility>

namespace jobrig::admin {

Audit::Audit(const AdminCall& call, std::shared_ptr<hosting::Sandbox> whose, std::string what)
    : call_(call), whose_(std::move(whose)) {
  record_.who = call.who;
  record_.what = std::move(what);
}

void Audit::record() noexcept {
  try {
    whose_->record_change(std::move(record_), call_.subject.journal);
  } catch (const std::bad_alloc&) {
    call_.subject.log("a change is missing in the journal: out of memory");
  }
}

}  // namespace jobrig::admin
