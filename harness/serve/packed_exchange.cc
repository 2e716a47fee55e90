#include "serve/packed_exchange.h"

#include "model/exchange_bytes.h"

namespace jobrig::serve {

void PackedExchange::pack(const model::Exchange& exchange) {
  bytes_.reset(new char[model::exchange_bytes(exchange)]);
  model::write_exchange(exchange, bytes_.get());
}

model::Exchange PackedExchange::unpack() const {
  model::Exchange exchange;
  model::read_exchange(bytes_.get(), exchange);
  return exchange;
}

}  // namespace jobrig::serve
