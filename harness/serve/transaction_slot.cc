#include "serve/transaction_slot.h"

namespace jobrig::serve {

void TransactionSlot::leave_space() noexcept {
  if (space_) {
    Worker& worker = space_->transaction->worker();
    space_->transaction.reset();
    worker.give_back(std::move(space_));
  }
}

void TransactionSlot::wait() {
  Transaction& transaction = *operator->();
  transaction.pack();
  asleep_ = transaction.fall_asleep();
  if (asleep_) {
    leave_space();
  }
}

/// If there is no memory, it goes on sleeping.
void TransactionSlot::wake() {
  std::unique_ptr<TransactionSpace> space = asleep_->worker.take_transaction_space();
  space->transaction.emplace(*asleep_);
  space_ = std::move(space);
  asleep_.reset();
}

void TransactionSlot::finish(model::CloseReason close_reason, base::Monotonic ended, std::string_view before) noexcept {
  try {
    operator->()->finish(close_reason, ended, before);
  } catch (...) {
    asleep_->worker.shared().log.note_exception("an exchange was not recorded");
  }
  reset();
}

}  // namespace jobrig::serve
