// duplicate-content-length: the head states Content-Length twice.
//   duplicate-content-length                     the second one a byte longer
//   duplicate-content-length: same | different
#include "faults/content_length.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_duplicate_content_length(const base::Node& settings,
                                                                   base::Diagnostics& diagnostics) {
  Settings read(settings, "duplicate-content-length", "values", diagnostics);
  const auto values = read.fields().word("values", {"different", "same"});
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("duplicate-content-length",
                    [more = values == "same" ? 0U : 1U](AnswerBytes& answer, model::FaultContext& /*context*/) {
                      const std::uint64_t length = stated_length(answer);
                      state_length(answer, length);
                      append_line(answer, "Content-Length", std::to_string(length + more));
                    });
}

}  // namespace jobrig::faults
