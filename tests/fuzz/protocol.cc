// The client protocol: the lines of an adapter. The first byte chooses what is expected.
#include <nlohmann/json.hpp>
#include <string>

#include "contract/json_document.h"
#include "drive/lone_surrogates.h"
#include "drive/protocol.h"
#include "fuzz/targets.h"

namespace jobrig::fuzz {
namespace {

void check_result(const drive::ResultLine& result) {
  nlohmann::json document;
  if (result.outcome.kind == model::ClientOutcome::Kind::kSuccess) {
    promise(!contract::read_json(result.outcome.response, document) && document.is_object(),
            "a response is not an object");
  }
  if (!result.outcome.responses.empty()) {
    promise(!contract::read_json(result.outcome.responses, document) && document.is_array(),
            "responses are not a list");
  }
  promise(!result.outcome.status || (*result.outcome.status >= 100 && *result.outcome.status <= 999),
          "a status is out of range");
}

}  // namespace

void fuzz_protocol(std::string_view bytes) {
  const std::string without = drive::without_lone_surrogates(bytes);
  promise(drive::without_lone_surrogates(without) == without, "half of a surrogate pair is left");
  promise(without.size() <= bytes.size(), "replacing halves of pairs makes a text longer");
  const auto hello = drive::read_hello(bytes);
  promise(hello.ok() || !hello.error().message.empty(), "a refused hello has no message");
  promise(!hello.ok() || hello->features.size() <= 100, "there are too many features");
  const auto result = drive::read_result(bytes);
  promise(result.ok() || !result.error().message.empty(), "a refused result has no message");
  if (result.ok()) {
    check_result(*result);
  }
  promise(!hello.ok() || !result.ok(), "a line is both a hello and a result");
}

}  // namespace jobrig::fuzz
