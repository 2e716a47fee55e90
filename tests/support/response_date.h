// Response date: checks the form of the header Date in the bytes of a response, and removes it, so that tests can
// compare the other bytes.
#pragma once

#include <stdexcept>
#include <string>

#include "base/http_date.h"
#include "http/signing_date.h"

namespace jobrig::test {

/// The date of the only line `Date` after the status line. Throws when there is none, more than one, or one of another
/// form than IMF-fixdate.
inline base::Instant response_date(const std::string& response) {
  constexpr std::string_view kName = "\r\nDate: ";
  constexpr std::size_t kLength = 29;
  const std::size_t at = response.find(kName);
  if (at == std::string::npos || at != response.find("\r\n") || response.find(kName, at + 1) != std::string::npos) {
    throw std::runtime_error("the response has not one Date after its status line: " + response);
  }
  const std::string text = response.substr(at + kName.size(), kLength);
  const auto date = http::parse_signing_date(text);
  if (!date || base::format_http_date(*date, base::HttpDateForm::kImfFixdate) != text ||
      response.substr(at + kName.size() + kLength, 2) != "\r\n") {
    throw std::runtime_error("this is not a date of the preferred form: " + text);
  }
  return *date;
}

/// The response without the line that response_date() accepts.
inline std::string without_date(std::string response) {
  response_date(response);
  const std::size_t at = response.find("Date: ");
  return response.erase(at, response.find("\r\n", at) + 2 - at);
}

}  // namespace jobrig::test
