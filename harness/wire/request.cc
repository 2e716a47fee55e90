#include "wire/request.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "base/ascii.h"
#include "base/head_lines.h"
#include "base/url.h"
#include "model/find_header.h"
#include "wire/fields.h"

namespace jobrig::wire {
namespace {

std::string joined_chunks(std::string_view body) {
  std::string joined;
  while (!body.empty()) {
    const std::string_view line = base::take_line(body);
    std::size_t size = 0;
    const auto [stop, problem] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (problem != std::errc() || size == 0) {
      break;
    }
    joined += body.substr(0, size);
    body.remove_prefix(std::min(body.size(), size));
    base::take_line(body);
  }
  return joined;
}

void read_request_line(std::string_view line, Request& request) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  request.method = line.substr(0, first);
  if (first == std::string_view::npos || first == last) {
    return;
  }
  request.target = line.substr(first + 1, last - first - 1);
  constexpr std::string_view kProtocol = "HTTP/";
  const std::string_view protocol = line.substr(last + 1);
  request.version = protocol.starts_with(kProtocol) ? protocol.substr(kProtocol.size()) : std::string_view();
  std::tie(request.path, request.query) = base::path_and_query(request.target);
}

}  // namespace

std::size_t Request::count_header(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(), [&](const model::HeaderView& one) {
    return base::equals_ignoring_case(one.name, name);
  }));
}

std::string_view Request::header(std::string_view name) const { return model::header_value(headers, name); }

Request read_request(std::string_view raw) {
  Request request;
  read_request_line(base::take_line(raw), request);
  request.headers = read_fields(raw);
  const std::string_view coding = request.header("Transfer-Encoding");
  request.body = coding.empty() ? std::string(raw) : joined_chunks(raw);
  return request;
}

std::string_view without_informational(std::string_view answer) {
  constexpr std::size_t kVersion = std::string_view("HTTP/1.1 ").size();
  while (answer.starts_with("HTTP/1.") && answer.substr(std::min(kVersion, answer.size())).starts_with('1')) {
    const std::size_t head = answer.find("\r\n\r\n");
    if (head == std::string_view::npos) {
      break;
    }
    answer.remove_prefix(head + 4);
  }
  return answer;
}

std::string_view body_of_answer(std::string_view answer) {
  const std::string_view last = without_informational(answer);
  const std::size_t head = last.find("\r\n\r\n");
  return head == std::string_view::npos ? std::string_view() : last.substr(head + 4);
}

std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() ? base::hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? base::hex_value(text[i + 2]) : -1;
    if (text[i] == '%' && high >= 0 && low >= 0) {
      plain += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::vector<std::string> path_segments(std::string_view path) {
  std::vector<std::string> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.size(), path.find('/'));
    segments.push_back(decoded(path.substr(0, end)));
    path.remove_prefix(end);
  }
  return segments;
}

std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    const std::string_view one = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), one.size() + 1));
    const std::size_t equal = one.find('=');
    if (!one.empty()) {
      parameters.emplace_back(decoded(one.substr(0, equal)),
                              equal == std::string_view::npos ? "" : decoded(one.substr(equal + 1)));
    }
  }
  return parameters;
}

}  // namespace jobrig::wire
