// Layout: Numbers, then each text after its size in four bytes: those of texts_of() in their order, then the faults.
#include "model/exchange_bytes.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace jobrig::model {
namespace {

struct Numbers {
  std::uint64_t connection;
  std::uint64_t number;
  std::uint64_t ordinal;
  base::Instant arrived;
  base::Monotonic request_whole;
  base::Monotonic first_byte;
  base::Monotonic last_byte;
  base::Monotonic ended;
  std::uint32_t step;
  std::uint32_t faults;
  int status;
  CloseReason close_reason;
};
using Size = std::uint32_t;

/// `exchange` may be const.
template <typename AnyExchange>
auto texts_of(AnyExchange& exchange) {
  // Structured bindings by position: if a member is added, this does not compile until it is updated.
  auto& [connection, number, decision, request, answer, status, arrived, request_whole, first_byte, last_byte, ended,
         close_reason, refusal, handshake] = exchange;
  auto& [operation, key, ordinal, rule, step, faults, error, authentication] = decision;
  return std::array{&operation,      &key.thing, &key.job, &rule,    &error,
                    &authentication, &request,   &answer,  &refusal, &handshake};
}

void put(char*& to, std::string_view text) {
  const auto size = static_cast<Size>(text.size());
  std::memcpy(to, &size, sizeof size);
  std::memcpy(to + sizeof size, text.data(), text.size());
  to += sizeof size + text.size();
}

std::string_view take(const char*& from) {
  Size size = 0;
  std::memcpy(&size, from, sizeof size);
  const std::string_view text(from + sizeof size, size);
  from += sizeof size + size;
  return text;
}

/// Half of the texts are empty, and assigning one is not cheap.
void take_into(std::string& text, const char*& from) {
  if (const std::string_view taken = take(from); !taken.empty() || !text.empty()) {
    text = taken;
  }
}

}  // namespace

std::size_t exchange_bytes(const Exchange& exchange) {
  std::size_t size = sizeof(Numbers);
  for (const std::string* const text : texts_of(exchange)) {
    size += sizeof(Size) + text->size();
  }
  for (const std::string& fault : exchange.decision.faults) {
    size += sizeof(Size) + fault.size();
  }
  return size;
}

char* write_exchange(const Exchange& exchange, char* to) {
  const Decision& decision = exchange.decision;
  const Numbers numbers{exchange.connection,    exchange.number,
                        decision.ordinal,       exchange.arrived,
                        exchange.request_whole, exchange.first_byte,
                        exchange.last_byte,     exchange.ended,
                        decision.step,          static_cast<Size>(decision.faults.size()),
                        exchange.status,        exchange.close_reason};
  std::memcpy(to, &numbers, sizeof numbers);
  to += sizeof numbers;
  for (const std::string* const text : texts_of(exchange)) {
    put(to, *text);
  }
  for (const std::string& fault : decision.faults) {
    put(to, fault);
  }
  return to;
}

const char* read_exchange(const char* from, Exchange& exchange) {
  Numbers numbers{};
  std::memcpy(&numbers, from, sizeof numbers);
  from += sizeof numbers;
  exchange.connection = numbers.connection;
  exchange.number = numbers.number;
  exchange.decision.ordinal = numbers.ordinal;
  exchange.arrived = numbers.arrived;
  exchange.request_whole = numbers.request_whole;
  exchange.first_byte = numbers.first_byte;
  exchange.last_byte = numbers.last_byte;
  exchange.ended = numbers.ended;
  exchange.decision.step = numbers.step;
  exchange.status = numbers.status;
  exchange.close_reason = numbers.close_reason;
  for (std::string* const text : texts_of(exchange)) {
    take_into(*text, from);
  }
  exchange.decision.faults.resize(numbers.faults);
  for (std::string& fault : exchange.decision.faults) {
    take_into(fault, from);
  }
  return from;
}

}  // namespace jobrig::model
