// long-document: the jobDocument has so many characters; it is JSON all the same. The contract's limit is 32768 (API
// Reference, JobExecution, jobDocument); without a number it is one more. Answers without a document stay as they are.
//   long-document | long-document: {characters: 32768}
#include "base/json_string.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::string_view kBegin = R"({"padding":")";
constexpr std::string_view kEnd = R"("})";
constexpr std::int64_t kUsual = 32769;
constexpr std::int64_t kMax = std::int64_t{16} * 1024 * 1024;
constexpr auto kMin = static_cast<std::int64_t>(kBegin.size() + kEnd.size());

}  // namespace

std::shared_ptr<const model::Fault> parse_long_document(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "long-document", "characters", diagnostics);
  const std::int64_t characters = read.fields().integer("characters", kMin, kMax).value_or(kUsual);
  if (!read.finish()) {
    return nullptr;
  }
  // Made for each answer: a scenario may hold thousands of these, of megabytes each.
  return make_meaning("long-document", [characters](model::Reply& reply, model::FaultContext& /*context*/) {
    if (const auto member = find_member(reply.body, "jobDocument")) {
      std::string document(kBegin);
      document.append(static_cast<std::size_t>(characters - kMin), 'x').append(kEnd);
      replace_value(reply.body, *member, base::json_string(document));
    }
  });
}

}  // namespace jobrig::faults
