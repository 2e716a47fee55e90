#include "support/canonical_report.h"

#include <cctype>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::test {
namespace {

using Json = nlohmann::ordered_json;

/// Replaces the digits behind each `lead` by `N`.
void blank_digits(std::string& text, std::string_view lead) {
  for (std::size_t at = 0; (at = text.find(lead, at)) != std::string::npos;) {
    at += lead.size();
    std::size_t end = at;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
      ++end;
    }
    text.replace(at, end - at, "N");
  }
}

/// Replaces the value of a header field.
void blank_field(std::string& text, std::string_view name) {
  for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos;) {
    at += name.size();
    text.replace(at, text.find("\r\n", at) - at, "T");
  }
}

/// Replaces what AWS says about the time of a signature, and the length that depends on it.
void blank_signing_times(std::string& text) {
  constexpr std::string_view kBegin = "the request is signed for ";
  constexpr std::string_view kEnd = "; at most";
  for (std::size_t at = 0; (at = text.find(kBegin, at)) != std::string::npos;) {
    at += kBegin.size();
    text.replace(at, text.find(kEnd, at) - at, "T");
    blank_digits(text, "\r\nContent-Length: ");
  }
}

/// Times, and numbers that count what the server did before.
bool is_about_time(std::string_view key) {
  return key.ends_with("_us") || key == "began" || key == "arrived" || key == "observed" || key == "number" ||
         key == "connection";
}

void canonicalise(Json& root) {
  std::vector<Json*> open{&root};
  while (!open.empty()) {
    Json& value = *open.back();
    open.pop_back();
    if (value.is_string()) {
      auto& text = value.get_ref<std::string&>();
      blank_digits(text, "127.0.0.1:");
      blank_signing_times(text);
      for (const std::string_view field : {"Date:", "X-Amz-Date:", "Authorization:", "amz-sdk-invocation-id:"}) {
        blank_field(text, "\r\n" + std::string(field));
      }
      for (const std::string_view time :
           {"queuedAt", "startedAt", "lastUpdatedAt", "approximateSecondsBeforeTimedOut"}) {
        blank_digits(text, '"' + std::string(time) + "\":");
      }
    }
    if (!value.is_structured()) {
      continue;  // items() of a string is the string
    }
    for (auto& [name, member] : value.items()) {
      const std::string_view key = name;
      if (value.is_object() && is_about_time(key)) {
        member = member.is_null() ? Json(nullptr) : Json(0);
      } else {
        open.push_back(&member);
      }
    }
  }
}

}  // namespace

std::string canonical_report(const std::string& file) {
  std::ifstream in(file);
  Json report = Json::parse(in);
  canonicalise(report);
  return report.dump(1);
}

}  // namespace jobrig::test
