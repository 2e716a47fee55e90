// TransactionSlot: the transaction of a connection, or none. While a response waits before its first byte, the slot may
// put the transaction to sleep: it then keeps a third of the memory, and makes it again when it is needed.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "serve/transaction.h"
#include "serve/worker.h"

namespace jobrig::serve {

/// The memory of a transaction. A worker keeps one for the next request.
struct TransactionSpace {
  std::optional<Transaction> transaction;
};

/// Used like an optional, by the thread of its worker. operator->() wakes a sleeping transaction, and then throws
/// std::bad_alloc if there is no memory.
class TransactionSlot {
 public:
  TransactionSlot() = default;
  TransactionSlot(const TransactionSlot&) = delete;
  TransactionSlot& operator=(const TransactionSlot&) = delete;
  ~TransactionSlot() { reset(); }

  template <typename... Arguments>
  void emplace(Worker& worker, Arguments&&... arguments) {
    if (*this) {
      reset();
    }
    std::unique_ptr<TransactionSpace> space = worker.take_transaction_space();
    space->transaction.emplace(worker, std::forward<Arguments>(arguments)...);
    space_ = std::move(space);
  }
  void reset() noexcept {
    asleep_.reset();
    leave_space();
  }

  [[nodiscard]] explicit operator bool() const { return space_ != nullptr || asleep_ != nullptr; }
  Transaction* operator->() {
    if (asleep_ != nullptr) {
      wake();
    }
    return &*space_->transaction;
  }

  /// Call it when the response starts to wait: packs the transaction, and puts it to sleep if possible.
  void wait();
  /// Like the functions of the transaction and its player, without waking it.
  [[nodiscard]] bool waits_for_room() const { return space_ && space_->transaction->player().waits_for_room(); }
  [[nodiscard]] bool streams() const { return space_ && space_->transaction->player().streams(); }
  /// Transaction::finish(); leaves no transaction.
  void finish(model::CloseReason close_reason, base::Monotonic ended, std::string_view before) noexcept;

 private:
  void wake();
  void leave_space() noexcept;

  std::unique_ptr<TransactionSpace> space_;      // null: none, or it sleeps
  std::unique_ptr<Transaction::Asleep> asleep_;  // null: it does not sleep
};

}  // namespace jobrig::serve
