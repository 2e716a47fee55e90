#include "faults/header_changes.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "base/ascii.h"
#include "base/fields.h"
#include "base/http_date.h"
#include "base/http_text.h"
#include "faults/headers.h"
#include "http/reply.h"
#include "model/find_header.h"

namespace jobrig::faults {
namespace {

bool written_by_framing(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames{"Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view one) { return base::equals_ignoring_case(one, name); });
}

// Numbers and booleans are sent as they are written.
void read_value(const base::Node& node, HeaderChange& change, base::Diagnostics& diagnostics) {
  if (!node.is_scalar() || (node.text.empty() && !node.quoted)) {
    diagnostics.add(node.location,
                    "the value of a header must be text, or a list of texts for several header lines, not " +
                        std::string(base::describe(node)));
  } else if (!base::is_header_value(node.text)) {
    diagnostics.add(node.location,
                    "the value of a header cannot contain control characters or begin or end with a space");
  } else {
    change.values.push_back(node.text);
  }
}

HeaderChange read_change(const base::Entry& entry, HeaderChange::Kind kind, base::Diagnostics& diagnostics) {
  HeaderChange change{kind, entry.key, {}};
  const base::Node& value = entry.value;
  if (kind == HeaderChange::Kind::kSet && value.is_scalar() && !value.quoted && value.text == "none") {
    change.kind = HeaderChange::Kind::kRemove;
  } else if (value.is_list()) {
    if (value.items.empty()) {
      diagnostics.add(value.location, "a list of values needs at least one; none removes the header");
    }
    for (const base::Node& item : value.items) {
      read_value(item, change, diagnostics);
    }
  } else {
    read_value(value, change, diagnostics);
  }
  return change;
}

void add_header(const HeaderChange& change, base::Instant now, model::Reply& reply) {
  model::HttpHead& head = http::head_of(reply);
  // The header that serve/ would write must not disappear.
  if (base::equals_ignoring_case(change.name, "Date") && head.has_date &&
      model::find_header(head.headers, "Date") == nullptr) {
    head.headers.push_back({"Date", base::format_http_date(now, base::HttpDateForm::kImfFixdate)});
  }
  for (const std::string& value : change.values) {
    head.headers.push_back({change.name, value});
  }
}

class HeaderFault final : public model::Fault {
 public:
  explicit HeaderFault(std::vector<HeaderChange> changes) : changes_(std::move(changes)) {}
  [[nodiscard]] std::string_view name() const override { return "headers"; }
  [[nodiscard]] model::Phase phase() const override { return model::Phase::kMeaning; }
  [[nodiscard]] bool acts_over(model::Protocol protocol) const override { return protocol == model::Protocol::kHttp; }
  void rewrite_reply(model::Reply& reply, model::FaultContext& context) const override {
    for (const HeaderChange& change : changes_) {
      apply_header_change(change, context.now, reply);
    }
  }

 private:
  std::vector<HeaderChange> changes_;
};

}  // namespace

std::vector<HeaderChange> read_header_changes(const base::Node& node, HeaderChange::Kind kind, std::string_view what,
                                              base::Diagnostics& diagnostics) {
  std::vector<HeaderChange> changes;
  if (!node.is_map()) {
    diagnostics.add(node.location,
                    base::quoted(what) + " must be a map of names to values, not " + std::string(base::describe(node)));
    return changes;
  }
  std::unordered_set<std::string> names;  // in lower case
  for (const base::Entry& entry : node.entries) {
    if (!base::is_header_name(entry.key)) {
      diagnostics.add(entry.key_location, base::quoted(entry.key) + " cannot be the name of a header");
      continue;
    }
    if (written_by_framing(entry.key)) {
      diagnostics.add(entry.key_location, base::quoted(entry.key) + " is set by jobrig; use a fault to change it");
      continue;
    }
    if (!names.insert(base::to_lower(entry.key)).second) {
      diagnostics.add(entry.key_location,
                      "the header " + base::quoted(entry.key) + " is duplicated; header names are case-insensitive");
    }
    changes.push_back(read_change(entry, kind, diagnostics));
  }
  return changes;
}

void apply_header_change(const HeaderChange& change, base::Instant now, model::Reply& reply) {
  if (change.kind == HeaderChange::Kind::kAdd) {
    add_header(change, now, reply);
    return;
  }
  if (change.kind == HeaderChange::Kind::kRemove || change.values.empty()) {
    remove_header(reply, change.name);
    return;
  }
  set_header(reply, change.name, change.values.front());
  std::vector<model::Header>& headers = http::head_of(reply).headers;
  for (std::size_t i = 1; i < change.values.size(); ++i) {
    headers.push_back({change.name, change.values[i]});
  }
}

FaultPointer make_header_fault(std::vector<HeaderChange> changes) {
  return std::make_shared<const HeaderFault>(std::move(changes));
}

}  // namespace jobrig::faults
