// Error envelope: finds and sets the name and message of an error in a reply, in each of the ways in which names are
// sent (Smithy, "AWS restJson1 protocol", "Operation error serialization"). It decides no error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "faults/settings.h"
#include "model/contract_words.h"
#include "model/reply.h"

namespace jobrig::faults {

/// Without namespace and URI; the header wins over the body; empty when the reply names none.
std::string error_name(model::Reply& reply);
void remove_error_name(model::Reply& reply);
/// Names the error in that way only. A body that is no JSON object becomes one when the name belongs there.
void put_error_name(model::Reply& reply, std::string_view name, model::ErrorNameEncoding encoding);

/// The reply becomes the service's answer with that error: its status, name and usual message. Headers that are about
/// the request stay.
void become_error(model::Reply& reply, std::string_view name, model::ErrorNameEncoding encoding);

/// The error that faults send when neither the scenario nor the response names one.
inline constexpr std::string_view kDefaultError = "ServiceUnavailableException";
/// The summary of a setting that names the error of a response that may be one already.
inline constexpr std::string_view kErrorSummary =
    "the error; the response's own, or else ServiceUnavailableException, when it is not given";

/// A setting that is a name of contract/'s table.
std::optional<std::string> read_error_name(Settings& settings, std::string_view key, std::string_view summary,
                                           Need need = Need::kOptional);
/// A setting that is a word for where the name of an error is sent; in the header when it is optional and not given.
std::optional<model::ErrorNameEncoding> read_encoding(Settings& settings, std::string_view key,
                                                      Need need = Need::kOptional);

}  // namespace jobrig::faults
