#include "conform/expectation_files.h"

#include <iterator>
#include <ostream>
#include <utility>

#include "load/sources.h"
#include "report/diagnostics_text.h"

namespace jobrig::conform {

std::optional<std::vector<model::Expectation>> read_expectations(const std::vector<std::string>& paths,
                                                                 const load::KnownCases& known, std::ostream& err) {
  std::vector<model::Expectation> all;
  base::Diagnostics diagnostics;
  report::SourceTexts texts;
  for (const std::string& path : paths) {
    for (load::Source& source : load::find_sources(path, diagnostics)) {
      if (const auto document = load::parse(source, diagnostics)) {
        auto read = load::load_expectations(*document, known, diagnostics).value_or(std::vector<model::Expectation>());
        std::move(read.begin(), read.end(), std::back_inserter(all));
      }
      texts.emplace(std::move(source.file), std::move(source.text));
    }
  }
  err << report::diagnostics_text(diagnostics, texts);
  return diagnostics.empty() ? std::optional(std::move(all)) : std::nullopt;
}

}  // namespace jobrig::conform
