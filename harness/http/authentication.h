// Authentication: verifies a caller by its client certificate or its signature and selects the error for a failure. As
// at the service, it runs before the rules. Pure: the certificate was verified during the handshake. It does not choose
// responses for authenticated requests.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/call.h"
#include "model/request.h"
#include "model/scenario.h"

namespace jobrig::http {

/// The clock of the service, which decides whether a signature or a token has expired.
struct AuthenticationTime {
  base::Instant start;
  base::Instant now;
};

/// Returns nothing when authentication succeeds, otherwise the error and the difference; for a signature, the
/// difference includes the canonical request. A client certificate takes precedence. Without one, the signature is
/// checked if that is configured; otherwise a certificate that the server requested is missing, which is an error. If
/// neither is configured, every caller is accepted. `thing` is the name in the request (may be empty).
///
/// Sources: API Reference, CertificateValidationException (400, also for a missing certificate that was required). The
/// errors for wrong signatures are not documented for this service. 403 and these names are inferred from the common
/// errors of services that use Signature Version 4. API References, Common Errors: ExpiredTokenException.
std::optional<model::Denial> authenticate(const model::Request& request, const model::SignatureSettings& signatures,
                                          std::string_view thing, const AuthenticationTime& time);

}  // namespace jobrig::http
