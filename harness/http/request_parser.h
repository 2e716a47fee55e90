// Request parser: turns the method, target and body of a request into a call. It looks up nothing and checks no
// signature (see http/authentication.h).
#pragma once

#include <string>
#include <string_view>

#include "http/routes.h"
#include "model/call.h"
#include "model/contract_words.h"
#include "model/request.h"

namespace jobrig::http {

/// Parses a request under the rules of an edition. The request is the call's context and must outlive the call. Never
/// fails: `call.refusal` says what is wrong. HEAD is treated as GET (RFC 9110, 9.3.2).
void parse_request(const model::Request& request, model::Edition edition, model::Call& call);
/// The same with custom routes instead of those of the contract.
void parse_request(const model::Request& request, model::Edition edition, const Routes& routes, model::Call& call);

/// Quotes external text for messages, at most 100 bytes of it.
std::string shown(std::string_view text);

}  // namespace jobrig::http
