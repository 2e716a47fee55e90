// Request mutation: distorts what the reference client sends: the parts of a request before it is signed, and its
// headers and bytes afterwards. It does not know what a correct request is.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "clients/reference/call.h"
#include "clients/reference/mutation.h"
#include "clients/reference/signing.h"

namespace jobrig::reference {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Method, path, query and body.
void distort_request(const Mutation& mutation, const Call& call, HttpRequest& request);
void distort_headers(const Mutation& mutation, const std::string& operation, Headers& headers);
/// The bytes of the complete message.
std::string distorted_message(const Mutation& mutation, const std::string& operation, std::string bytes);

}  // namespace jobrig::reference
