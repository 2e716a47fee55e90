// Errors: the table of the documented errors: one row adds one. How an error is put into bytes is plan/'s.
#pragma once

#include <span>
#include <string_view>

#include "model/contract_words.h"

namespace jobrig::contract {

struct ErrorRow {
  std::string_view name;     // ThrottlingException
  int status;                // 429
  std::string_view message;  // what the mock says when the scenario says nothing
  bool retryable;            // a client may call again, with backoff
  bool current_only;         // not in the original edition
};

std::span<const ErrorRow> errors();
/// The row of that name, or null.
const ErrorRow* error_named(std::string_view name);

struct EncodingRow {
  model::ErrorNameEncoding encoding;
  std::string_view word;     // how scenarios call it: header, header-uri, header-namespace, __type, code, Code
  std::string_view example;  // what it looks like on the wire
};
std::span<const EncodingRow> error_name_encodings();

}  // namespace jobrig::contract
