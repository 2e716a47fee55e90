// Request: a complete request as received. It interprets nothing: it does not decode, change case or trim.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::model {

/// One header field as received: the name in its original case and the value without surrounding whitespace, as raw
/// bytes.
struct HeaderView {
  std::string_view name;
  std::string_view value;
};

/// The certificate that a client presented when the server asked for one in the TLS handshake.
struct ClientCertificate {
  bool shown = false;
  std::string problem;             // why it is not valid; empty: it is valid, or there is none
  std::vector<std::string> names;  // common name of the subject and DNS names, unchanged
};

struct KeptCall;

/// A complete request. All views point into the buffer of its creator (the connection, or the text given to `explain`)
/// and are valid only as long as that buffer. Copy data that must live longer.
struct Request {
  std::string_view method;
  std::string_view target;    // raw request target: path and query, still percent-encoded
  std::size_t base_path = 0;  // length of the path prefix before the path of the service (`/sandbox-1`)
  int version_minor = 1;      // HTTP/1.x
  std::vector<HeaderView> headers;
  std::string_view body;          // without its chunk framing
  std::string_view raw;           // all bytes as received, head and body
  KeptCall* kept_call = nullptr;  // where its call may be kept for the same bytes (kept_call.h); null: nowhere
  bool takes_prepared = false;    // whether a prepared answer (prepared_answer.h) can be sent as the response
  const ClientCertificate* client_certificate = nullptr;  // null: the server did not ask for one

  /// The value of the first field of that name, ignoring case, or nothing (data() == nullptr).
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

}  // namespace jobrig::model
