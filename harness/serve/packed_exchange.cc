// Layout: the number of steps in one byte, the steps, then the exchange (model/exchange_bytes.h). A step is its kind in
// one byte, then the size of its bytes and these, or the length of its pause.
#include "serve/packed_exchange.h"

#include <cstring>
#include <functional>
#include <limits>
#include <string_view>
#include <utility>
#include <variant>

#include "model/exchange_bytes.h"

namespace jobrig::serve {
namespace {

enum class StepKind : char { kSend, kPause, kVirtualPause };
using SendSize = std::uint16_t;
static_assert(PackedExchange::kMaxBytes <= std::numeric_limits<SendSize>::max());

template <typename Value>
void put_value(char*& to, Value value) {
  std::memcpy(to, &value, sizeof value);
  to += sizeof value;
}

template <typename Value>
Value take_value(const char*& from) {
  Value value{};
  std::memcpy(&value, from, sizeof value);
  from += sizeof value;
  return value;
}

std::size_t step_bytes(const model::ScriptStep& step) {
  const auto* const send = std::get_if<model::Send>(&step);
  return sizeof(StepKind) +
         (send != nullptr ? sizeof(SendSize) + send->bytes.size() : sizeof(std::chrono::nanoseconds));
}

void put_step(char*& to, const model::ScriptStep& step) {
  if (const auto* const send = std::get_if<model::Send>(&step)) {
    put_value(to, StepKind::kSend);
    put_value(to, static_cast<SendSize>(send->bytes.size()));
    to += send->bytes.copy(to, send->bytes.size());
  } else {
    const auto& pause = std::get<model::Pause>(step);
    put_value(to, pause.virtual_time ? StepKind::kVirtualPause : StepKind::kPause);
    put_value(to, pause.length);
  }
}

/// Calls one of the two functions for the step at `from`, and moves to the next one.
template <typename OnSend, typename OnPause>
void take_step(const char*& from, OnSend on_send, OnPause on_pause) {
  const auto kind = take_value<StepKind>(from);
  if (kind == StepKind::kSend) {
    const auto size = take_value<SendSize>(from);
    on_send(std::string_view(from, size));
    from += size;
  } else {
    on_pause(model::Pause{take_value<std::chrono::nanoseconds>(from), kind == StepKind::kVirtualPause});
  }
}

std::size_t packed_size(const model::Exchange& exchange, const std::vector<model::ScriptStep>& steps) {
  std::size_t size = 1 + model::exchange_bytes(exchange);
  for (const model::ScriptStep& step : steps) {
    size += step_bytes(step);
  }
  return size;
}

void write(const model::Exchange& exchange, const std::vector<model::ScriptStep>& steps, char* to) {
  put_value(to, static_cast<char>(steps.size()));
  for (const model::ScriptStep& step : steps) {
    put_step(to, step);
  }
  model::write_exchange(exchange, to);
}

}  // namespace

PackingBases::Base& PackingBases::of(const model::Decision& decision) {
  // The answers of one rule are alike, and so are the documented ones of an operation.
  const std::string& kind = decision.rule.empty() ? decision.operation : decision.rule;
  return bases_[std::hash<std::string_view>()(kind) % bases_.size()];
}

void PackedExchange::pack(const model::Exchange& exchange) {
  size_ = static_cast<std::uint32_t>(packed_size(exchange, {}));
  bytes_.reset(new char[size_]);
  write(exchange, {}, bytes_.get());
}

void PackedExchange::pack(const model::Exchange& exchange, const std::vector<model::ScriptStep>& steps,
                          PackingBases& bases) {
  const std::size_t size = packed_size(exchange, steps);
  if (size > base::DeltaBase::kMaxSize) {
    pack(exchange);
    return;
  }
  has_steps_ = !steps.empty();
  bases.plain_.resize(size);
  write(exchange, steps, bases.plain_.data());
  PackingBases::Base& like = bases.of(exchange.decision);
  if (like.bytes) {
    like.bytes->encode(bases.plain_, bases.delta_);
    if (bases.delta_.size() <= size / 2) {
      like.misses = 0;
      base_ = like.bytes;
      keep_copy(bases.delta_);
      return;
    }
  }
  if (!like.bytes || ++like.misses > kMaxMisses) {
    like = {std::make_shared<const base::DeltaBase>(bases.plain_)};
  }
  keep_copy(bases.plain_);
}

void PackedExchange::keep_copy(std::string_view bytes) {
  size_ = static_cast<std::uint32_t>(bytes.size());
  bytes_.reset(new char[bytes.size()]);
  bytes.copy(bytes_.get(), bytes.size());
}

model::Exchange PackedExchange::unpack() const {
  const std::string whole = base_ ? base_->decode(bytes_.get()) : std::string();
  const char* from = base_ ? whole.data() : bytes_.get();
  for (char left = take_value<char>(from); left > 0; --left) {
    take_step(
        from, [](std::string_view) {}, [](const model::Pause&) {});
  }
  model::Exchange exchange;
  model::read_exchange(from, exchange);
  return exchange;
}

std::vector<model::ScriptStep> PackedExchange::steps() const {
  const std::string whole = base_ ? base_->decode(bytes_.get()) : std::string();
  const char* from = base_ ? whole.data() : bytes_.get();
  const auto count = static_cast<std::size_t>(take_value<char>(from));
  std::vector<model::ScriptStep> steps;
  steps.reserve(count);
  while (steps.size() < count) {
    take_step(
        from, [&steps](std::string_view bytes) { steps.emplace_back(model::Send{std::string(bytes)}); },
        [&steps](const model::Pause& pause) { steps.emplace_back(pause); });
  }
  return steps;
}

}  // namespace jobrig::serve
