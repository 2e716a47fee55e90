// Signature Version 4: the input is the Authorization header, then other headers as lines, then the body.
#include <algorithm>
#include <string>

#include "base/units.h"
#include "fuzz/targets.h"
#include "http/authorization.h"
#include "http/signature.h"
#include "http/signing_date.h"
#include "model/request.h"

namespace jobrig::fuzz {
namespace {

std::string_view take_line(std::string_view& bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(std::min(end + 1, bytes.size()));
  return line;
}

void check_date(std::string_view text) {
  if (const auto date = http::parse_signing_date(text)) {
    const std::string written = http::format_signing_date(*date);
    promise(http::parse_signing_date(written) == date, "a date is another one when it is written");
  }
}

}  // namespace

void fuzz_signature(std::string_view bytes) {
  static const model::SignatureSettings kSettings{true, {{"AKIDTEST", "not-a-secret"}}, "eu-west-1"};
  static const base::Instant kNow = *base::parse_instant("2026-03-01T12:00:00Z");
  model::Request request;
  request.method = "GET";
  request.target = "/things/t/jobs/j?includeJobDocument=true";
  request.headers = {{"Host", "127.0.0.1:8080"}, {"Authorization", take_line(bytes)}};
  for (std::string_view line = take_line(bytes); !line.empty(); line = take_line(bytes)) {
    const std::size_t colon = std::min(line.find(':'), line.size());
    request.headers.push_back({line.substr(0, colon), line.substr(std::min(colon + 1, line.size()))});
    check_date(request.headers.back().value);
    if (line.starts_with('/')) {
      request.target = line;
    }
  }
  request.body = bytes;
  std::string problem;
  const http::Authorization authorization = http::read_authorization(request.headers[1].value, problem);
  promise(!problem.empty() || !authorization.signed_headers.empty(), "an Authorization signs nothing");
  check_date(authorization.day);
  const auto differences = http::check_signature(request, kSettings, kNow);
  promise(differences.empty() || !differences.front().sentence.empty(), "a difference has no sentence");
  promise(problem.empty() || !differences.empty(), "a broken Authorization is valid");
}

}  // namespace jobrig::fuzz
