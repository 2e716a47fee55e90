// Shipped scenarios: the scenario files inside the program, so that `serve demos/outage` works without a checkout. It
// parses nothing but the summary's line: load/ reads them as it reads files.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::contract {

struct ShippedScenario {
  std::string_view name;  // demos/outage: its path below scenarios/ without .yaml
  std::string_view path;  // demos/outage.yaml
  std::string summary;    // of its first `summary:` line
  std::string_view text;
};

/// All of them, sorted by path. Made once; thread-safe.
std::span<const ShippedScenario> shipped_scenarios();
/// By its name or path, or by the last part of its name (`outage`) when only one has it; null when there is none.
const ShippedScenario* shipped_scenario(std::string_view name);
/// All scenarios of a folder (`demos`, `conformance/retry`, with or without a slash at the end) and those below it.
std::vector<const ShippedScenario*> shipped_folder(std::string_view folder);
/// The bytes of a file that lies beside shipped scenarios (`demos/firmware.json`), for `document-file`.
std::optional<std::string_view> shipped_file(std::string_view path);
/// The summary a scenario's text states in a line of its own, without quotes; empty when it states none.
std::string summary_line(std::string_view text);

}  // namespace jobrig::contract
