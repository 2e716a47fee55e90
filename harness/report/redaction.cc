#include "report/redaction.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/ascii.h"

namespace jobrig::report {
namespace {

// Names that precede a secret value, in lower case, without the separators between name and value.
constexpr std::array<std::string_view, 9> kTellingNames{
    "x-amz-signature",   "signature",       "x-amz-credential", "credential",  "x-amz-security-token",
    "secret_access_key", "secretaccesskey", "session_token",    "sessiontoken"};
// Replacing shorter values would damage unrelated text.
constexpr std::size_t kMinSecret = 8;

bool is_word(char c) { return base::is_alphanumeric(c) || c == '_' || c == '-'; }

/// Returns where the value after a name that ends at `at` starts: after quotes, spaces and one `=` or `:`. npos: no
/// value follows.
std::size_t value_begin(std::string_view text, std::size_t at) {
  const auto skip = [&](std::string_view signs) {
    while (at < text.size() && signs.find(text[at]) != std::string_view::npos) {
      ++at;
    }
  };
  skip("\\\"'");
  skip(" ");
  if (at >= text.size() || (text[at] != '=' && text[at] != ':')) {
    return std::string_view::npos;
  }
  ++at;
  skip(" \\\"'");
  return at;
}

/// A secret value ends at the first character that secrets do not contain. For a credential, the secret is the key
/// before its scope.
std::size_t value_end(std::string_view text, std::size_t at, bool credential) {
  while (at < text.size() && text[at] > ' ' && text[at] != 0x7f &&
         std::string_view(",;&\"'\\<>`").find(text[at]) == std::string_view::npos) {
    if (credential && (text[at] == '/' || text.substr(at, 3) == "%2F" || text.substr(at, 3) == "%2f")) {
      break;
    }
    ++at;
  }
  return at;
}

bool is_access_key(std::string_view text) {
  constexpr std::size_t kSize = 20;
  return text.size() >= kSize && (text.starts_with("AKIA") || text.starts_with("ASIA")) &&
         std::all_of(text.begin(), text.begin() + kSize,
                     [](char c) { return base::is_upper(c) || base::is_digit(c); }) &&
         (text.size() == kSize || !is_word(text[kSize]));
}

struct Range {
  std::size_t begin;
  std::size_t end;
};

/// The secret that a name or pattern at `at` indicates; empty: none.
Range secret_at(std::string_view text, std::size_t at) {
  if (is_access_key(text.substr(at)) && (at == 0 || !is_word(text[at - 1]))) {
    return {at, at + 20};
  }
  for (const std::string_view name : kTellingNames) {
    if (!base::starts_with_ignoring_case(text.substr(at), name)) {
      continue;
    }
    const std::size_t begin = value_begin(text, at + name.size());
    if (begin == std::string_view::npos) {
      continue;
    }
    return {begin, value_end(text, begin, name.ends_with("credential"))};
  }
  return {0, 0};
}

/// All secrets in the text, in order; they do not overlap.
std::vector<Range> secrets_in(std::string_view text) {
  std::vector<Range> found;
  for (std::size_t at = 0; at < text.size();) {
    const Range range = base::is_lower(base::to_lower(text[at])) ? secret_at(text, at) : Range{0, 0};
    if (range.end > range.begin && text.substr(range.begin, kRedacted.size()) != kRedacted) {
      found.push_back(range);
    }
    at = std::max(at + 1, range.end);
  }
  return found;
}

/// Applies `change` to every text of the run that came from outside.
template <typename Change>
void change_texts(model::RunResult& run, const Change& change) {
  change(run.client.command);
  for (model::CaseResult& result : run.results) {
    change(result.reason);
    change(result.replay);
    for (model::CheckResult& check : result.checks) {
      change(check.finding.expected);
      change(check.finding.actual);
      change(check.finding.observed);
    }
    for (model::CallRecord& call : result.record.calls) {
      change(call.arguments);
      if (call.outcome) {
        for (std::string* text : {&call.outcome->response, &call.outcome->responses, &call.outcome->message,
                                  &call.outcome->error, &call.outcome->out, &call.outcome->err}) {
          change(*text);
        }
      }
    }
    for (model::Exchange& exchange : result.record.exchanges) {
      for (std::string* text : {&exchange.request, &exchange.answer, &exchange.decision.authentication,
                                &exchange.refusal, &exchange.handshake}) {
        change(*text);
      }
    }
    change(result.record.harness_problem);
    std::for_each(result.record.notes.begin(), result.record.notes.end(), change);
  }
  for (model::RunProblem& problem : run.problems) {
    change(problem.detail);
  }
}

}  // namespace

std::string redact(std::string_view text, const std::vector<std::string>& more) {
  std::string clean;
  std::size_t done = 0;
  for (const Range& range : secrets_in(text)) {
    clean.append(text.substr(done, range.begin - done)).append(kRedacted);
    done = range.end;
  }
  clean.append(text.substr(done));
  for (const std::string& secret : more) {
    for (std::size_t at = clean.find(secret); at != std::string::npos; at = clean.find(secret, at + kRedacted.size())) {
      clean.replace(at, secret.size(), kRedacted);
    }
  }
  return clean;
}

model::RunResult redacted(model::RunResult run) {
  std::set<std::string> carried;
  for (const model::CaseResult& result : run.results) {
    for (const model::Exchange& exchange : result.record.exchanges) {
      const std::string_view request = exchange.request;
      for (const Range& range : secrets_in(request)) {
        if (range.end - range.begin >= kMinSecret) {
          carried.emplace(request.substr(range.begin, range.end - range.begin));
        }
      }
    }
  }
  // Longest first: if one secret is a prefix of another, no part of the longer one remains.
  std::vector<std::string> secrets(carried.begin(), carried.end());
  std::stable_sort(secrets.begin(), secrets.end(),
                   [](const std::string& one, const std::string& other) { return one.size() > other.size(); });
  change_texts(run, [](std::string& text) { text = redact(text); });
  // Signatures differ between requests. Searching all texts for thousands of them would take quadratic time.
  constexpr std::size_t kSearchedEverywhere = 64;
  std::erase_if(secrets, [](const std::string& secret) { return secret.size() == 64; });
  secrets.resize(std::min(secrets.size(), kSearchedEverywhere));
  if (!secrets.empty()) {
    change_texts(run, [&](std::string& text) { text = redact(text, secrets); });
  }
  return run;
}

}  // namespace jobrig::report
