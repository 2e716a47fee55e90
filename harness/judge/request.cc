// request: what requests look like on the wire; each of them, or those of `call: n`, or `which: n` of these, which must
// then be there. How many there are is for `requests` to say.
//   request:
//     method: GET
//     path: /things/{thing}/jobs/$next          compared segment by segment after decoding, so %24next is right
//     encoded: exact                            … the path is compared as it came; `path` may then list several forms
//     query: {executionNumber: "5", includeJobDocument: absent, exact: true}     exact: no other parameters
//     header: {Host: "127.0.0.1:*", Expect: absent, Content-Length: one}         a glob, not there, or exactly one line
//     header: {Accept: {if-there: "*json*"}}    not there, or as it says; in a query, too
//     body: none | {status: FAILED}             no byte, or JSON that has these members
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
#include "judge/attempts.h"
#include "judge/expected_value.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/settings.h"
#include "judge/wire_request.h"

namespace jobrig::judge {
namespace {

/// A header or query parameter and what is wanted of it.
struct FieldDemand {
  enum class Form { kValue, kAbsent, kOne, kIfThere };

  std::string name;
  Form form = Form::kValue;
  std::string value;
};

struct Demand {
  std::string method;
  std::vector<std::string> paths;
  bool exact_path = false;
  std::vector<FieldDemand> query;
  bool exact_query = false;
  std::vector<FieldDemand> headers;
  bool no_body = false;
  std::optional<base::Node> body;
  std::string version;
  std::string expected;
};

using Difference = std::optional<std::string>;

Difference path_difference(const Demand& demand, const WireRequest& request) {
  const bool fits = std::any_of(demand.paths.begin(), demand.paths.end(), [&](const std::string& path) {
    return demand.exact_path ? path == request.path : path_segments(path) == path_segments(request.path);
  });
  return fits || demand.paths.empty() ? std::nullopt : Difference("the path " + base::quoted(request.path));
}

Difference query_difference(const Demand& demand, const WireRequest& request) {
  const auto parameters = query_parameters(request.query);
  for (const FieldDemand& wanted : demand.query) {
    std::vector<std::string> values;
    for (const auto& [name, value] : parameters) {
      if (name == wanted.name) {
        values.push_back(value);
      }
    }
    const bool may_be_absent = wanted.form == FieldDemand::Form::kIfThere;
    if (values.empty() && may_be_absent) {
      continue;
    }
    if (values.empty() != (wanted.form == FieldDemand::Form::kAbsent)) {
      return values.empty() ? "no " + wanted.name + " in the query" : wanted.name + "=" + values.front();
    }
    if (values.size() > 1) {
      return wanted.name + " " + std::to_string(values.size()) + " times";
    }
    if (!values.empty() && values.front() != wanted.value) {
      return wanted.name + "=" + values.front();
    }
  }
  for (const auto& [name, value] : parameters) {
    const bool known = std::any_of(demand.query.begin(), demand.query.end(),
                                   [&, &called = name](const FieldDemand& one) { return one.name == called; });
    if (demand.exact_query && !known) {
      return "the parameter " + base::quoted(name);
    }
  }
  return std::nullopt;
}

Difference header_difference(const Demand& demand, const WireRequest& request) {
  for (const FieldDemand& wanted : demand.headers) {
    const std::size_t count = request.count_header(wanted.name);
    if (wanted.form == FieldDemand::Form::kOne && count != 1) {
      return count_in_words(count, wanted.name + " header");
    }
    if (wanted.form == FieldDemand::Form::kAbsent && count > 0) {
      return wanted.name + ": " + std::string(request.header(wanted.name));
    }
    if (wanted.form == FieldDemand::Form::kAbsent || wanted.form == FieldDemand::Form::kOne) {
      continue;
    }
    if (count == 0 && wanted.form == FieldDemand::Form::kValue) {
      return "no " + wanted.name + " header";
    }
    for (const model::HeaderView& line : request.headers) {
      if (base::equals_ignoring_case(line.name, wanted.name) && !base::glob_matches(wanted.value, line.value)) {
        return wanted.name + ": " + std::string(line.value);
      }
    }
  }
  return std::nullopt;
}

Difference body_difference(const Demand& demand, const WireRequest& request) {
  if (demand.no_body && !request.body.empty()) {
    return "a body of " + count_in_words(request.body.size(), "byte");
  }
  if (!demand.body) {
    return std::nullopt;
  }
  nlohmann::json body;
  if (const auto problem = contract::read_json(request.body, body)) {
    return request.body.empty() ? Difference("no body") : "a body that is not JSON: it " + *problem;
  }
  const auto inner = first_difference(*demand.body, &body, "");
  return inner ? Difference("a body where " + *inner) : std::nullopt;
}

Difference difference(const Demand& demand, const WireRequest& request) {
  if (!demand.method.empty() && request.method != demand.method) {
    return "the method " + base::quoted(request.method);
  }
  if (!demand.version.empty() && request.version != demand.version) {
    return "HTTP/" + std::string(request.version);
  }
  for (const auto& part : {path_difference, query_difference, header_difference, body_difference}) {
    if (auto found = part(demand, request)) {
      return found;
    }
  }
  return std::nullopt;
}

model::Finding judge(const Demand& demand, std::optional<std::size_t> call, std::optional<std::size_t> which,
                     const model::CaseRecord& record) {
  const std::vector<std::size_t> indices = requests_of(record, call);
  const std::size_t first = which.value_or(1);
  if (indices.size() < first) {
    return {!which.has_value(), demand.expected, which ? "no request " + std::to_string(first) : "no request"};
  }
  for (std::size_t i = first; i <= (which ? first : indices.size()); ++i) {
    const std::size_t index = indices[i - 1];
    if (const auto found = difference(demand, read_wire_request(record.exchanges[index].request))) {
      const std::string location = indices.size() == 1 ? "" : "request " + std::to_string(i) + ": ";
      return {false, demand.expected, location + *found, "", {index}};
    }
  }
  return {true, demand.expected, "as expected", "", {indices[first - 1]}};
}

// Reading of the settings.

/// Numbers and truth values stand for their text.
std::string scalar_text(const base::Node& node, std::string_view what, base::Diagnostics& diagnostics) {
  if (!node.is_scalar()) {
    diagnostics.add(node.location, base::quoted(what) + " must be a value, absent or {if-there: …}, not " +
                                       std::string(base::describe(node)));
  }
  return node.text;
}

std::vector<FieldDemand> read_fields(const base::Node* node, std::string_view what, bool one_allowed, bool* exact,
                                     base::Diagnostics& diagnostics) {
  std::vector<FieldDemand> demands;
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
    FieldDemand demand{entry.key, FieldDemand::Form::kValue, scalar_text(value, entry.key, diagnostics)};
    if (&value == if_there) {
      demand.form = FieldDemand::Form::kIfThere;
    } else if (!entry.value.quoted && demand.value == "absent") {
      demand.form = FieldDemand::Form::kAbsent;
    } else if (!entry.value.quoted && demand.value == "one" && one_allowed) {
      demand.form = FieldDemand::Form::kOne;
    }
    demands.push_back(std::move(demand));
  }
  return demands;
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

void read_body(const base::Node* node, Demand& demand, base::Diagnostics& diagnostics) {
  if (node == nullptr) {
    return;
  }
  demand.no_body = node->is_scalar() && node->text == "none";
  if (node->is_map()) {
    demand.body = *node;
  } else if (!demand.no_body) {
    diagnostics.add(node->location,
                    "\"body\" must be none or a map of members, not " + std::string(base::describe(*node)));
  }
}

void add(std::string& text, const std::string& more) { text += (text.empty() ? "" : ", ") + more; }

std::string in_words(const FieldDemand& demand, std::string_view between) {
  switch (demand.form) {
    case FieldDemand::Form::kAbsent:
      return "no " + demand.name;
    case FieldDemand::Form::kOne:
      return "one " + demand.name;
    case FieldDemand::Form::kValue:
    case FieldDemand::Form::kIfThere:
      break;
  }
  return demand.name + std::string(between) + demand.value +
         (demand.form == FieldDemand::Form::kIfThere ? " if there" : "");
}

std::string expected_words(const Demand& demand, base::Diagnostics& diagnostics) {
  std::string words = demand.method;
  for (const std::string& path : demand.paths) {
    words += (words.empty() ? "" : path == demand.paths.front() ? " " : " or ") + path;
  }
  for (const FieldDemand& one : demand.query) {
    add(words, in_words(one, "="));
  }
  if (demand.exact_query) {
    add(words, demand.query.empty() ? "no query" : "no other parameter");
  }
  for (const FieldDemand& one : demand.headers) {
    add(words, in_words(one, ": "));
  }
  if (demand.no_body || demand.body) {
    add(words, demand.no_body ? "no body" : "the body " + shown_expectation(*demand.body, "a member", diagnostics));
  }
  if (!demand.version.empty()) {
    add(words, "HTTP/" + demand.version);
  }
  return words;
}

}  // namespace

std::shared_ptr<const model::Check> parse_request(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "request", "", diagnostics);
  base::Fields& fields = read.fields();
  Demand demand;
  demand.method = fields.text("method").value_or("");
  demand.paths = read_paths(fields.node("path"), diagnostics);
  demand.exact_path = fields.word("encoded", {"allowed", "exact"}) == "exact";
  demand.query = read_fields(fields.node("query"), "query", false, &demand.exact_query, diagnostics);
  demand.headers = read_fields(fields.node("header"), "header", true, nullptr, diagnostics);
  read_body(fields.node("body"), demand, diagnostics);
  if (const base::Node* const version = fields.node("version")) {
    demand.version = scalar_text(*version, "version", diagnostics);
  }
  const auto which = fields.integer("which", 1, 1000);
  const auto call = read.call();
  demand.expected = expected_words(demand, diagnostics);
  if (demand.expected.empty()) {
    read.report("method", "\"request\" checks nothing; state a method, path, query, header, body or version");
  }
  if (!read.finish()) {
    return nullptr;
  }
  const auto number = which ? std::optional(static_cast<std::size_t>(*which)) : std::nullopt;
  return make_check("request", {}, [demand = std::move(demand), call, number](const model::CaseRecord& record) {
    return judge(demand, call, number, record);
  });
}

}  // namespace jobrig::judge
