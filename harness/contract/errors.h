// Errors: the table of the documented errors, one row per error. It does not serialize errors (plan/ does).
#pragma once

#include <span>
#include <string_view>

#include "model/contract_words.h"

namespace jobrig::contract {

struct ErrorRow {
  std::string_view name;     // ThrottlingException
  int status;                // 429
  std::string_view message;  // the message if the scenario gives none
  bool retryable;            // a client may retry with backoff
  bool current_only;         // not in the original edition
};

std::span<const ErrorRow> errors();
/// The row of that name, or null.
const ErrorRow* error_named(std::string_view name);

struct EncodingRow {
  model::ErrorNameEncoding encoding;
  std::string_view word;     // the word in scenarios: header, header-uri, header-namespace, __type, code, Code
  std::string_view example;  // an example on the wire
};
std::span<const EncodingRow> error_name_encodings();

}  // namespace jobrig::contract
