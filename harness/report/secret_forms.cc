#include "report/secret_forms.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/redaction.h"

namespace jobrig::report {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kAccessKey = 20;
constexpr std::size_t kMinToken = 8;
// Words of prose are as short: `password: must …`.
constexpr std::size_t kMinOfCommonName = 6;

/// How far the value of a name reaches.
enum class Extent : std::uint8_t {
  kValue,
  kKeyOfScope,    // a credential's key before its scope
  kWord,          // like kValue; the name is a common word
  kLine,          // a header's
  kSchemeAndLine  // a header's; its first word is a scheme
};

struct NameRow {
  std::string_view name;  // in lower case, without `-` and `_`
  Extent extent;
};

constexpr std::array kNames{
    NameRow{"signature", Extent::kValue},
    NameRow{"credential", Extent::kKeyOfScope},
    NameRow{"securitytoken", Extent::kValue},
    NameRow{"sessiontoken", Extent::kValue},
    NameRow{"accesstoken", Extent::kValue},
    NameRow{"refreshtoken", Extent::kValue},
    NameRow{"authtoken", Extent::kValue},
    NameRow{"idtoken", Extent::kValue},
    NameRow{"secretaccesskey", Extent::kValue},
    NameRow{"accesskeyid", Extent::kValue},
    NameRow{"secretkey", Extent::kValue},
    NameRow{"privatekey", Extent::kValue},
    NameRow{"apikey", Extent::kValue},
    NameRow{"clientsecret", Extent::kValue},
    NameRow{"password", Extent::kWord},
    NameRow{"passwd", Extent::kWord},
    NameRow{"secret", Extent::kWord},
    NameRow{"token", Extent::kWord},
    NameRow{"authorization", Extent::kSchemeAndLine},
    NameRow{"proxyauthorization", Extent::kSchemeAndLine},
    NameRow{"cookie", Extent::kLine},
    NameRow{"setcookie", Extent::kLine},
};

/// Of the names, by letter: most letters of a text begin none.
constexpr auto kInitials = [] {
  std::array<bool, 26> initials{};
  for (const NameRow& row : kNames) {
    initials[static_cast<std::size_t>(row.name.front() - 'a')] = true;
  }
  return initials;
}();

bool is_word(char c) { return base::is_alphanumeric(c) || c == '_' || c == '-'; }
bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_one_of(char c, std::string_view list) { return list.find(c) != kNone; }

/// Also after the end of a line as JSON and programs escape it.
bool begins_word(std::string_view text, std::size_t at) {
  return at == 0 || !is_word(text[at - 1]) || (at > 1 && text[at - 2] == '\\' && is_one_of(text[at - 1], "nrt"));
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view signs) {
  return std::min(text.find_first_not_of(signs, at), text.size());
}

/// Where the name ends that begins at `at`; kNone: it does not begin there.
std::size_t name_end(std::string_view text, std::size_t at, std::string_view name) {
  for (const char c : name) {
    while (c != name.front() && at < text.size() && (text[at] == '-' || text[at] == '_')) {
      ++at;
    }
    if (at >= text.size() || base::to_lower(text[at]) != c) {
      return kNone;
    }
    ++at;
  }
  return at;
}

/// Where the content of an element begins whose name is from `begin` to `end`: behind `>`, also as HTML and JSON escape
/// it. kNone: that is not the name in a start tag.
std::size_t content_begin(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t kMaxPrefix = 40;  // of a namespace, or of the name
  constexpr std::array<std::string_view, 4> kClose{">", "&gt;", "\\u003e", "\\u003E"};
  const auto* const close = std::find_if(kClose.begin(), kClose.end(),
                                         [&](std::string_view one) { return text.substr(end).starts_with(one); });
  if (close == kClose.end()) {
    return kNone;
  }
  const std::size_t first = begin - std::min(begin, kMaxPrefix);
  while (begin > first && (is_word(text[begin - 1]) || text[begin - 1] == ':')) {
    --begin;
  }
  const std::string_view before = text.substr(0, begin);
  const bool escaped = before.ends_with('\\') && base::starts_with_ignoring_case(text.substr(begin), "u003c");
  return before.ends_with('<') || before.ends_with("&lt;") || escaped ? skip(text, end + close->size(), " \t\r\n")
                                                                      : kNone;
}

/// Where a value begins, and the quotation mark that closes it, with the backslashes before it; empty: it is not
/// quoted.
struct Start {
  std::size_t at;
  std::string_view closing;
};

/// The start of the value of the name from `begin` to `end`; nothing when that is not a name with a value.
std::optional<Start> value_start(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t at = content_begin(text, begin, end);
  if (at == kNone) {
    at = skip(text, skip(text, end, "\\\"'"), " \t");
    if (at >= text.size() || (text[at] != '=' && text[at] != ':')) {
      return std::nullopt;
    }
    at = skip(text, at + 1, " \t>");
    at += at + 1 < text.size() && text[at] == '[' && is_quote(text[at + 1]) ? 1 : 0;  // a list
  }
  if (at + 1 < text.size() && text[at] == 'b' && is_quote(text[at + 1])) {  // bytes in Python
    ++at;
  }
  const std::size_t quote = skip(text, at, "\\");
  if (quote < text.size() && is_quote(text[quote])) {
    return Start{quote + 1, text.substr(at, quote + 1 - at)};
  }
  return Start{at, {}};
}

/// At a line's end, also as JSON and programs escape it.
std::size_t line_end(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] != '\r' && text[at] != '\n' && text.substr(at, 2) != "\\r" &&
         text.substr(at, 2) != "\\n") {
    ++at;
  }
  return at;
}

