#include "faults/headers.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "http/reply.h"

#include "base/ascii.h"

namespace jobrig::faults {

void set_header(model::Reply& reply, std::string_view name, std::string value) {
  const auto named = [&](const model::Header& header) { return base::equals_ignoring_case(header.name, name); };
  std::vector<model::Header>& headers = http::head_of(reply).headers;
  const auto first = std::find_if(headers.begin(), headers.end(), named);
  if (first == headers.end()) {
    headers.push_back({std::string(name), std::move(value)});
    return;
  }
  first->value = std::move(value);
  headers.erase(std::remove_if(std::next(first), headers.end(), named), headers.end());
}

void remove_header(model::Reply& reply, std::string_view name) {
  model::HttpHead& head = http::head_of(reply);
  std::erase_if(head.headers,
                [&](const model::Header& header) { return base::equals_ignoring_case(header.name, name); });
  if (base::equals_ignoring_case(name, "Date")) {
    head.has_date = false;
  }
  if (base::equals_ignoring_case(name, "x-amzn-RequestId")) {
    reply.request_id.clear();  // http/ adds it otherwise
  }
}

}  // namespace jobrig::faults
