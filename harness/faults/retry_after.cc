#include "faults/retry_after.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/deadline.h"
#include "base/fields.h"

namespace jobrig::faults {
namespace {

struct Form {
  std::string_view word;
  std::optional<base::HttpDateForm> form;
};
constexpr std::array kForms = {Form{"imf-fixdate", base::HttpDateForm::kImfFixdate},
                               Form{"rfc850-date", base::HttpDateForm::kRfc850},
                               Form{"asctime-date", base::HttpDateForm::kAsctime}, Form{"seconds", std::nullopt}};

std::optional<RetryAfter> read_map(const base::Node& node, base::Diagnostics& diagnostics) {
  base::Fields fields(node, "\"retry-after\"", diagnostics);
  fields.required("in");
  RetryAfter retry_after;
  const auto as = fields.word("as", {"imf-fixdate", "rfc850-date", "asctime-date", "seconds"});
  retry_after.form = std::find_if(kForms.begin(), kForms.end(), [&](const Form& one) {
                       return one.word == as.value_or("imf-fixdate");
                     })->form;
  const auto in = fields.duration("in", retry_after.form.has_value());
  fields.finish();
  retry_after.in = in.value_or(base::Duration::zero());
  return in ? std::optional(retry_after) : std::nullopt;
}

}  // namespace

base::Instant RetryAfter::date(base::Instant now) const {
  constexpr base::Instant kBeginning{std::chrono::sys_days(std::chrono::year(0) / 1 / 1)};
  return std::clamp(base::deadline(now, in), kBeginning, base::kEndOfTime);
}

std::string RetryAfter::text(base::Instant now) const {
  return form ? base::format_http_date(date(now), *form)
              : std::to_string(std::chrono::ceil<std::chrono::seconds>(in).count());
}

std::optional<RetryAfter> read_retry_after(const base::Node& node, base::Diagnostics& diagnostics) {
  std::optional<RetryAfter> read;
  if (node.is_map()) {
    read = read_map(node, diagnostics);
  } else if (const auto in = base::read_duration(node, "\"retry-after\"", false, diagnostics)) {
    read = RetryAfter{*in, std::nullopt};
  }
  if (read && !read->form && read->in % std::chrono::seconds(1) != base::Duration::zero()) {
    diagnostics.add(node.location, "\"retry-after\" counts whole seconds");
  }
  return read;
}

}  // namespace jobrig::faults
