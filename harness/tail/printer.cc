#include "tail/printer.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/glob.h"

namespace jobrig::tail {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kQuiet = "\x1b[2m";
constexpr std::string_view kPlain = "\x1b[0m";
constexpr std::size_t kGapWidth = 10;

std::string_view colour_of_status(int status) {
  if (status >= 200 && status < 300) {
    return "\x1b[32m";
  }
  return status == 429 || (status >= 300 && status < 400) ? "\x1b[33m" : "\x1b[31m";
}

std::string gap_text(std::optional<std::int64_t> microseconds) {
  if (!microseconds) {
    return "-";
  }
  const double milliseconds = static_cast<double>(*microseconds) / 1000;
  std::array<char, 32> text{};
  if (milliseconds < 1000) {
    std::snprintf(text.data(), text.size(), "+%.1fms", milliseconds);
  } else if (milliseconds < 600'000) {
    std::snprintf(text.data(), text.size(), "+%.2fs", milliseconds / 1000);
  } else {
    std::snprintf(text.data(), text.size(), "+%.1fmin", milliseconds / 60'000);
  }
  return text.data();
}

/// Colours like those of statuses: what a fault or a rule made is yellow, a rejection red.
std::string_view colour_of_packet(const Json& packet) {
  const std::string topic = packet.value("topic", "");
  if (topic.ends_with("/rejected")) {
    return "\x1b[31m";
  }
  if (packet.contains("faults")) {
    return "\x1b[33m";
  }
  return topic.ends_with("/accepted") ? "\x1b[32m" : kPlain;
}

std::string right_aligned(std::string text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

/// Without control characters, which could change the terminal.
std::string harmless(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }, '?');
  return text;
}

/// A whole number, limited so that sums do not overflow. Throws nlohmann's exceptions.
std::int64_t number_in(const Json& json) {
  constexpr std::int64_t kLimit = std::int64_t{1} << 60U;
  return std::clamp<std::int64_t>(json.get_ref<const Json::number_integer_t&>(), -kLimit, kLimit);
}

/// `12:01:03.123` of `2026-01-01T12:01:03.123456Z`.
std::string time_of_day(const std::string& instant) { return instant.size() >= 23 ? instant.substr(11, 12) : instant; }

}  // namespace

std::optional<std::int64_t> Gaps::next(const std::string& thing, const std::string& job, std::int64_t start,
                                       std::int64_t end) {
  std::string key = thing + '\0' + job;
  std::optional<std::int64_t> gap;
  if (const auto place = places_.find(key); place != places_.end()) {
    gap = std::max<std::int64_t>(0, start - place->second->second);
    end = std::max(end, place->second->second);
    const auto old = place->second;
    places_.erase(place);
    ends_.erase(old);
  }
  ends_.emplace_front(std::move(key), end);
  places_.emplace(ends_.front().first, ends_.begin());
  if (ends_.size() > max_keys_) {
    places_.erase(ends_.back().first);
    ends_.pop_back();
  }
  return gap;
}

void Gaps::forget() {
  places_.clear();
  ends_.clear();
}

/// The members of a record that are used.
struct Printer::Record {
  std::string text;
  std::string arrived;
  std::string thing;  // with `job` the key of its gap; of a packet the session alone
  std::string job;
  std::string rule;
  std::optional<int> status;  // nothing: a packet
  std::string_view colour;
  std::int64_t start = 0;  // microseconds
  std::int64_t end = 0;
  Json whole;

  static Record of_exchange(const Json& json);
  static Record of_packet(const Json& json);
};

/// Throws nlohmann's exceptions, like the next one.
Printer::Record Printer::Record::of_exchange(const Json& json) {
  const auto status = static_cast<int>(std::clamp<std::int64_t>(number_in(json.at("status")), 0, 999));
  const std::int64_t start = number_in(json.at("monotonic_us"));
  return {json.at("text"),
          json.at("arrived"),
          json.at("thing"),
          json.at("job"),
          json.at("rule"),
          status,
          colour_of_status(status),
          start,
          start + (json.at("ended_us").is_null() ? 0 : number_in(json.at("ended_us"))),
          {}};
}

/// The packets of a connection before CONNECT have no session.
Printer::Record Printer::Record::of_packet(const Json& json) {
  const std::string session = json.at("session");
  const std::int64_t at = number_in(json.at("monotonic_us"));
  return {json.at("text"),
          json.at("arrived"),
          session,
          session.empty() ? std::to_string(number_in(json.at("connection"))) : "",
          json.value("rule", ""),
          std::nullopt,
          colour_of_packet(json),
          at,
          at,
          {}};
}

bool Printer::is_wanted(const Record& record) const {
  const PrintFilter& filter = options_.filter;
  return (!filter.rule || base::glob_matches(*filter.rule, record.rule)) &&
         (!filter.status || filter.status == record.status);
}

void Printer::print_record(const Record& record, Printed& printed) {
  Gaps& gaps = record.status ? gaps_ : packet_gaps_;
  const auto gap = gaps.next(record.thing, record.job, record.start, record.end);
  if (!is_wanted(record) || is_done()) {
    return;
  }
  ++printed_;
  if (options_.json) {
    printed.lines += record.whole.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    return;
  }
  const std::string when = harmless(time_of_day(record.arrived)) + "  " + right_aligned(gap_text(gap), kGapWidth);
  const std::string what = harmless(record.text);
  if (options_.colour) {
    printed.lines.append(kQuiet).append(when).append(kPlain).append("  ").append(record.colour);
    printed.lines.append(what).append(kPlain).append("\n");
  } else {
    printed.lines.append(when).append("  ").append(what).append("\n");
  }
}

/// Throws nlohmann's exceptions.
void Printer::read_records(const StreamEvent& event, std::vector<Record>& records, Printed& printed) {
  const bool are_packets = event.name == "packets";
  Json json = Json::parse(event.data);
  Json& given = json.at("records");
  const std::int64_t missing = number_in(json.at("matched")) - static_cast<std::int64_t>(given.size());
  if (missing > 0) {
    (are_packets ? packet_gaps_ : gaps_).forget();
    const std::string what = are_packets ? "packet" : "exchange";
    printed.messages += "jobrig: " + std::to_string(missing) + " " + what + (missing == 1 ? " is" : "s are") +
                        " not shown: there were too many at a time\n";
  }
  for (Json& one : given) {
    Record record = are_packets ? Record::of_packet(one) : Record::of_exchange(one);
    record.whole = std::move(one);
    records.push_back(std::move(record));
  }
}

base::Result<Printed> Printer::print(const std::vector<StreamEvent>& events) {
  Printed printed;
  try {
    std::vector<Record> records;
    for (const StreamEvent& event : events) {
      if (event.name == "exchanges" || event.name == "packets") {
        read_records(event, records, printed);
      } else if (event.name == "end") {
        printed.messages += "jobrig: " + harmless(Json::parse(event.data).at("reason").get<std::string>()) + "\n";
      }
    }
    // Exchanges are recorded when they end, and packets when they are sent or received.
    std::stable_sort(records.begin(), records.end(),
                     [](const Record& one, const Record& other) { return one.end < other.end; });
    for (const Record& record : records) {
      print_record(record, printed);
    }
  } catch (const Json::exception&) {
    return base::Error{"the response has an event that is not one of an admin interface"};
  }
  return printed;
}

}  // namespace jobrig::tail
