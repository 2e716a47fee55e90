#include "suite/case_checks.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/suggest.h"
#include "judge/catalogue.h"
#include "model/conformance_words.h"

namespace jobrig::suite {
namespace {

std::string unknown_check(std::string_view name) {
  std::vector<std::string_view> names;
  for (const judge::CheckKind& kind : judge::catalogue()) {
    names.push_back(kind.name);
  }
  const std::string hint = base::did_you_mean(name, names);
  return "unknown check " + base::quoted(name) + (hint.empty() ? "; see jobrig list checks" : hint);
}

void read_check(const judge::CheckKind& kind, const base::Node& settings, model::Level level,
                std::vector<model::CheckUse>& uses, base::Diagnostics& diagnostics) {
  model::CheckUse use;
  use.check = kind.parse(settings, diagnostics);
  use.level = level;
  use.location = settings.location;
  if (settings.is_map()) {
    // Reads only the level; the check reads its own settings.
    base::Fields fields(settings, "a check", diagnostics);
    use.level = read_level(fields).value_or(level);
  }
  if (use.check != nullptr) {
    uses.push_back(std::move(use));
  }
}

bool applies(const judge::CheckKind& kind, judge::Transport transport) {
  return kind.transport == judge::Transport::kAny || kind.transport == transport;
}

std::string of_other_transport(const judge::CheckKind& kind) {
  const bool mqtt = kind.transport == judge::Transport::kMqtt;
  return "\"" + std::string(kind.name) + "\" judges " +
         (mqtt ? "MQTT clients; add \"serve: {mqtt: true}\"" : "HTTP requests, and this case is served over MQTT");
}

/// `as-sent: false`
bool is_turned_off(const judge::CheckKind& kind, const base::Node& settings) {
  return kind.implied && settings.is_scalar() && !settings.quoted && settings.text == "false";
}

/// The checks that every case has, without settings, unless it has an entry for them.
void append_implied_checks(const base::Node& expect, model::Level level, judge::Transport transport,
                           std::vector<model::CheckUse>& uses, base::Diagnostics& diagnostics) {
  base::Node bare;
  bare.location = expect.location;
  for (const judge::CheckKind& kind : judge::catalogue()) {
    if (kind.implied && applies(kind, transport) && expect.find(kind.name) == nullptr) {
      read_check(kind, bare, level, uses, diagnostics);
    }
  }
}

}  // namespace

std::optional<model::Level> read_level(base::Fields& fields) {
  const auto word = fields.word("level", model::level_words());
  return word ? model::level_named(*word) : std::nullopt;
}

std::vector<model::CheckUse> read_checks(const base::Node& expect, model::Level level, judge::Transport transport,
                                         base::Diagnostics& diagnostics) {
  std::vector<model::CheckUse> uses;
  if (!expect.is_map() || expect.entries.empty()) {
    diagnostics.add(expect.location,
                    "\"expect\" must be a map of at least one check, such as {outcome: success}, not " +
                        std::string(expect.is_map() ? "an empty one" : base::describe(expect)));
    return uses;
  }
  for (const base::Entry& entry : expect.entries) {
    const judge::CheckKind* const kind = judge::kind_named(entry.key);
    if (kind == nullptr) {
      diagnostics.add(entry.key_location, diagnostics.full() ? "" : unknown_check(entry.key));
    } else if (!applies(*kind, transport)) {
      diagnostics.add(entry.key_location, of_other_transport(*kind));
    } else if (is_turned_off(*kind, entry.value)) {
      continue;
    } else if (entry.value.is_list()) {
      for (const base::Node& settings : entry.value.items) {
        read_check(*kind, settings, level, uses, diagnostics);
      }
      if (entry.value.items.empty()) {
        diagnostics.add(entry.value.location, base::quoted(entry.key) + " lists no settings");
      }
    } else {
      read_check(*kind, entry.value, level, uses, diagnostics);
    }
  }
  append_implied_checks(expect, level, transport, uses, diagnostics);
  return uses;
}

}  // namespace jobrig::suite
