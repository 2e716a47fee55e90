// request: properties of requests on the wire. Applies to all requests, to those of `call: n`, or to `which: n` of
// these, which must exist. It does not check their number (see `requests`).
//   request:
//     method: GET
//     path: /things/{thing}/jobs/$next          compared segment by segment after decoding: %24next matches
//     encoded: exact                            compares the raw path; `path` may then list several forms
//     query: {executionNumber: "5", includeJobDocument: absent, exact: true}     exact: no other parameters
//     header: {Host: "127.0.0.1:*", Expect: absent, Content-Length: one}         a glob, absent, or exactly one line
//     header: {Accept: {if-there: "*json*"}}    absent or matching; also allowed for query parameters
//     body: none | {status: FAILED}             no bytes, or JSON with these members
//     version: "1.1"
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/glob.h"
#include "base/head_lines.h"
#include "base/quote.h"
#include "contract/json_document.h"
#include "judge/expected_value.h"
#include "judge/make_check.h"
#include "wire/attempts.h"
#include "wire/request.h"

namespace jobrig::judge {
namespace {

/// The expectation for a header or a query parameter.
struct FieldCriterion {
  enum class Form { kValue, kAbsent, kOne, kIfThere };

  std::string name;
  Form form = Form::kValue;
  std::string value;
};

struct RequestCriteria {
  std::string method;
  std::vector<std::string> paths;
  bool exact_path = false;
  std::vector<FieldCriterion> query;
  bool exact_query = false;
  std::vector<FieldCriterion> headers;
  bool no_body = false;
  std::optional<base::Node> body;
  std::string version;
  std::string expected;
};

using Difference = std::optional<std::string>;

Difference path_difference(const RequestCriteria& wanted, const wire::Request& request) {
  const bool fits = std::any_of(wanted.paths.begin(), wanted.paths.end(), [&](const std::string& path) {
    return wanted.exact_path ? path == request.path : wire::path_segments(path) == wire::path_segments(request.path);
  });
  return fits || wanted.paths.empty() ? std::nullopt : Difference("the path " + base::quoted(request.path));
}

Difference query_difference(const RequestCriteria& wanted, const wire::Request& request) {
  const auto parameters = wire::query_parameters(request.query);
  for (const FieldCriterion& field : wanted.query) {
    std::vector<std::string> values;
    for (const auto& [name, value] : parameters) {
      if (name == field.name) {
        values.push_back(value);
      }
    }
    const bool may_be_absent = field.form == FieldCriterion::Form::kIfThere;
    if (values.empty() && may_be_absent) {
      continue;
    }
    if (values.empty() != (field.form == FieldCriterion::Form::kAbsent)) {
      return values.empty() ? "no " + field.name + " in the query" : field.name + "=" + values.front();
    }
    if (values.size() > 1) {
      return field.name + " " + std::to_string(values.size()) + " times";
    }
    if (!values.empty() && values.front() != field.value) {
      return field.name + "=" + values.front();
    }
  }
  for (const auto& [name, value] : parameters) {
    const bool known = std::any_of(wanted.query.begin(), wanted.query.end(),
                                   [&, &called = name](const FieldCriterion& one) { return one.name == called; });
    if (wanted.exact_query && !known) {
      return "the parameter " + base::quoted(name);
    }
  }
  return std::nullopt;
}

Difference header_difference(const RequestCriteria& wanted, const wire::Request& request) {
  for (const FieldCriterion& field : wanted.headers) {
    const std::size_t count = request.count_header(field.name);
    if (field.form == FieldCriterion::Form::kOne && count != 1) {
      return count_in_words(count, field.name + " header");
    }
    if (field.form == FieldCriterion::Form::kAbsent && count > 0) {
      return field.name + ": " + std::string(request.header(field.name));
    }
    if (field.form == FieldCriterion::Form::kAbsent || field.form == FieldCriterion::Form::kOne) {
      continue;
    }
    if (count == 0 && field.form == FieldCriterion::Form::kValue) {
      return "no " + field.name + " header";
    }
    for (const model::HeaderView& line : request.headers) {
      if (base::equals_ignoring_case(line.name, field.name) && !base::glob_matches(field.value, line.value)) {
        return field.name + ": " + std::string(line.value);
      }
    }
  }
  return std::nullopt;
}

Difference body_difference(const RequestCriteria& wanted, const wire::Request& request) {
  if (wanted.no_body && !request.body.empty()) {
    return "a body of " + count_in_words(request.body.size(), "byte");
  }
  if (!wanted.body) {
    return std::nullopt;
  }
  nlohmann::json body;
  if (const auto problem = contract::read_json(request.body, body)) {
    return request.body.empty() ? Difference("no body") : "a body that is not JSON: it " + *problem;
  }
  const auto inner = first_difference(*wanted.body, &body, "");
  return inner ? Difference("a body where " + *inner) : std::nullopt;
}

Difference request_difference(const RequestCriteria& wanted, const wire::Request& request) {
  if (!wanted.method.empty() && request.method != wanted.method) {
    return "the method " + base::quoted(request.method);
  }
  if (!wanted.version.empty() && request.version != wanted.version) {
    return "HTTP/" + std::string(request.version);
  }
  for (const auto& part : {path_difference, query_difference, header_difference, body_difference}) {
    if (auto found = part(wanted, request)) {
      return found;
    }
  }
  return std::nullopt;
}

model::Finding judge_request(const RequestCriteria& wanted, std::optional<std::size_t> call,
                             std::optional<std::size_t> which, const model::CaseRecord& record) {
  const std::vector<std::size_t> indices = wire::requests_of(record, call);
  const std::size_t first = which.value_or(1);
  if (indices.size() < first) {
    return {!which.has_value(), wanted.expected, which ? "no request " + std::to_string(first) : "no request"};
  }
  for (std::size_t i = first; i <= (which ? first : indices.size()); ++i) {
    const std::size_t index = indices[i - 1];
    if (const auto found = request_difference(wanted, wire::read_request(record.exchanges[index].request))) {
      const std::string location = indices.size() == 1 ? "" : "request " + std::to_string(i) + ": ";
      return {false, wanted.expected, location + *found, "", {index}};
    }
  }
  return {true, wanted.expected, "as expected", "", {indices[first - 1]}};
}

// Parsing of the settings.

/// Numbers and booleans are converted to text.
std::string scalar_text(const base::Node& node, std::string_view what, base::Diagnostics& diagnostics) {
  if (!node.is_scalar()) {
    diagnostics.add(node.location, base::quoted(what) + " must be a value, absent or {if-there: …}, not " +
                                       std::string(base::describe(node)));
  }
  return node.text;
}

std::vector<FieldCriterion> read_field_criteria(const base::Node* node, std::string_view what, bool one_allowed,
                                                bool* exact, base::Diagnostics& diagnostics) {
  std::vector<FieldCriterion> criteria;
  if (node != nullptr && !node->is_map()) {
    diagnostics.add(node->location, base::quoted(what) + " must be a map, not " + std::string(base::describe(*node)));
  }
  for (const base::Entry& entry : node == nullptr ? std::vector<base::Entry>() : node->entries) {
    if (exact != nullptr && entry.key == "exact") {
      *exact = base::read_boolean(entry.value, "\"exact\"", diagnostics).value_or(false);
      continue;
    }
    const base::Node* const if_there = entry.value.find("if-there");
    const base::Node& value = if_there != nullptr && entry.value.entries.size() == 1 ? *if_there : entry.value;
    FieldCriterion field{entry.key, FieldCriterion::Form::kValue, scalar_text(value, entry.key, diagnostics)};
    if (&value == if_there) {
      field.form = FieldCriterion::Form::kIfThere;
    } else if (!entry.value.quoted && field.value == "absent") {
      field.form = FieldCriterion::Form::kAbsent;
    } else if (!entry.value.quoted && field.value == "one" && one_allowed) {
      field.form = FieldCriterion::Form::kOne;
    }
    criteria.push_back(std::move(field));
  }
  return criteria;
}

std::vector<std::string> read_paths(const base::Node* node, base::Diagnostics& diagnostics) {
  std::vector<std::string> paths;
  if (node != nullptr && !node->is_list()) {
    paths.push_back(base::read_text(*node, "\"path\"", diagnostics).value_or(""));
  } else if (node != nullptr) {
    for (const base::Node& item : node->items) {
      paths.push_back(base::read_text(item, "a path", diagnostics).value_or(""));
    }
  }
  for (const std::string& path : paths) {
    if (!path.starts_with('/') || path.find('?') != std::string::npos) {
      diagnostics.add(node->location, "a path begins with / and has no query: " + base::quoted(path));
    }
  }
  return paths;
}

void read_body(const base::Node* node, RequestCriteria& wanted, base::Diagnostics& diagnostics) {
  if (node == nullptr) {
    return;
  }
  wanted.no_body = node->is_scalar() && node->text == "none";
  if (node->is_map()) {
    wanted.body = *node;
  } else if (!wanted.no_body) {
    diagnostics.add(node->location,
                    "\"body\" must be none or a map of members, not " + std::string(base::describe(*node)));
  }
}

void append_part(std::string& text, const std::string& more) { text += (text.empty() ? "" : ", ") + more; }

std::string field_in_words(const FieldCriterion& field, std::string_view between) {
  switch (field.form) {
    case FieldCriterion::Form::kAbsent:
      return "no " + field.name;
    case FieldCriterion::Form::kOne:
      return "one " + field.name;
    case FieldCriterion::Form::kValue:
    case FieldCriterion::Form::kIfThere:
      break;
  }
  return field.name + std::string(between) + field.value +
         (field.form == FieldCriterion::Form::kIfThere ? " if there" : "");
}

std::string expected_words(const RequestCriteria& wanted, base::Diagnostics& diagnostics) {
  std::string words = wanted.method;
  for (const std::string& path : wanted.paths) {
    words += (words.empty() ? "" : path == wanted.paths.front() ? " " : " or ") + path;
  }
  for (const FieldCriterion& one : wanted.query) {
    append_part(words, field_in_words(one, "="));
  }
  if (wanted.exact_query) {
    append_part(words, wanted.query.empty() ? "no query" : "no other parameter");
  }
  for (const FieldCriterion& one : wanted.headers) {
    append_part(words, field_in_words(one, ": "));
  }
  if (wanted.no_body || wanted.body) {
    append_part(words,
                wanted.no_body ? "no body" : "the body " + shown_expectation(*wanted.body, "a member", diagnostics));
  }
  if (!wanted.version.empty()) {
    append_part(words, "HTTP/" + wanted.version);
  }
  return words;
}

CheckPointer make_request(Settings& settings) {
  base::Diagnostics& diagnostics = settings.diagnostics();
  RequestCriteria wanted;
  wanted.method = settings.text("method", "the method").value_or("");
  wanted.paths =
      read_paths(settings.node({"path", "the path, or a list of paths of which one is right", "paths"}), diagnostics);
  wanted.exact_path = settings.word("encoded", "whether the path may be encoded in another way", {"allowed", "exact"},
                                    "allowed") == "exact";
  wanted.query =
      read_field_criteria(settings.node({"query", "parameters by name; exact: true forbids all others", "fields"}),
                          "query", false, &wanted.exact_query, diagnostics);
  wanted.headers =
      read_field_criteria(settings.node({"header", "headers by name", "fields"}), "header", true, nullptr, diagnostics);
  read_body(settings.node({"body", "members of the JSON, or none", "members", Need::kOptional, {}, {"none"}}), wanted,
            diagnostics);
  if (const base::Node* const version = settings.node({"version", "the version of HTTP", "version"})) {
    wanted.version = scalar_text(*version, "version", diagnostics);
  }
  const auto which = settings.integer("which", "only the request of this number", 1, 1000);
  const auto call = settings.call("only the requests of this call");
  wanted.expected = expected_words(wanted, diagnostics);
  if (wanted.expected.empty()) {
    settings.report("method", "\"request\" checks nothing; state a method, path, query, header, body or version");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  const auto number = which ? std::optional(static_cast<std::size_t>(*which)) : std::nullopt;
  return make_check(settings, [wanted = std::move(wanted), call, number](const model::CaseRecord& record) {
    return judge_request(wanted, call, number, record);
  });
}

}  // namespace

void declare_request(std::vector<CheckKind>& kinds) {
  kinds.push_back({"request", "the request on the wire",
                   "request: {method: GET, query: {includeJobDocument: \"true\"}, body: none}", make_request});
}

}  // namespace jobrig::judge
