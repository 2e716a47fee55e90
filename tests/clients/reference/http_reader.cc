#include "clients/reference/http_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "clients/reference/input.h"

namespace jobrig::reference {
namespace {

constexpr std::size_t kMaxLine = std::size_t{80} << 10U;
constexpr std::size_t kMaxBody = std::size_t{4} << 20U;

[[noreturn]] void broken(const std::string& what) { throw Failure{"decoding", what, "", 0, true}; }

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool is_token(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || kOthers.find(c) != std::string_view::npos;
  });
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? ""
                                         : std::string(text.substr(begin, text.find_last_not_of(" \t") - begin + 1));
}

/// `HTTP/1.1 200 OK`
void read_status_line(const std::string& line, const ResponsePolicy& policy, HttpAnswer& answer) {
  const bool whole = line.size() >= 12 && line.starts_with("HTTP/1.") && (line[7] == '0' || line[7] == '1') &&
                     line[8] == ' ' && std::all_of(line.begin() + 9, line.begin() + 12, is_digit) &&
                     (line.size() == 12 || line[12] == ' ') && line[9] != '0' &&
                     (line.size() > 13 || policy.reads_empty_reason);
  if (!whole) {
    broken("no HTTP");
  }
  answer.minor_version = line[7] - '0';
  answer.status = std::stoi(line.substr(9, 3));
}

void read_headers(Input& input, const ResponsePolicy& policy, HttpAnswer& answer) {
  for (;;) {
    const std::string line = input.line(kMaxLine);
    if (line.empty()) {
      return;
    }
    const bool folded = (line.front() == ' ' || line.front() == '\t') && !answer.headers.empty();
    if (folded && policy.reads_folded) {  // RFC 9112, 5.2: as one or more spaces
      std::string& value = answer.headers.back().second;
      value = trimmed(value + " " + trimmed(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || !is_token(std::string_view(line).substr(0, colon)) ||
        answer.headers.size() >= policy.most_headers) {
      broken("a header that is none, or too many");
    }
    answer.headers.emplace_back(line.substr(0, colon), trimmed(std::string_view(line).substr(colon + 1)));
    if (!policy.ignores_case) {
      answer.headers.back().first += std::any_of(line.begin(), line.end(), is_upper) ? "" : "-unknown";
    }
  }
}

std::optional<std::size_t> number_in(std::string_view text, int base) {
  std::size_t number = 0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  const bool whole = !text.empty() && problem == std::errc() && stop == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

/// The length, if all Content-Length headers agree.
std::optional<std::size_t> content_length(const HttpAnswer& answer) {
  std::optional<std::size_t> length;
  for (const auto& [name, value] : answer.headers) {
    if (same_name(name, "Content-Length")) {
      const auto stated = number_in(value, 10);
      if (!stated || (length && *length != *stated)) {
        broken("a Content-Length that is none");
      }
      length = stated;
    }
  }
  return length;
}

std::string read_chunks(Input& input, const ResponsePolicy& policy) {
  std::string body;
  try {
    for (;;) {
      const std::string line = input.line(kMaxLine);
      const auto size = number_in(trimmed(policy.reads_extensions ? line.substr(0, line.find(';')) : line), 16);
      if (!size && policy.accepts_bad_chunks) {
        return body;
      }
      if (!size || body.size() + *size > kMaxBody) {
        broken("a chunk whose size is none");
      }
      if (*size == 0) {
        break;
      }
      body += input.bytes(*size);
      if (!input.line(2).empty()) {
        broken("a chunk that does not end");
      }
    }
    while (!input.line(kMaxLine).empty()) {
      if (!policy.reads_trailers) {
        broken("a trailer");
      }
    }
  } catch (const Failure& failure) {
    if (failure.kind != "transport" || !policy.accepts_no_last_chunk) {
      throw;
    }
  }
  return body;
}

std::string read_length(Input& input, std::size_t length, const ResponsePolicy& policy) {
  if (length > kMaxBody) {
    broken("the body is too long");
  }
  std::string body;
  while (body.size() < length) {
    std::string piece = input.piece();
    if (piece.empty()) {
      if (policy.accepts_cut_body) {
        return body;
      }
      throw Failure{"transport", "the answer was cut", "", 0, true};
    }
    body += piece;
  }
  if (body.size() > length) {
    broken("more bytes than promised");
  }
  return body;
}

void read_body(Input& input, const ResponsePolicy& policy, HttpAnswer& answer) {
  input.enter_body();
  const std::string coding = answer.header("Transfer-Encoding");
  const auto length = content_length(answer);
  const bool stays = answer.minor_version == 1 && !same_name(answer.header("Connection"), "close");
  if (!coding.empty() && policy.reads_chunks) {
    if (!same_name(coding, "chunked") || length || answer.minor_version == 0) {
      broken("a framing that may be read in two ways");
    }
    answer.body = read_chunks(input, policy);
    answer.reusable = stays && input.empty();
  } else if (answer.status == 204 || answer.status == 304) {
    answer.reusable = stays && input.empty();
  } else if (length) {
    answer.body = read_length(input, *length, policy);
    answer.reusable = stays && input.empty();
  } else if (policy.reads_close_delimited) {
    answer.body = input.rest(kMaxBody);
  }
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& one) { return same_name(one.first, name); });
  return found == headers.end() ? "" : found->second;
}

HttpAnswer read_answer(Connection& connection, const ResponsePolicy& response, const TimePolicy& time) {
  Input input(connection, time);
  HttpAnswer answer;
  do {
    answer = HttpAnswer();
    read_status_line(input.line(kMaxLine), response, answer);
    if (answer.minor_version == 0 && !response.reads_http_1_0) {
      broken("HTTP/1.0");
    }
    read_headers(input, response, answer);
  } while (answer.status < 200 && response.passes_informational && answer.status != response.final_informational);
  read_body(input, response, answer);
  return answer;
}

}  // namespace jobrig::reference
