#include "load/match.h"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/ascii.h"
#include "base/fields.h"
#include "base/glob.h"
#include "base/suggest.h"
#include "base/units.h"
#include "contract/constraints.h"
#include "contract/editions.h"
#include "contract/operations.h"
#include "load/http_text.h"

namespace jobrig::load {
namespace {

std::optional<model::Operation> read_operation(base::Fields& fields, const Context& context) {
  const auto name = fields.word("operation", contract::operation_names());
  const auto operation = name ? contract::operation_named(*name) : std::nullopt;
  if (operation && !contract::has_operation(context.edition, *operation)) {
    fields.report("operation", *name + " is not in the edition \"" +
                                   std::string(contract::row_of(context.edition).word) +
                                   "\"; \"contract: current\" has it");
  }
  return operation;
}

/// A glob with its wildcards filled in the shortest way: breaks the contract's rule only when every match does.
std::string shortest_match(std::string_view glob) {
  std::string name;
  for (const char c : glob) {
    if (c != '*') {
      name += c == '?' ? 'x' : c;
    }
  }
  return name.empty() && !glob.empty() ? "x" : name;
}

template <typename Check>
std::optional<std::string> read_name_glob(base::Fields& fields, std::string_view key, const Check& check) {
  auto glob = fields.text(key);
  if (glob) {
    if (const auto violation = check(shortest_match(*glob))) {
      fields.report(key, "\"" + std::string(key) + "\" can match nothing: " + *violation);
    }
  }
  return glob;
}

std::vector<model::FieldMatch> read_field_matches(base::Fields& fields, std::string_view key, bool headers,
                                                  const Context& context) {
  std::vector<model::FieldMatch> matches;
  const base::Node* const node = fields.node(key);
  if (node == nullptr) {
    return matches;
  }
  if (!node->is_map()) {
    context.diagnostics.add(node->location, "\"" + std::string(key) + "\" must be a map of names to globs, not " +
                                                std::string(base::describe(*node)));
    return matches;
  }
  std::unordered_set<std::string> names;  // in small letters
  for (const base::Entry& entry : node->entries) {
    const auto glob = base::read_text(entry.value, "a glob of \"" + std::string(key) + "\"", context.diagnostics);
    if (headers && !is_header_name(entry.key)) {
      context.diagnostics.add(entry.key_location, base::quoted(entry.key) + " cannot be the name of a header");
      continue;
    }
    if (headers && !names.insert(base::to_lower(entry.key)).second) {
      context.diagnostics.add(entry.key_location, "the header " + base::quoted(entry.key) +
                                                      " is written twice; the case of its name does not matter");
    }
    matches.push_back({entry.key, glob.value_or("*")});
  }
  return matches;
}

std::optional<base::Duration> window_end(std::string_view text) {
  const auto duration = base::parse_duration(text);
  return duration && *duration >= base::Duration::zero() ? std::optional(*duration) : std::nullopt;
}

std::optional<model::Flapping> read_flapping(base::Fields& fields, const Context& context) {
  const base::Node* const node = fields.node("flapping");
  if (node == nullptr) {
    return std::nullopt;
  }
  base::Fields parts(*node, "\"flapping\"", context.diagnostics);
  parts.required("on");
  parts.required("off");
  const auto on = parts.duration("on");
  const auto off = parts.duration("off");
  parts.finish();
  if ((on && *on == base::Duration::zero()) || (off && *off == base::Duration::zero())) {
    context.diagnostics.add(node->location, "\"on\" and \"off\" must be above 0s");
    return std::nullopt;
  }
  return on && off ? std::optional(model::Flapping{*on, *off}) : std::nullopt;
}

}  // namespace

std::optional<model::Window> read_window(base::Fields& fields) {
  const auto text = fields.text("during");
  if (!text) {
    return std::nullopt;
  }
  const std::size_t dots = text->find("..");
  const std::string_view first = std::string_view(*text).substr(0, dots);
  const std::string_view last = dots == std::string::npos ? "" : std::string_view(*text).substr(dots + 2);
  const auto from = window_end(first);
  const auto to = window_end(last);
  if (dots == std::string::npos || !from || (!to && !last.empty())) {
    fields.report("during",
                  "\"during\" must be a window of time since the start, 20s..45s or 20s.., not " + base::quoted(*text));
    return std::nullopt;
  }
  if (to && *to <= *from) {
    fields.report("during", "the window " + base::quoted(*text) + " ends before it begins");
    return std::nullopt;
  }
  return model::Window{*from, to};
}

model::Match read_match(const base::Node& node, const Context& context) {
  base::Fields fields(node, "\"when\"", context.diagnostics);
  model::Match match;
  match.operation = read_operation(fields, context);
  match.thing_glob = read_name_glob(fields, "thing", contract::check_thing_name);
  match.job_glob = read_name_glob(
      fields, "job", [&](const std::string& name) { return contract::check_job_id(name, context.edition, true); });
  match.execution_number = fields.integer("execution-number", 1, std::numeric_limits<std::int64_t>::max());
  match.include_job_document = fields.boolean("include-job-document");
  match.headers = read_field_matches(fields, "headers", true, context);
  match.query = read_field_matches(fields, "query", false, context);
  match.during = read_window(fields);
  match.flapping = read_flapping(fields, context);
  fields.finish();
  return match;
}

}  // namespace jobrig::load
