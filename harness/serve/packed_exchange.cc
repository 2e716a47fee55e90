// Layout: Numbers, then the texts in sequence, each preceded by its size in four bytes: operation, thing, job, rule,
// error, authentication, request, refusal, handshake, then the faults.
#include "serve/packed_exchange.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace jobrig::serve {
namespace {

struct Numbers {
  std::uint64_t connection;
  std::uint64_t number;
  std::uint64_t ordinal;
  base::Instant arrived;
  base::Monotonic request_whole;
  std::uint32_t step;
  std::uint32_t faults;
  int status;
};
using Size = std::uint32_t;

void put(char*& to, std::string_view text) {
  const auto size = static_cast<Size>(text.size());
  std::memcpy(to, &size, sizeof size);
  text.copy(to + sizeof size, text.size());
  to += sizeof size + text.size();
}

std::string_view take(const char*& from) {
  Size size = 0;
  std::memcpy(&size, from, sizeof size);
  const std::string_view text(from + sizeof size, size);
  from += sizeof size + size;
  return text;
}

}  // namespace

void PackedExchange::pack(const model::Exchange& exchange) {
  // A structured binding by position: if a member is added to the exchange, this does not compile until it is updated.
  const auto& [connection, number, decision, request, answer, status, arrived, request_whole, first_byte, last_byte,
               ended, close_reason, refusal, handshake] = exchange;
  const auto& [operation, key, ordinal, rule, step, faults, error, authentication] = decision;
  const std::array texts{&operation,      &key.thing, &key.job, &rule,     &error,
                         &authentication, &request,   &refusal, &handshake};
  const auto each_text = [&texts, &more = faults](auto visit) {
    for (const std::string* const text : texts) {
      visit(*text);
    }
    for (const std::string& fault : more) {
      visit(fault);
    }
  };
  std::size_t size = sizeof(Numbers);
  each_text([&size](const std::string& text) { size += sizeof(Size) + text.size(); });
  bytes_.reset(new char[size]);
  const Numbers numbers{connection, number, ordinal, arrived, request_whole, step, static_cast<Size>(faults.size()),
                        status};
  std::memcpy(bytes_.get(), &numbers, sizeof numbers);
  char* to = bytes_.get() + sizeof numbers;
  each_text([&to](const std::string& text) { put(to, text); });
}

model::Exchange PackedExchange::unpack() const {
  Numbers numbers{};
  std::memcpy(&numbers, bytes_.get(), sizeof numbers);
  model::Exchange exchange;
  model::Decision& decision = exchange.decision;
  exchange.connection = numbers.connection;
  exchange.number = numbers.number;
  exchange.status = numbers.status;
  exchange.arrived = numbers.arrived;
  exchange.request_whole = numbers.request_whole;
  decision.ordinal = numbers.ordinal;
  decision.step = numbers.step;
  const char* from = bytes_.get() + sizeof numbers;
  for (std::string* text :
       {&decision.operation, &decision.key.thing, &decision.key.job, &decision.rule, &decision.error,
        &decision.authentication, &exchange.request, &exchange.refusal, &exchange.handshake}) {
    *text = take(from);
  }
  for (std::uint32_t i = 0; i < numbers.faults; ++i) {
    decision.faults.emplace_back(take(from));
  }
  return exchange;
}

}  // namespace jobrig::serve