/// Where the quotation mark is that closes the value from `at`; the end of the line when there is none.
std::size_t quoted_end(std::string_view text, std::size_t at, std::string_view closing) {
  std::size_t end = text.find(closing, at);
  while (closing.size() == 1 && end != kNone && end > at && text[end - 1] == '\\') {
    end = text.find(closing, end + 1);
  }
  return end == kNone ? line_end(text, at) : end;
}

/// The end of a value without quotation marks: at something that no secret contains.
std::size_t bare_end(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] > ' ' && text[at] != 0x7f && !is_one_of(text[at], ",;&\"'\\<>`")) {
    ++at;
  }
  return at;
}

/// Where a header's value ends: with its line. In the middle of a line a quotation mark may end it, too.
std::size_t header_end(std::string_view text, std::size_t name_begin, std::size_t at) {
  const std::size_t end = line_end(text, at);
  const bool begins_line = name_begin == 0 || text[name_begin - 1] == '\n';
  return begins_line ? end : at + std::min(end - at, text.substr(at, end - at).find_first_of("\"'"));
}

std::size_t scope_begin(std::string_view text, std::size_t at, std::size_t end) {
  const std::string_view value = text.substr(at, end - at);
  return at + std::min({value.find('/'), value.find("%2F"), value.find("%2f"), value.size()});
}

/// The value without the scheme before it, if there is one: `Bearer`, `Basic`.
std::size_t behind_scheme(std::string_view text, std::size_t at, std::size_t end) {
  std::size_t scheme = at;
  while (scheme < end && is_word(text[scheme])) {
    ++scheme;
  }
  const std::size_t behind = std::min(skip(text, scheme, " "), end);
  return behind > scheme && behind < end ? behind : at;
}

SecretRange of_name(std::string_view text, std::size_t at, const NameRow& row) {
  constexpr SecretRange kNothing{0, 0};
  const std::size_t behind = name_end(text, at, row.name);
  if (behind == kNone ||
      (row.extent != Extent::kValue && row.extent != Extent::kKeyOfScope && !begins_word(text, at))) {
    return kNothing;
  }
  const auto start = value_start(text, at, behind);
  // The parts of AWS's signature have names of their own.
  if (!start ||
      (row.extent == Extent::kSchemeAndLine && base::starts_with_ignoring_case(text.substr(start->at), "AWS4-"))) {
    return kNothing;
  }
  const bool header = row.extent == Extent::kLine || row.extent == Extent::kSchemeAndLine;
  const std::size_t begin = start->at;
  const std::size_t end = !start->closing.empty() ? quoted_end(text, begin, start->closing)
                          : header                ? header_end(text, at, begin)
                                                  : bare_end(text, begin);
  switch (row.extent) {
    case Extent::kKeyOfScope:
      return {begin, scope_begin(text, begin, end)};
    case Extent::kWord:
      return end - begin >= kMinOfCommonName ? SecretRange{begin, end} : kNothing;
    case Extent::kSchemeAndLine:
      return {behind_scheme(text, begin, end), end};
    case Extent::kValue:
    case Extent::kLine:
      break;
  }
  return {begin, end};
}

/// Not a word: a digit, or capital letters after small ones.
bool looks_random(std::string_view text) {
  return std::any_of(text.begin(), text.end(), base::is_digit) ||
         std::any_of(std::find_if(text.begin(), text.end(), base::is_lower), text.end(), base::is_upper);
}

/// `Bearer TOKEN` and `Basic TOKEN` (RFC 9110 section 11.4) without the name of a header.
SecretRange of_scheme(std::string_view text, std::size_t at) {
  for (const std::string_view scheme : {"bearer ", "basic "}) {
    if (base::starts_with_ignoring_case(text.substr(at), scheme)) {
      const std::size_t begin = skip(text, at + scheme.size(), " ");
      std::size_t end = begin;
      while (end < text.size() && (base::is_alphanumeric(text[end]) || is_one_of(text[end], "-._~+/="))) {
        ++end;
      }
      const std::string_view token = text.substr(begin, end - begin);
      if (token.size() >= kMinToken && looks_random(token)) {
        return {begin, end};
      }
    }
  }
  return {0, 0};
}

