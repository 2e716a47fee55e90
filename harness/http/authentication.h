// Authentication: whether a caller is let in, by its client certificate or its signature, and what it is told when not.
// It comes before the rules, as at the service. Pure; the certificate was verified in the handshake.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/call.h"
#include "model/request.h"
#include "model/scenario.h"

namespace jobrig::http {

/// Nothing when the caller is let in; else what differs, of a signature with the canonical request. A client
/// certificate that was shown decides; without one the signature does when it is checked; when neither is looked at,
/// everybody is let in. `thing` is the one that the request names (it may be empty), `now` real civil time.
///
/// Sources: API Reference, CertificateValidationException (400, also for one that is missing where it was asked for).
/// What a wrong signature is answered with is not documented for this service; 403 and these names are our reading of
/// the common errors of services that take Signature Version 4.
std::optional<model::Denial> authenticate(const model::Request& request, const model::SignatureSettings& signatures,
                                          std::string_view thing, base::Instant now);

/// Whether the error is one of those that authenticate() answers wrong signatures with: their status is 403.
bool is_signature_error(std::string_view error);

}  // namespace jobrig::http
