#include "contract/json_document.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "base/quote.h"

namespace jobrig::contract {
namespace {

using Json = nlohmann::json;

/// Converts unsigned numbers beyond the signed range to doubles. Otherwise they would wrap around to negative numbers.
void keep_integers_in_range(Json& value) {
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    value = static_cast<double>(value.get<std::uint64_t>());
  } else if (value.is_structured()) {
    for (Json& inner : value) {
      keep_integers_in_range(inner);
    }
  }
}

/// The one place that parses. nlohmann/json takes a NUL for the end of the text, whatever follows it; RFC 8259 section
/// 2 allows no NUL anywhere. It skips a byte order mark, which section 8.1 forbids in a text that is sent and lets a
/// receiver ignore: a client that sends one has a mistake that another service may refuse.
std::optional<std::string> parse_one_value(std::string_view text, Json& document,
                                           const Json::parser_callback_t& watch) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    return "begins with a byte order mark, which JSON forbids";
  }
  if (too_deep(text)) {
    return "is nested more than " + std::to_string(kDeepestJson) + " levels deep";
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return "contains a NUL byte, which JSON forbids (byte " + std::to_string(nul + 1) + ")";
  }
  try {
    document = Json::parse(text, watch);
  } catch (const Json::parse_error& error) {
    return "is not JSON (byte " + std::to_string(error.byte) + ")";
  } catch (const Json::out_of_range&) {
    return "is not readable JSON: a number is too large";
  }
  return std::nullopt;
}

}  // namespace

// Counts brackets outside of strings.
bool too_deep(std::string_view json) {
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      i += c == '\\' ? 1U : 0U;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kDeepestJson) {
        return true;
      }
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

std::optional<std::string> parse_json(std::string_view text, Json& document) {
  return parse_one_value(text, document, nullptr);
}

std::optional<std::string> read_json(std::string_view text, Json& document) {
  std::vector<std::set<std::string>> names;
  std::optional<std::string> twice;
  const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) {
      names.emplace_back();
    } else if (event == Json::parse_event_t::object_end) {
      names.pop_back();
    } else if (event == Json::parse_event_t::key && !names.back().insert(parsed.get<std::string>()).second) {
      twice = "has the member " + base::quoted(parsed.get<std::string>()) + " twice";
    }
    return true;
  };
  if (auto problem = parse_one_value(text, document, watch)) {
    return problem;
  }
  keep_integers_in_range(document);
  return twice;
}

}  // namespace jobrig::contract
