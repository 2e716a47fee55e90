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

/// The members of a record that are used; throws nlohmann's exceptions.
class Printer::Record {
 public:
  explicit Record(const Json& json)
      : text(json.at("text")),
        arrived(json.at("arrived")),
        thing(json.at("thing")),
        job(json.at("job")),
        rule(json.at("rule")),
        status(static_cast<int>(std::clamp<std::int64_t>(number_in(json.at("status")), 0, 999))),
        start(number_in(json.at("monotonic_us"))),
        end(start + (json.at("ended_us").is_null() ? 0 : number_in(json.at("ended_us")))),
        whole(json) {}

  const std::string text;
  const std::string arrived;
  const std::string thing;
  const std::string job;
  const std::string rule;
  const int status;
  const std::int64_t start;  // microseconds
  const std::int64_t end;
  const Json& whole;
};

bool Printer::is_wanted(const Record& record) const {
  const PrintFilter& filter = options_.filter;
  return (!filter.rule || base::glob_matches(*filter.rule, record.rule)) &&
         (!filter.status || *filter.status == record.status);
}

void Printer::print_record(const Record& record, Printed& printed) {
  const auto gap = gaps_.next(record.thing, record.job, record.start, record.end);
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
    printed.lines.append(kQuiet).append(when).append(kPlain).append("  ").append(colour_of_status(record.status));
    printed.lines.append(what).append(kPlain).append("\n");
  } else {
    printed.lines.append(when).append("  ").append(what).append("\n");
  }
}

void Printer::print_exchanges(const std::string& data, Printed& printed) {
  const Json json = Json::parse(data);
  const Json& records = json.at("records");
  const std::int64_t missing = number_in(json.at("matched")) - static_cast<std::int64_t>(records.size());
  if (missing > 0) {
    gaps_.forget();
    printed.messages += "jobrig: " + std::to_string(missing) + (missing == 1 ? " exchange is" : " exchanges are") +
                        " not shown: there were too many at a time\n";
  }
  for (const Json& record : records) {
    print_record(Record(record), printed);
  }
}

base::Result<Printed> Printer::print(const StreamEvent& event) {
  Printed printed;
  try {
    if (event.name == "exchanges") {
      print_exchanges(event.data, printed);
    } else if (event.name == "end") {
      printed.messages = "jobrig: " + harmless(Json::parse(event.data).at("reason").get<std::string>()) + "\n";
    }
  } catch (const Json::exception&) {
    return base::Error{"the response has an event that is not one of an admin interface"};
  }
  return printed;
}

}  // namespace jobrig::tail
