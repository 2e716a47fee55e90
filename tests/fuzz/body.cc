// The bodies of requests, and the parser of JSON: the scanner of the faults, which is separate code, finds as many
// objects.
#include <nlohmann/json.hpp>
#include <string>

#include "contract/arguments.h"
#include "contract/json_document.h"
#include "contract/operations.h"
#include "faults/json_edit.h"
#include "fuzz/targets.h"
#include "model/call.h"

namespace jobrig::fuzz {
namespace {

/// Of duplicate members only the last one is in the value.
std::size_t count_objects(const nlohmann::json& value) {
  std::size_t count = value.is_object() ? 1 : 0;
  if (value.is_structured()) {
    for (const nlohmann::json& inner : value) {
      count += count_objects(inner);
    }
  }
  return count;
}

}  // namespace

void fuzz_body(std::string_view bytes) {
  nlohmann::json lenient;
  nlohmann::json strict;
  const bool is_json = !contract::parse_json(bytes, lenient);
  const bool is_strict = !contract::read_json(bytes, strict);
  promise(is_json || !is_strict, "the strict reader takes what the lenient one refuses");
  if (is_json) {
    promise(bytes.find('\0') == std::string_view::npos, "a text with a NUL is read");
    const std::string written = lenient.dump();
    nlohmann::json again;
    promise(!contract::parse_json(written, again) && again == lenient, "what is written is not what was read");
    promise(bytes.starts_with("\xEF\xBB\xBF") || faults::outline(bytes).objects.size() >= count_objects(lenient),
            "the scanner finds fewer objects");
  }
  for (const contract::OperationRow& row : contract::operations()) {
    model::Call call;
    const contract::Violation violation = contract::read_body(row, bytes, call);
    promise(violation || bytes.empty() || (is_json && lenient.is_object()), "a body is read that is not an object");
    promise(!violation || !violation->empty(), "a refusal has no message");
  }
}

}  // namespace jobrig::fuzz
