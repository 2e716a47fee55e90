// Request: what arrived, whole and unchanged. It interprets nothing: no decoding, no folding of case or blanks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::model {

/// One header line as it came: the name in its own case, the value without the blanks around it, both raw bytes.
struct HeaderView {
  std::string_view name;
  std::string_view value;
};

/// What a client showed in its TLS handshake when it was asked for a certificate.
struct ClientCertificate {
  bool shown = false;
  std::string problem;             // why it is not valid; empty when it is, or when there is none
  std::vector<std::string> names;  // the subject's common name and its DNS names, as they stand there
};

/// A whole request. All views point into the buffer of whoever made it (the connection, or the text given to
/// `explain`) and live as long as that; copy what must stay.
struct Request {
  std::string_view method;
  std::string_view target;    // raw request target: path and query, still percent-encoded
  std::size_t base_path = 0;  // so many bytes of the path stand in front of the service's own (`/sandbox-1`)
  int version_minor = 1;      // HTTP/1.x
  std::vector<HeaderView> headers;
  std::string_view body;                                  // without its chunk framing
  std::string_view raw;                                   // every byte as it arrived, head and body
  const ClientCertificate* client_certificate = nullptr;  // null: nobody asked for one

  /// The first header of that name, case ignored, or nothing (data() == nullptr).
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

}  // namespace jobrig::model
