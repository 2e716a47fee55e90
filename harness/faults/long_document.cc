// long-document: the jobDocument is valid JSON with the given number of characters. The contract allows 32768 (API
// Reference, JobExecution, jobDocument). The default is one more. Responses without a document are unchanged.
//   long-document | long-document: {characters: 32768}
#include "base/json_string.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

constexpr std::string_view kDocumentBegin = R"({"padding":")";
constexpr std::string_view kDocumentEnd = R"("})";
constexpr auto kMinCharacters = static_cast<std::int64_t>(kDocumentBegin.size() + kDocumentEnd.size());

FaultPointer make_long_document(Settings& settings) {
  constexpr std::int64_t kMaxCharacters = std::int64_t{16} * 1024 * 1024;
  settings.shorthand("characters");
  const std::int64_t characters =
      settings.integer("characters", "the length of the document", kMinCharacters, kMaxCharacters, 32769);
  if (!settings.finish()) {
    return nullptr;
  }
  // Built for each response: a scenario may contain thousands of these faults, each with megabytes of text.
  return make_meaning(settings, [characters](model::Reply& reply, model::FaultContext& /*context*/) {
    if (const auto member = find_member(reply.body, "jobDocument")) {
      std::string document(kDocumentBegin);
      document.append(static_cast<std::size_t>(characters - kMinCharacters), 'x').append(kDocumentEnd);
      replace_value(reply.body, *member, base::json_string(document));
    }
  });
}

}  // namespace

void declare_long_document(std::vector<FaultKind>& kinds) {
  kinds.push_back({"long-document", Group::kMeaning, "makes the jobDocument a given number of characters long",
                   "long-document: {characters: 32769}", make_long_document});
}

}  // namespace jobrig::faults
