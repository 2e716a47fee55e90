// The report reader: what it takes can be written in every format, and is the same when it is read again.
#include <string>

#include "fuzz/targets.h"
#include "report/catalogue.h"
#include "report/run_json.h"
#include "report/run_json_reader.h"

namespace jobrig::fuzz {

void fuzz_report(std::string_view bytes) {
  const auto runs = report::read_run_json(bytes);
  if (!runs) {
    promise(!runs.error().message.empty(), "a refused report has no message");
    return;
  }
  const std::string written = report::run_json(*runs);
  const auto again = report::read_run_json(written);
  promise(again.ok(), "a written report is not read");
  promise(report::run_json(*again) == written, "a report that is read again is another one");
  for (const report::FormatRow& format : report::catalogue()) {
    promise(runs->empty() || !report::write_report(format, *runs).empty(), "a report is empty");
  }
}

}  // namespace jobrig::fuzz
