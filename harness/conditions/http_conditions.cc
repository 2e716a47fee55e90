// method, headers and query: properties of HTTP requests. They never hold for calls over other protocols.
// when: {method: OPTIONS, headers: {User-Agent: aws-cli*}, query: {trace: "on"}}
#include <algorithm>
#include <unordered_set>

#include "base/ascii.h"
#include "base/glob.h"
#include "base/head_lines.h"
#include "base/http_text.h"
#include "base/url.h"
#include "conditions/condition.h"

namespace jobrig::conditions {
namespace {

using model::FieldMatch;
using model::Match;

std::vector<FieldMatch> read_fields(base::Fields& fields, std::string_view key, bool headers, const Reading& reading) {
  std::vector<FieldMatch> matches;
  const base::Node* const node = fields.node(key);
  if (node == nullptr) {
    return matches;
  }
  if (!node->is_map()) {
    reading.diagnostics.add(node->location, "\"" + std::string(key) + "\" must be a map of names to globs, not " +
                                                std::string(base::describe(*node)));
    return matches;
  }
  std::unordered_set<std::string> names;  // in lower case
  for (const base::Entry& entry : node->entries) {
    const auto glob = base::read_text(entry.value, "a glob of \"" + std::string(key) + "\"", reading.diagnostics);
    if (headers && !base::is_header_name(entry.key)) {
      reading.diagnostics.add(entry.key_location, base::quoted(entry.key) + " cannot be the name of a header");
      continue;
    }
    if (headers && !names.insert(base::to_lower(entry.key)).second) {
      reading.diagnostics.add(entry.key_location, "the header " + base::quoted(entry.key) +
                                                      " is duplicated; header names are case-insensitive");
    }
    matches.push_back({entry.key, glob.value_or("*")});
  }
  return matches;
}

// A request may repeat a field and a parameter: any of the values may match. Header names are compared without case
// (RFC 9110, 5.1).
struct HeaderValues {
  /// Calls `holds` with each value until it returns true. Returns whether it did.
  template <typename Holds>
  static bool any(const std::string& name, const model::Call& call, Holds holds) {
    const model::Request* const request = call.context.http;
    return request != nullptr &&
           std::any_of(request->headers.begin(), request->headers.end(), [&](const model::HeaderView& header) {
             return base::equals_ignoring_case(header.name, name) && holds(header.value);
           });
  }
};

struct ParameterValues {
  template <typename Holds>
  static bool any(const std::string& name, const model::Call& call, Holds holds) {
    const model::Request* const request = call.context.http;
    std::string_view query = request == nullptr ? "" : base::path_and_query(request->target).second;
    while (const auto parameter = base::take_parameter(query)) {
      if (base::percent_decode(parameter->first) == name) {
        const auto value = base::percent_decode(parameter->second);
        if (value && holds(*value)) {
          return true;
        }
      }
    }
    return false;
  }
};

template <typename Values>
bool field_holds(const FieldMatch& match, const model::Call& call) {
  return Values::any(match.name, call,
                     [&](std::string_view value) { return base::glob_matches(match.value_glob, value); });
}

template <auto kMember, typename Values>
bool all_hold(const Match& match, const Circumstances& now) {
  const std::vector<FieldMatch>& fields = match.*kMember;
  return std::all_of(fields.begin(), fields.end(),
                     [&](const FieldMatch& field) { return field_holds<Values>(field, now.call); });
}

template <auto kMember, typename Values>
void explain_all(std::string_view what, const Match& match, const Circumstances& now, Reasons& reasons) {
  for (const FieldMatch& field : match.*kMember) {
    if (!field_holds<Values>(field, now.call)) {
      std::vector<std::string> values;
      Values::any(field.name, now.call, [&](std::string_view value) {
        values.emplace_back(value);
        return false;
      });
      reasons.push_back(value_reason(what, field.name, values, in_quotes(field.value_glob)));
    }
  }
}

void read_method(base::Fields& fields, const Reading& /*reading*/, Match& match) {
  match.method = fields.text("method");
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (match.method && (match.method->empty() || !std::all_of(match.method->begin(), match.method->end(), is_capital))) {
    fields.report("method", "\"method\" must be the method of an HTTP request in capital letters, such as OPTIONS");
  }
}

bool method_holds(const Match& match, const Circumstances& now) {
  const model::Request* const request = now.call.context.http;
  return request != nullptr && request->method == *match.method;
}

void explain_method(const Match& match, const Circumstances& now, Reasons& reasons) {
  const model::Request* const request = now.call.context.http;
  reasons.push_back("the method is " + in_quotes(request == nullptr ? "" : request->method) + ", not " +
                    in_quotes(*match.method));
}

std::string schema(std::string_view description) {
  return R"({"type":"object","additionalProperties":{"type":"string","description":)"
         R"("a glob: * matches any run of characters, ? matches one"},"description":)" +
         std::string(description) + "}";
}

}  // namespace

std::vector<Condition> http_conditions() {
  return {
      {"method",
       Scope::kCall,
       has<&Match::method>,
       read_method,
       method_holds,
       explain_method,
       {{"method", "the method of the HTTP request, in capital letters; `OPTIONS` matches CORS preflight requests"}},
       R"({"type":"string","pattern":"^[A-Z]+$","description":"The method of the HTTP request"})"},
      {"headers",
       Scope::kCall,
       has<&Match::headers>,
       [](base::Fields& fields, const Reading& reading, Match& match) {
         match.headers = read_fields(fields, "headers", true, reading);
       },
       all_hold<&Match::headers, HeaderValues>,
       [](const Match& match, const Circumstances& now, Reasons& reasons) {
         explain_all<&Match::headers, HeaderValues>("header", match, now, reasons);
       },
       {{"headers",
         "a map of header name (case-insensitive) to a glob for one of its values; `\"*\"`: the header is present"}},
       schema(
           R"("Headers by case-insensitive name one of whose values must match a glob; \"*\": the header is present")")},
      {"query",
       Scope::kCall,
       has<&Match::query>,
       [](base::Fields& fields, const Reading& reading, Match& match) {
         match.query = read_fields(fields, "query", false, reading);
       },
       all_hold<&Match::query, ParameterValues>,
       [](const Match& match, const Circumstances& now, Reasons& reasons) {
         explain_all<&Match::query, ParameterValues>("query parameter", match, now, reasons);
       },
       {{"query", "a map of query parameter to a glob for one of its values"}},
       schema(R"("Query parameters, one of whose values must match a glob")")},
  };
}

}  // namespace jobrig::conditions