SecretRange of_access_key(std::string_view text, std::size_t at) {
  const std::string_view key = text.substr(at, kAccessKey);
  const bool found = key.size() == kAccessKey && (key.starts_with("AKIA") || key.starts_with("ASIA")) &&
                     std::all_of(key.begin(), key.end(), [](char c) { return base::is_upper(c) || base::is_digit(c); });
  return found && (text.size() == at + kAccessKey || !is_word(text[at + kAccessKey])) ? SecretRange{at, at + kAccessKey}
                                                                                      : SecretRange{0, 0};
}

/// RFC 7519: three parts in Base64 for URLs, of which the first is JSON: `eyJ` is `{"`.
SecretRange of_web_token(std::string_view text, std::size_t at) {
  if (!text.substr(at).starts_with("eyJ")) {
    return {0, 0};
  }
  std::size_t end = at;
  while (end < text.size() && (is_word(text[end]) || text[end] == '.')) {
    ++end;
  }
  const std::string_view token = text.substr(at, end - at);
  return std::count(token.begin(), token.end(), '.') >= 2 ? SecretRange{at, end} : SecretRange{0, 0};
}

/// RFC 7468: what is between the lines that begin and end a private key.
SecretRange of_private_key(std::string_view text, std::size_t at) {
  constexpr std::string_view kHead = "PRIVATE KEY-----";
  if (!text.substr(at).starts_with("BEGIN ") || !text.substr(0, at).ends_with("-----")) {
    return {0, 0};
  }
  const std::size_t head = text.substr(at, 64).find(kHead);
  if (head == kNone) {
    return {0, 0};
  }
  const std::size_t begin = at + head + kHead.size();
  return {begin, std::min(text.find("-----END", begin), text.size())};
}

/// `//user:PASSWORD@host`
SecretRange of_url(std::string_view text, std::size_t at) {
  if (!text.substr(at).starts_with("://")) {
    return {0, 0};
  }
  const std::size_t end = text.find_first_of("@/?# \t\r\n\"'<>", at + 3);
  if (end == kNone || text[end] != '@') {
    return {0, 0};
  }
  const std::size_t colon = text.find(':', at + 3);
  return colon < end ? SecretRange{colon + 1, end} : SecretRange{0, 0};
}

/// The secret that a name or a form at `at` announces; empty: none.
SecretRange secret_at(std::string_view text, std::size_t at) {
  if (text[at] == ':') {
    return of_url(text, at);
  }
  if (!base::is_lower(base::to_lower(text[at]))) {
    return {0, 0};
  }
  if (begins_word(text, at)) {
    for (const auto& form : {of_access_key, of_web_token, of_scheme}) {
      if (const SecretRange range = form(text, at); range.end > range.begin) {
        return range;
      }
    }
  }
  if (const SecretRange range = of_private_key(text, at); range.end > range.begin) {
    return range;
  }
  const char initial = base::to_lower(text[at]);
  if (!kInitials[static_cast<std::size_t>(initial - 'a')]) {
    return {0, 0};
  }
  for (const NameRow& row : kNames) {
    if (initial == row.name.front()) {
      if (const SecretRange range = of_name(text, at, row); range.end > range.begin) {
        return range;
      }
    }
  }
  return {0, 0};
}

void add_value(std::string_view value, bool words_too, std::vector<std::string>& values) {
  value = value.substr(0, value.find_last_not_of(" \t") + 1);
  if (value.size() >= kMinToken && (words_too || looks_random(value))) {
    values.emplace_back(value);
  }
}

}  // namespace

std::vector<SecretRange> secrets_in(std::string_view text) {
  std::vector<SecretRange> found;
  for (std::size_t at = 0; at < text.size();) {
    const SecretRange range = secret_at(text, at);
    if (range.end > range.begin && !text.substr(range.begin).starts_with(base::kRedacted)) {
      found.push_back(range);
    }
    at = std::max(at + 1, range.end);
  }
  return found;
}

std::vector<std::string> values_in(std::string_view secret, bool words_too) {
  std::vector<std::string> values;
  add_value(secret, words_too, values);
  for (std::string_view rest = secret; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    if (const auto decoded = base::from_base64(word); decoded && decoded->find(':') != kNone) {
      add_value(std::string_view(*decoded).substr(decoded->find(':') + 1), words_too, values);
    }
  }
  for (std::string_view rest = secret; rest.find('=') != kNone;) {  // `name=value; name=value` (RFC 6265 section 4)
    const std::string_view pair = rest.substr(0, rest.find(';'));
    if (pair.find('=') != kNone) {
      add_value(pair.substr(pair.find('=') + 1), words_too, values);
    }
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
  }
  return values;
}

}  // namespace jobrig::report
