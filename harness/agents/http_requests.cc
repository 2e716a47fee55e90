#include "agents/http_requests.h"

#include "agents/json_values.h"
#include "wire/request.h"

namespace jobrig::agents {

life_cycles::RequestRecord request_of(const model::Exchange& exchange, std::size_t agent) {
  life_cycles::RequestRecord request;
  request.when = exchange.request_whole;
  request.agent = agent;
  request.connection = exchange.connection;
  request.operation = exchange.decision.operation;
  request.job = exchange.decision.key.job;
  const wire::Request sent = wire::read_request(exchange.request);
  read_request_members(sent.body, request);
  request.error = exchange.decision.error;
  request.lost = exchange.status == 0 || !exchange.decision.faults.empty();
  request.accepted = exchange.status >= 200 && exchange.status < 300 && request.error.empty();
  if (const std::string_view body = wire::body_of_answer(wire::without_informational(exchange.answer));
      body.data() != nullptr) {
    read_response_members(body, request);
  }
  return request;
}

}  // namespace jobrig::agents
