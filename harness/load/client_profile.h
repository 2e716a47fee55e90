// Client profile reader: the text of a profile's file -> model::ClientProfile, with every mistake found in one pass. It
// reads no disk and starts nothing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/client_profile.h"

namespace jobrig::load {

/// `name`: of the profile, `aws-cli-v2`; `file`: what messages call it. `placeholders`: what `{…}` in words and `when`
/// may name; `features`: what clients may declare. Nothing when there was a mistake.
std::optional<model::ClientProfile> read_client_profile(const std::string& name, const std::string& file,
                                                        std::string_view text,
                                                        std::span<const std::string_view> placeholders,
                                                        std::span<const std::string_view> features,
                                                        base::Diagnostics& diagnostics);

}  // namespace jobrig::load
