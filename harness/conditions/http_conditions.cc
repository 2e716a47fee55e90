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

// Header names are compared without case (RFC 9110, 5.1). If several fields have the name, any of them may match.
bool header_holds(const FieldMatch& match, const model::Call& call) {
  const model::Request* const request = call.context.http;
  return request != nullptr &&
         std::any_of(request->headers.begin(), request->headers.end(), [&](const model::HeaderView& header) {
           return base::equals_ignoring_case(header.name, match.name) &&
                  base::glob_matches(match.value_glob, header.value);
         });
}

void explain_header(const FieldMatch& match, const model::Call& call, Reasons& reasons) {
  const model::Request* const request = call.context.http;
  const std::string_view value = request == nullptr ? std::string_view() : request->header(match.name);
  reasons.push_back(value.data() == nullptr ? "the request has no header " + match.name
                                            : "the header " + match.name + " is " + in_quotes(value) +
                                                  ", which does not match " + in_quotes(match.value_glob));
}

std::optional<std::string> parameter(const std::string& name, const model::Call& call) {
  const model::Request* const request = call.context.http;
  return request == nullptr ? std::nullopt : base::query_value(base::path_and_query(request->target).second, name);
}

bool parameter_holds(const FieldMatch& match, const model::Call& call) {
  const auto value = parameter(match.name, call);
  return value && base::glob_matches(match.value_glob, *value);
}

void explain_parameter(const FieldMatch& match, const model::Call& call, Reasons& reasons) {
  const auto value = parameter(match.name, call);
  reasons.push_back(value ? "the query parameter " + match.name + " is " + in_quotes(*value) +
                                ", which does not match " + in_quotes(match.value_glob)
                          : "the request has no query parameter " + match.name);
}

template <auto kMember, auto kHolds>
bool all_hold(const Match& match, const Circumstances& now) {
  const std::vector<FieldMatch>& fields = match.*kMember;
  return std::all_of(fields.begin(), fields.end(), [&](const FieldMatch& field) { return kHolds(field, now.call); });
}

template <auto kMember, auto kHolds, auto kExplain>
void explain_all(const Match& match, const Circumstances& now, Reasons& reasons) {
  for (const FieldMatch& field : match.*kMember) {
    if (!kHolds(field, now.call)) {
      kExplain(field, now.call, reasons);
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
       all_hold<&Match::headers, header_holds>,
       explain_all<&Match::headers, header_holds, explain_header>,
       {{"headers", "a map of header name (case-insensitive) to a glob for its value; `\"*\"`: the header is present"}},
       schema(R"("Headers by case-insensitive name that must match a glob; \"*\": the header is present")")},
      {"query",
       Scope::kCall,
       has<&Match::query>,
       [](base::Fields& fields, const Reading& reading, Match& match) {
         match.query = read_fields(fields, "query", false, reading);
       },
       all_hold<&Match::query, parameter_holds>,
       explain_all<&Match::query, parameter_holds, explain_parameter>,
       {{"query", "a map of query parameter to a glob for its value"}},
       schema(R"("Query parameters that must match a glob")")},
  };
}

}  // namespace jobrig::conditions
