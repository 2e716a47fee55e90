#include "http/canonical_request.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/url.h"

namespace jobrig::http {
namespace {

/// Decodes and re-encodes the text, which makes it independent of the client's encoding. Text that cannot be decoded is
/// unchanged.
std::string encode_again(std::string_view text) {
  const std::optional<std::string> decoded = base::percent_decode(text);
  return decoded ? base::percent_encode(*decoded) : std::string(text);
}

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, end - begin);
    if (segment == ".." && !kept.empty()) {
      kept.pop_back();
    } else if (!segment.empty() && segment != "." && segment != "..") {
      kept.push_back(segment);
    }
    begin = end + 1;
  }
  std::string normal;
  for (const std::string_view segment : kept) {
    normal += '/';
    normal += segment;
  }
  if (normal.empty() || path.ends_with('/')) {
    normal += '/';
  }
  return normal;
}

void append_with_single_blanks(std::string_view value, std::string& to) {
  bool blank = false;
  const std::size_t start = to.size();
  for (const char c : value) {
    if (c == ' ' || c == '\t') {
      blank = true;
      continue;
    }
    if (blank && to.size() > start) {
      to += ' ';
    }
    blank = false;
    to += c;
  }
}

}  // namespace

std::string canonical_path(std::string_view path, PathEncoding encoding) {
  std::string normal = without_dot_segments(path);
  return encoding == PathEncoding::kOnceMore ? base::percent_encode(normal, "/") : normal;
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view parameter = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (parameter.empty()) {
      continue;
    }
    const std::size_t equals = parameter.find('=');
    const std::string_view value = equals == std::string_view::npos ? std::string_view() : parameter.substr(equals + 1);
    parameters.emplace_back(encode_again(parameter.substr(0, equals)), encode_again(value));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string canonical;
  for (const auto& [name, value] : parameters) {
    canonical += canonical.empty() ? "" : "&";
    canonical.append(name).append("=").append(value);
  }
  return canonical;
}

std::string canonical_header_value(const model::Request& request, std::string_view name) {
  std::string canonical;
  bool first = true;
  for (const model::HeaderView& header : request.headers) {
    if (base::equals_ignoring_case(header.name, name)) {
      std::string value;
      append_with_single_blanks(header.value, value);
      canonical += (first ? "" : ",") + value;
      first = false;
    }
  }
  return canonical;
}

std::string canonical_request(const model::Request& request, const std::vector<std::string>& signed_headers,
                              std::string_view payload_hash, PathEncoding encoding) {
  const auto [path, query] = base::path_and_query(request.target);
  std::string text(request.method);
  text += "\n" + canonical_path(path, encoding) + "\n" + canonical_query(query) + "\n";
  std::string names;
  for (const std::string& name : signed_headers) {
    text += name + ":" + canonical_header_value(request, name) + "\n";
    names += (names.empty() ? "" : ";") + name;
  }
  text += "\n" + names + "\n";
  text += payload_hash;
  return text;
}

}  // namespace jobrig::http
