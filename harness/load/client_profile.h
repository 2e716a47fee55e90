// Client profile reader: reads the text of a profile into model::ClientProfile and reports all mistakes in one pass. It
// reads no files and starts no processes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/client_profile.h"

namespace jobrig::load {

/// `name` is the name of the profile, `aws-cli-v2`. `placeholders` are the names allowed in `{…}` and in `when`.
/// `features` are those that a client may declare. Returns nothing after a mistake.
std::optional<model::ClientProfile> read_client_profile(const std::string& name, const base::Node& root,
                                                        std::span<const std::string_view> placeholders,
                                                        std::span<const std::string_view> features,
                                                        base::Diagnostics& diagnostics);
/// The same, for a text that has not been parsed. `file` is its name in messages.
std::optional<model::ClientProfile> read_client_profile(const std::string& name, const std::string& file,
                                                        std::string_view text,
                                                        std::span<const std::string_view> placeholders,
                                                        std::span<const std::string_view> features,
                                                        base::Diagnostics& diagnostics);

}  // namespace jobrig::load
