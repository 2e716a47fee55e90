#include "faults/response_bytes.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/head_lines.h"
#include "faults/headers.h"

namespace jobrig::faults {
namespace {

std::string all_bytes(const model::Script& script) {
  std::string bytes;
  for (const model::ScriptStep& step : script.steps) {
    if (const auto* const send = std::get_if<model::Send>(&step)) {
      bytes += send->bytes;
    }
  }
  return bytes;
}

bool is_bodiless_status(std::string_view status_line) {
  const std::string_view status = status_line.substr(std::min(status_line.size(), status_line.find(' ') + 1), 3);
  return status.starts_with('1') || status == "204" || status == "304";
}

std::string_view name_of(std::string_view line) { return line.substr(0, line.find(':')); }

}  // namespace

ResponseBytes split_response(const model::Script& script, bool head_only) {
  ResponseBytes response;
  response.close_action = script.close_action;
  const std::string bytes = all_bytes(script);
  if (script.head_size == 0) {
    response.is_http = false;
    response.body = bytes;
    return response;
  }
  response.informational = bytes.substr(0, script.informational_size);
  std::string_view head = std::string_view(bytes).substr(0, script.head_size);
  head.remove_prefix(script.informational_size);
  response.line_end = head.find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
  response.status_line = base::take_line(head);
  for (std::string_view line = base::take_line(head); !line.empty(); line = base::take_line(head)) {
    response.lines.emplace_back(line);
  }
  response.body = bytes.substr(script.head_size);
  response.may_have_body = !head_only && !is_bodiless_status(response.status_line);
  return response;
}

void join_response(const ResponseBytes& response, model::Script& script) {
  const auto first = std::find_if(script.steps.begin(), script.steps.end(), [](const model::ScriptStep& step) {
    return std::holds_alternative<model::Send>(step);
  });
  script.steps.erase(first, script.steps.end());
  std::string bytes;
  script.informational_size = script.status_line_size = script.head_size = 0;
  if (response.is_http) {
    bytes = response.informational;
    script.informational_size = bytes.size();
    bytes.append(response.status_line).append(response.line_end);
    script.status_line_size = bytes.size();
    for (const std::string& line : response.lines) {
      bytes.append(line).append(response.line_end);
    }
    bytes.append(response.line_end);
    script.head_size = bytes.size();
  }
  bytes += response.body;
  script.steps.emplace_back(model::Send{std::move(bytes)});
  script.close_action = response.close_action;
}

std::string_view line_value(const ResponseBytes& response, std::string_view name) {
  for (const std::string_view line : response.lines) {
    if (base::equals_ignoring_case(name_of(line), name) && line.size() > name.size()) {
      const std::size_t begin = line.find_first_not_of(" \t", name.size() + 1);
      return begin == std::string_view::npos ? line.substr(line.size()) : line.substr(begin);
    }
  }
  return {};
}

void remove_lines(ResponseBytes& response, std::string_view name) {
  std::erase_if(response.lines,
                [&](const std::string& line) { return base::equals_ignoring_case(name_of(line), name); });
}

void append_line(ResponseBytes& response, std::string_view name, std::string_view value) {
  response.lines.push_back(std::string(name) + ": " + std::string(value));
}

void replace_line(ResponseBytes& response, std::string_view name, std::string line) {
  const auto found = std::find_if(response.lines.begin(), response.lines.end(), [&](const std::string& one) {
    return base::equals_ignoring_case(name_of(one), name);
  });
  if (found == response.lines.end()) {
    response.lines.push_back(std::move(line));
  } else {
    *found = std::move(line);
  }
}

void announce_chunks(ResponseBytes& response) {
  remove_lines(response, "Transfer-Encoding");
  replace_line(response, "Content-Length", "Transfer-Encoding: chunked");
  remove_lines(response, "Content-Length");
}

std::string chunk_of(std::string_view data) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), data.size(), 16).ptr;
  std::string chunk(digits.data(), end);
  chunk.append("\r\n").append(data).append("\r\n");
  return chunk;
}

void close_after(ResponseBytes& response) {
  if (response.close_action == model::CloseAction::kKeepOpen) {
    response.close_action = model::CloseAction::kClose;
  }
}

}  // namespace jobrig::faults
