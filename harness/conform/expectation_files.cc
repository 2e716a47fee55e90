#include "conform/expectation_files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <ostream>
#include <system_error>
#include <utility>

#include "base/output_file.h"
#include "expectations/update.h"
#include "load/sources.h"
#include "report/diagnostics_text.h"
#include "report/tally.h"

namespace jobrig::conform {
namespace {

bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code missing;
  return one == other || std::filesystem::equivalent(one, other, missing);
}

std::string counted(std::size_t count, const std::string& what) {
  return count == 0 ? "" : ", " + std::to_string(count) + " " + what;
}

}  // namespace

std::optional<std::vector<model::Expectation>> read_expectations(const std::vector<std::string>& paths,
                                                                 const expectations::KnownCases& known,
                                                                 std::ostream& err) {
  std::vector<model::Expectation> all;
  base::Diagnostics diagnostics;
  report::SourceTexts texts;
  for (const std::string& path : paths) {
    for (load::Source& source : load::find_sources(path, diagnostics)) {
      if (const auto document = load::parse(source, diagnostics)) {
        auto read =
            expectations::load_expectations(*document, known, diagnostics).value_or(std::vector<model::Expectation>());
        std::move(read.begin(), read.end(), std::back_inserter(all));
      }
      texts.emplace(std::move(source.file), std::move(source.text));
    }
  }
  err << report::diagnostics_text(diagnostics, texts);
  return diagnostics.empty() ? std::optional(std::move(all)) : std::nullopt;
}

std::optional<ExpectationsTarget> open_target(const std::string& path, const expectations::KnownCases& known,
                                              std::ostream& err) {
  ExpectationsTarget target{path, "", {}};
  const auto refuse = [&](const std::string& why) {
    err << "jobrig: " << why << "\n";
    return std::nullopt;
  };
  if (const auto error = base::check_output(path)) {
    return refuse(error->message);
  }
  std::error_code missing;
  if (!std::filesystem::exists(path, missing)) {
    return target;
  }
  if (!std::filesystem::is_regular_file(path, missing)) {
    return refuse(path + " is not a regular file; --write-expectations reads it before it writes it");
  }
  base::Diagnostics diagnostics;
  for (load::Source& source : load::find_sources(path, diagnostics)) {
    target.text = std::move(source.text);
  }
  if (diagnostics.empty() && target.text.empty()) {
    return target;  // created by the caller, as by mktemp(1)
  }
  auto entries = read_expectations({path}, known, err);
  if (!entries) {
    return std::nullopt;
  }
  target.entries = std::move(*entries);
  const auto possible = expectations::update({target.text, target.entries});
  return possible ? std::optional(std::move(target)) : refuse(possible.error().message);
}

bool write_target(const ExpectationsTarget& target, const std::vector<model::Expectation>& given,
                  const model::RunResult& run, base::Instant now, std::ostream& err) {
  std::vector<model::Expectation> elsewhere;
  std::map<std::string, bool> same;  // by name of the file
  for (const model::Expectation& one : given) {
    const auto [file, is_new] = same.try_emplace(one.location.file);
    file->second = is_new ? is_same_file(one.location.file, target.path) : file->second;
    if (!file->second) {
      elsewhere.push_back(one);
    }
  }
  const auto updated = expectations::update(
      {target.text, target.entries, elsewhere, run.results, report::client_title(run.client), now, run.strict});
  const auto error = updated ? base::write_output(target.path, updated->text) : updated.error();
  if (error) {
    err << "jobrig: " << error->message << "\n";
    return false;
  }
  err << "jobrig: " << target.path << ": " << updated->added << (updated->added == 1 ? " entry" : " entries")
      << " added" << counted(updated->changed, "changed") << counted(updated->removed, "removed")
      << counted(updated->kept, "kept") << "\n";
  return true;
}

}  // namespace jobrig::conform
