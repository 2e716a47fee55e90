#include "serve/riders.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "serve/worker.h"

namespace jobrig::serve {

void Riders::add(const model::Exchange& exchange, std::string_view response, std::shared_ptr<model::Stage> stage) {
  Rider rider{{}, response.size(), std::move(stage)};
  rider.exchange.pack(exchange);
  riders_.push_back(std::move(rider));
  try {
    bytes_ += response;
  } catch (...) {
    riders_.pop_back();
    throw;
  }
}

void Riders::join(model::Script& script) const {
  auto* const first = script.steps.empty() ? nullptr : std::get_if<model::Send>(&script.steps.front());
  if (first != nullptr) {
    first->bytes.insert(0, bytes_);
  } else {
    script.steps.insert(script.steps.begin(), model::Send{bytes_});
  }
}

void Riders::record(Worker& worker, const Sent& sent) noexcept {
  std::size_t begin = 0;
  for (Rider& rider : riders_) {
    try {
      const std::size_t size = std::min(rider.size, sent.bytes - std::min(sent.bytes, begin));
      model::Exchange& exchange = worker.exchange() = rider.exchange.unpack();
      exchange.answer = bytes_.substr(begin, size);
      exchange.status = size == 0 ? 0 : exchange.status;
      exchange.first_byte = size == 0 ? base::Monotonic{} : sent.first_byte;
      exchange.last_byte = size == 0 ? base::Monotonic{} : sent.last_byte;
      exchange.ended = sent.ended;
      exchange.close_reason = size == rider.size ? model::CloseReason::kKept : sent.close_reason;
      worker.count_sent(size);
      worker.shared().sink.record(std::move(exchange), rider.stage.get());
    } catch (...) {
      worker.shared().log.note_exception("an exchange was not recorded");
    }
    begin += rider.size;
  }
  riders_.clear();
  bytes_.clear();
}

}  // namespace jobrig::serve
