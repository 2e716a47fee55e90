// Error envelope: reads and writes the name and message of an error in a reply, in each of the encodings of the name
// (Smithy, "AWS restJson1 protocol", "Operation error serialization"). It does not choose errors.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "faults/settings.h"
#include "model/contract_words.h"
#include "model/reply.h"

namespace jobrig::faults {

/// The name without namespace and URI. The header takes precedence over the body. Empty: the reply contains no name.
std::string error_name(model::Reply& reply);
void remove_error_name(model::Reply& reply);
/// Puts the error name in this place and removes it from the others. If the name belongs in the body and the body is
/// not a JSON object, the body is replaced by one.
void put_error_name(model::Reply& reply, std::string_view name, model::ErrorNameEncoding encoding);

/// Turns the reply into the service's response with this error: its status, name and default message. Headers that
/// concern the request are unchanged.
void become_error(model::Reply& reply, std::string_view name, model::ErrorNameEncoding encoding);

/// The error of faults when neither the scenario nor the response names one.
inline constexpr std::string_view kDefaultError = "ServiceUnavailableException";
/// The summary of a setting that names the error. The response may be an error already.
inline constexpr std::string_view kErrorSummary =
    "the error; the response's own, or else ServiceUnavailableException, when it is not given";

/// Reads a setting whose value is an error name from the table of contract/.
std::optional<std::string> read_error_name(Settings& settings, std::string_view key, std::string_view summary,
                                           Need need = Need::kOptional);
/// Reads a setting for the place of the error name. Optional settings default to the header.
std::optional<model::ErrorNameEncoding> read_encoding(Settings& settings, std::string_view key,
                                                      Need need = Need::kOptional);

}  // namespace jobrig::faults
