#include "serve/failure_log.h"

#include <exception>
#include <new>
#include <string>

namespace jobrig::serve {

void FailureLog::tell(std::string_view sentence) const noexcept {
  try {
    if (log_) {
      log_(sentence);
    }
  } catch (...) {  // NOLINT(bugprone-empty-catch): there is no other way to report it
  }
}

void FailureLog::note_failure(std::string_view sentence) noexcept {
  failures_.fetch_add(1, std::memory_order_relaxed);
  tell(sentence);
}

void FailureLog::note_exception(std::string_view what) noexcept {
  try {
    try {
      throw;
    } catch (const std::bad_alloc&) {
      note_failure(std::string(what) + ": out of memory");
    } catch (const std::exception& error) {
      note_failure(std::string(what) + ": " + error.what());
    } catch (...) {
      note_failure(std::string(what) + ": unknown exception");
    }
  } catch (...) {
    note_failure(what);
  }
}

}  // namespace jobrig::serve
