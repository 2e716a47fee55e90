#include "report/catalogue.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "report/redaction.h"
#include "report/run_json.h"
#include "report/run_text.h"

namespace jobrig::report {
namespace {

std::string write_text(std::span<const model::RunResult> runs) { return run_text(runs); }
std::string write_json(std::span<const model::RunResult> runs) { return run_json(runs); }

constexpr std::array kFormats{
    FormatRow{"text", "--text", "for people: failures in full, then the counts", write_text},
    FormatRow{"json", "--json", "all of it, for jobrig report and programs", write_json},
};

}  // namespace

std::span<const FormatRow> catalogue() { return kFormats; }

std::string write_report(const FormatRow& format, std::span<const model::RunResult> runs) {
  std::vector<model::RunResult> clean;
  clean.reserve(runs.size());
  std::transform(runs.begin(), runs.end(), std::back_inserter(clean),
                 [](const model::RunResult& run) { return redacted(run); });
  return format.write(clean);
}

}  // namespace jobrig::report
