#include "report/tally.h"

#include <algorithm>

#include "base/ascii.h"
#include "model/conformance_words.h"
#include "report/plain_text.h"

namespace jobrig::report {
namespace {

constexpr std::size_t kMaxVersion = 40;
constexpr std::string_view kFlakyLead = "known flaky: ";  // as in model::CaseResult::expected

}  // namespace

Tally tally_of(const model::RunResult& run) {
  Tally tally;
  for (const model::CaseResult& result : run.results) {
    ++tally.counts[static_cast<std::size_t>(result.verdict)];
    const bool flaky = is_excused_as_flaky(result);
    tally.flaky += flaky ? 1 : 0;
    tally.known += result.expected.empty() || flaky ? 0 : 1;
    ++tally.all;
  }
  return tally;
}

bool is_red(const model::CaseResult& result) {
  return row_of(result.verdict).red && (result.expected.empty() || result.verdict == model::Verdict::kHarnessError);
}

bool is_green(const model::RunResult& run) {
  return run.problems.empty() && std::none_of(run.results.begin(), run.results.end(), is_red);
}

std::string counts_text(const Tally& tally) {
  std::string text;
  for (const model::VerdictRow& row : model::verdicts()) {
    if (tally.of(row.verdict) == 0) {
      continue;
    }
    std::string title(row.title);
    title.front() = base::to_lower(title.front());
    text += (text.empty() ? "" : ", ") + std::to_string(tally.of(row.verdict)) + " " + title;
  }
  if (tally.known > 0) {
    text += " (" + std::to_string(tally.known) + (tally.known == 1 ? " is a known failure" : " are known failures");
  }
  if (tally.flaky > 0) {
    text += (tally.known > 0 ? ", " : " (") + std::to_string(tally.flaky) +
            (tally.flaky == 1 ? " is known to be flaky" : " are known to be flaky");
  }
  text += tally.known + tally.flaky > 0 ? ")" : "";
  return text.empty() ? "no cases" : text;
}

std::string must_text(const model::MustCoverage& coverage, std::size_t most) {
  const auto& missing = coverage.not_judged;
  std::string text = "MUST: " + std::to_string(coverage.judged) + " judged, " + std::to_string(coverage.passed) +
                     " passed, " + std::to_string(coverage.failed) + " failed; " + std::to_string(missing.size()) +
                     " not judged";
  for (std::size_t i = 0; i < missing.size() && i < most; ++i) {
    text += (i == 0 ? ": " : ", ") + one_line(missing[i]);
  }
  return text + (most > 0 && missing.size() > most ? " and " + std::to_string(missing.size() - most) + " more" : "");
}

std::string client_title(const model::ClientDescription& client) {
  if (client.name.empty()) {
    return client.command.empty() ? "a client" : one_line(client.command);
  }
  // curl prints the versions of all its libraries on one line.
  std::string_view version = client.version;
  if (version.size() > kMaxVersion) {
    version = version.substr(0, version.find_last_of(' ', kMaxVersion));
  }
  version = version.substr(0, kMaxVersion);
  const std::string cut = version.size() < client.version.size() ? " …" : "";
  // Many programs print their name with their version.
  const bool named = version.starts_with(client.name + " ");
  return one_line((named || version.empty() ? "" : client.name + " ") +
                  std::string(version.empty() ? client.name : version)) +
         cut;
}

std::string result_title(const model::CaseResult& result) {
  return one_line(result.name) + (result.repeat > 1 ? " (repeat " + std::to_string(result.repeat) + ")" : "");
}

bool is_excused_as_flaky(const model::CaseResult& result) { return result.expected.starts_with(kFlakyLead); }

std::string_view known_word(const model::CaseResult& result) {
  return is_excused_as_flaky(result) ? "known flaky" : "known failure";
}

std::string known_reason(const model::CaseResult& result) {
  std::string_view expected = result.expected;
  for (const std::string_view lead : {std::string_view("expected: "), kFlakyLead}) {
    if (expected.starts_with(lead)) {
      expected.remove_prefix(lead.size());
      break;
    }
  }
  return std::string(expected);
}

std::string earlier_text(const model::CaseResult& result) {
  if (!result.earlier) {
    return {};
  }
  std::string title(row_of(result.earlier->verdict).title);
  title.front() = base::to_lower(title.front());
  return "ran again alone; first " + title + ": " + one_line(result.earlier->reason);
}

std::string area_of(const model::CaseResult& result) { return one_line(result.name.substr(0, result.name.find('/'))); }

std::vector<const model::CheckResult*> failed_checks(const model::CaseResult& result) {
  std::vector<const model::CheckResult*> failed;
  for (const model::CheckResult& check : result.checks) {
    if (check.judged && !check.finding.holds) {
      failed.push_back(&check);
    }
  }
  return failed;
}

}  // namespace jobrig::report
