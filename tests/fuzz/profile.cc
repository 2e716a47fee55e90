// Outputs of command-line clients, read as a profile says. The first line of the input is a pattern, the rest is the
// output.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "contract/json_document.h"
#include "drive/pattern.h"
#include "drive/profile_driver.h"
#include "fuzz/targets.h"

namespace jobrig::fuzz {
namespace {

model::ClientProfile profile_with(const std::string& pattern) {
  using Kind = model::ClientOutcome::Kind;
  using model::FailureKind;
  model::ClientProfile profile;
  profile.outcomes = {
      {0, 0, "", "", Kind::kSuccess, FailureKind::kUnknown, "", "", "", "{stdout}"},
      {1, 9, "", "An error occurred ({error}) when calling the * operation*: {message}", Kind::kError,
       FailureKind::kService, "{error}", "{message}", "{status}"},
      {1, 255, pattern, pattern, Kind::kError, FailureKind::kUnknown, "{a}", "{b}{stderr}", "{a}"},
  };
  return profile;
}

}  // namespace

void fuzz_profile(std::string_view bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string pattern(bytes.substr(0, end));
  const std::string output(bytes.substr(std::min(end + 1, bytes.size())));
  drive::Captures captures;
  if (drive::find_pattern(pattern, output, captures)) {
    for (const auto& [name, text] : captures) {
      promise(text.find('\n') == std::string::npos && output.find(text) != std::string::npos,
              "a capture is not part of a line");
    }
    promise(captures.size() <= drive::captures_in(pattern).size(), "there are more captures than the pattern has");
  }
  const model::ClientProfile profile = profile_with(pattern);
  for (const int exit_code : {0, 1, 200}) {
    const auto outcome = drive::profile_outcome(profile, exit_code, output, output);
    if (outcome && outcome->kind == model::ClientOutcome::Kind::kSuccess) {
      nlohmann::json document;
      promise(!contract::read_json(outcome->response, document) && document.is_object(), "a response is not an object");
    }
    promise(outcome.has_value() || exit_code > 0, "a success has no outcome");
  }
}

}  // namespace jobrig::fuzz
