// Shipped scenarios: the scenario files inside the program, so `serve demos/outage` works without a checkout. It parses
// only the line of the summary; load/ reads these scenarios like files.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::contract {

struct ShippedScenario {
  std::string_view name;  // demos/outage: the path below scenarios/ without .yaml
  std::string_view path;  // demos/outage.yaml
  std::string summary;    // the text of the first `summary:` line
  std::string_view text;
};

/// All shipped scenarios, sorted by path. Created once; thread-safe.
std::span<const ShippedScenario> shipped_scenarios();
/// Finds a scenario by its name or path, or by the last part of its name (`outage`) if that is unique. Returns null if
/// there is none.
const ShippedScenario* shipped_scenario(std::string_view name);
/// All scenarios in a folder and its subfolders (`demos`, `conformance/retry`, with or without a trailing slash).
std::vector<const ShippedScenario*> shipped_folder(std::string_view folder);
/// The content of a file next to the shipped scenarios (`demos/firmware.json`), for `document-file`.
std::optional<std::string_view> shipped_file(std::string_view path);
/// The summary in a scenario's text, which must be on a line of its own, without its quotes; empty if there is none.
std::string summary_line(std::string_view text);

}  // namespace jobrig::contract
