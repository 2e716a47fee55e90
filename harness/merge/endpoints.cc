#include "merge/endpoints.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/clock.h"
#include "base/units.h"

namespace jobrig::merge {
namespace {

using Json = nlohmann::ordered_json;

struct Arrival {
  // `arrived` is scenario time, which can stand still. Then the clock of the machine decides.
  std::pair<base::Instant, std::int64_t> time;
  std::string line;
};

/// Adds the exchanges of a response. False if the text is not a response to GET /journal.
bool add_arrivals(const EndpointText& journal, std::vector<Arrival>& arrivals, MergedJournal& merged) {
  const Json body = Json::parse(journal.text, nullptr, false);
  if (!body.is_object() || !body.contains("records") || !body["records"].is_array()) {
    return false;
  }
  // Scenario time may step back; the position in the journal of an endpoint does not.
  std::pair<base::Instant, std::int64_t> latest{};
  for (const Json& record : body["records"]) {
    const bool has_times = record.is_object() && record.contains("arrived") && record["arrived"].is_string() &&
                           record.contains("monotonic_us") && record["monotonic_us"].is_number_integer();
    const auto arrived = has_times ? base::parse_instant(record["arrived"].get<std::string>())
                                   : base::Result<base::Instant>(base::Error{});
    if (!arrived) {
      return false;
    }
    latest = std::max(latest, std::pair(*arrived, record["monotonic_us"].get<std::int64_t>()));
    Json line{{"endpoint", journal.endpoint}};
    line.update(record);
    arrivals.push_back({latest, line.dump(-1, ' ', false, Json::error_handler_t::replace)});
  }
  if (body.value("more", false)) {
    merged.shortened.push_back(journal.endpoint);
  }
  return true;
}

/// A family of metrics: its comments, and its samples from all endpoints.
struct Family {
  std::string comments;
  std::string samples;
};

/// The name in `# HELP name …`, `# TYPE name …`; empty for other lines.
std::string_view family_of(std::string_view line) {
  constexpr std::string_view kHelp = "# HELP ";
  if (!line.starts_with(kHelp) && !line.starts_with("# TYPE ")) {
    return {};
  }
  line.remove_prefix(kHelp.size());
  return line.substr(0, line.find(' '));
}

/// `name{instance="…",labels} value` for `name{labels} value` or `name value`.
std::string with_instance(std::string_view sample, std::string_view endpoint) {
  const std::size_t name = sample.find_first_of("{ ");
  const bool has_labels = name != std::string_view::npos && sample[name] == '{';
  std::string text(sample.substr(0, name));
  text += "{instance=\"" + std::string(endpoint) + "\"";
  text += has_labels ? (sample.substr(name + 1, 1) == "}" ? "" : ",") : "}";
  text += name == std::string_view::npos ? "" : sample.substr(has_labels ? name + 1 : name);
  return text + "\n";
}

}  // namespace

base::Result<MergedJournal> merge_journals(const std::vector<EndpointText>& journals) {
  MergedJournal merged;
  std::vector<Arrival> arrivals;
  for (const EndpointText& journal : journals) {
    if (!add_arrivals(journal, arrivals, merged)) {
      return base::Error{journal.endpoint + " returned something else than a journal"};
    }
  }
  std::stable_sort(arrivals.begin(), arrivals.end(),
                   [](const Arrival& one, const Arrival& other) { return one.time < other.time; });
  for (const Arrival& arrival : arrivals) {
    merged.lines += arrival.line + "\n";
  }
  return merged;
}

std::string merge_metrics(const std::vector<EndpointText>& metrics) {
  std::vector<std::string> order;
  std::map<std::string, Family, std::less<>> families;
  for (const EndpointText& one : metrics) {
    std::string current;
    std::string_view rest = one.text;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      if (const std::string_view name = family_of(line); !name.empty()) {
        current = name;
      }
      const auto [family, is_new] = families.try_emplace(current);
      if (is_new) {
        order.push_back(current);
      }
      if (!line.starts_with('#') && !line.empty()) {
        family->second.samples += with_instance(line, one.endpoint);
      } else if (family->second.comments.find(line) == std::string::npos) {
        family->second.comments += std::string(line) + "\n";
      }
    }
  }
  std::string text;
  for (const std::string& name : order) {
    text += families[name].comments + families[name].samples;
  }
  return text;
}

}  // namespace jobrig::merge
