#include "report/http_message.h"

#include <charconv>

#include "base/head_lines.h"
#include "model/find_header.h"

namespace jobrig::report {
namespace {

bool is_informational(std::string_view start_line) {
  const std::size_t blank = start_line.find(' ');
  return start_line.starts_with("HTTP/1.") && blank != std::string_view::npos && blank + 1 < start_line.size() &&
         start_line[blank + 1] == '1';
}

HttpMessage first_message(std::string_view bytes) {
  HttpMessage message;
  std::string_view rest = bytes;
  message.start_line = base::take_line(rest);
  while (!rest.empty()) {
    const std::string_view line = base::take_line(rest);
    if (line.empty()) {
      message.head_ended = true;
      break;
    }
    const std::size_t colon = line.find(':');
    message.fields.push_back({base::trimmed(line.substr(0, colon)), colon == std::string_view::npos
                                                                        ? std::string_view()
                                                                        : base::trimmed(line.substr(colon + 1))});
  }
  message.head = bytes.substr(0, bytes.size() - rest.size());
  message.body = rest;
  return message;
}

}  // namespace

std::string_view HttpMessage::field(std::string_view name) const { return model::header_value(fields, name); }

HttpMessage http_message(std::string_view bytes) {
  HttpMessage message = first_message(bytes);
  while (message.head_ended && !message.body.empty() && is_informational(message.start_line)) {
    message = first_message(message.body);
  }
  return message;
}

std::optional<std::string> joined_chunks(std::string_view body) {
  std::string joined;
  while (!body.empty()) {
    const std::string_view line = base::take_line(body);
    const std::string_view digits = base::trimmed(line.substr(0, line.find(';')));
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
      return std::nullopt;
    }
    if (size == 0) {
      return joined;
    }
    if (body.size() < size || !body.substr(size).starts_with("\r\n")) {
      return std::nullopt;
    }
    joined += body.substr(0, size);
    body.remove_prefix(size + 2);
  }
  return std::nullopt;
}

}  // namespace jobrig::report
