// Request parser: from a request's method, target and body to the call it makes. It looks nothing up and checks no
// signature (http/authentication.h does).
#pragma once

#include <string>
#include <string_view>

#include "http/routes.h"
#include "model/call.h"
#include "model/contract_words.h"
#include "model/request.h"

namespace jobrig::http {

/// Reads a request in the rules of an edition; it stays the call's context and must outlive it. Never fails:
/// `call.refusal` says what is wrong. HEAD is read as GET (RFC 9110, 9.3.2).
void parse_request(const model::Request& request, model::Edition edition, model::Call& call);
/// The same with other operations than the contract's.
void parse_request(const model::Request& request, model::Edition edition, const Routes& routes, model::Call& call);

/// For messages: in quotes, at most 100 bytes of what came from outside.
std::string shown(std::string_view text);

}  // namespace jobrig::http
