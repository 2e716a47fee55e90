#include "agents/launch.h"

#include <algorithm>
#include <utility>

#include "base/unknown_placeholder.h"
#include "drive/environment.h"

namespace jobrig::agents {
namespace {

struct Value {
  std::string_view placeholder;
  std::string_view variable;
  bool needs_tls;
  std::string (*of)(const AgentPlace& place);
};

const std::vector<Value>& values() {
  static const std::vector<Value> kValues{
      {"endpoint", "JOBRIG_ENDPOINT", false,
       [](const AgentPlace& place) { return place.scheme + "://" + place.host + ":" + std::to_string(place.port); }},
      {"host", "JOBRIG_HOST", false, [](const AgentPlace& place) { return place.host; }},
      {"port", "JOBRIG_PORT", false, [](const AgentPlace& place) { return std::to_string(place.port); }},
      {"thing", "JOBRIG_THING_NAME", false, [](const AgentPlace& place) { return place.thing; }},
      {"client", "JOBRIG_CLIENT_ID", false, [](const AgentPlace& place) { return place.thing; }},
      {"folder", "JOBRIG_FOLDER", false, [](const AgentPlace& place) { return place.folder; }},
      {"seed", "JOBRIG_SEED", false, [](const AgentPlace& place) { return std::to_string(place.seed); }},
      {"ca", "JOBRIG_CA", true, [](const AgentPlace& place) { return place.tls.authority; }},
      {"cert", "JOBRIG_CERT", true, [](const AgentPlace& place) { return place.tls.certificate; }},
      {"key", "JOBRIG_KEY", true, [](const AgentPlace& place) { return place.tls.key; }}};
  return kValues;
}

std::string filled(std::string word, const AgentPlace& place) {
  for (const Value& value : values()) {
    const std::string name = "{" + std::string(value.placeholder) + "}";
    const std::string text = value.of(place);
    for (std::size_t at = word.find(name); at != std::string::npos; at = word.find(name, at + text.size())) {
      word.replace(at, name.size(), text);
    }
  }
  return word;
}

}  // namespace

std::vector<std::string_view> agent_placeholders() {
  std::vector<std::string_view> names;
  for (const Value& value : values()) {
    names.push_back(value.placeholder);
  }
  return names;
}

std::optional<std::string> problem_of_words(const std::vector<std::string>& words, bool tls) {
  for (const std::string& word : words) {
    if (auto unknown = base::unknown_placeholder(word, agent_placeholders())) {
      return unknown;
    }
    for (const std::string_view name : base::names_in_braces(word)) {
      const auto value =
          std::find_if(values().begin(), values().end(), [&](const Value& one) { return one.placeholder == name; });
      if (value != values().end() && value->needs_tls && !tls) {
        return "{" + std::string(name) + "} has a value only over TLS: add --protocol with a protocol that ends in s";
      }
    }
  }
  return std::nullopt;
}

drive::SpawnOptions launch_options(const std::vector<std::string>& words, std::vector<std::string> environment,
                                   const AgentPlace& place) {
  drive::SpawnOptions options;
  std::transform(words.begin(), words.end(), std::back_inserter(options.words),
                 [&](const std::string& word) { return filled(word, place); });
  for (const Value& value : values()) {
    if (std::string text = value.of(place); !text.empty()) {
      drive::set_variable(environment, std::string(value.variable), text);
    }
  }
  options.environment = std::move(environment);
  return options;
}

}  // namespace jobrig::agents
