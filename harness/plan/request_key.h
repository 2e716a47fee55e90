// Request key: the names under which a request is counted. They are those in the request, if a scenario could contain
// them.
#pragma once

#include <string_view>

#include "model/call.h"

namespace jobrig::plan {

/// Whether the request names a thing and a job that a scenario could contain.
bool names_key(const model::Call& call);
/// The empty text if the request names no thing that a scenario could contain. Both point into the call.
std::string_view thing_of_key(const model::Call& call);
std::string_view job_of_key(const model::Call& call);

}  // namespace jobrig::plan
