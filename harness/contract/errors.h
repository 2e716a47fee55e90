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
  /// The member that the body of only this error has beside `message`; empty: none.
  std::string_view member = {};
};

/// The errors that the pages of the operations list.
std::span<const ErrorRow> errors();

/// An error that any service of AWS may send. No page of this service lists it.
struct CommonErrorRow {
  ErrorRow error;
  std::string_view source;
};
std::span<const CommonErrorRow> common_errors();

/// The row of that name in either table, or null.
const ErrorRow* error_named(std::string_view name);
bool is_common_error(std::string_view name);

struct EncodingRow {
  model::ErrorNameEncoding encoding;
  std::string_view word;       // the word in scenarios: header-uri
  std::string_view member;     // the member of the body that contains the name; empty: the header x-amzn-ErrorType does
  bool has_namespace = false;  // `com.amazonaws.iot.laser#` precedes the name
  bool has_uri = false;        // `:http://internal.amazon.com/…` follows the name
  bool has_nested = false;     // a nested object of the body has a member of the same name, which does not count
};
std::span<const EncodingRow> error_name_encodings();
const EncodingRow& row_of(model::ErrorNameEncoding encoding);

}  // namespace jobrig::contract
