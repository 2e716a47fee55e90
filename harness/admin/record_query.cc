#include "admin/record_query.h"

#include <chrono>

#include "base/deadline.h"

namespace jobrig::admin {
namespace {

constexpr std::uint64_t kMaxRecordLimit = 1000;
constexpr base::Duration kMaxRecordWait = std::chrono::hours(1);

const char* boolean_word(bool value) { return value ? "true" : "false"; }

}  // namespace

std::size_t record_limit(const AdminCall& call, std::size_t otherwise) {
  return query_number(call, "limit", kMaxRecordLimit).value_or(otherwise);
}

std::size_t record_count(const AdminCall& call, bool waits) {
  return query_number(call, "count", kMaxRecordLimit).value_or(waits ? 1 : 0);
}

base::Monotonic record_deadline(const AdminCall& call, std::string_view wait) {
  return base::deadline(call.subject.sandboxes.monotonic(), duration_in(wait, "wait", kMaxRecordWait));
}

std::string with_position(std::string line, std::uint64_t position) {
  line.pop_back();
  line.replace(0, 1, "{\"position\":" + std::to_string(position) + ",");
  return line;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) {
    all.append(&text == texts.data() ? "" : ",").append(text);
  }
  return all;
}

model::HttpReply records_reply(const std::vector<std::string>& texts, std::string_view members,
                               const RecordExtent& extent) {
  std::string text = "{\"records\":[" + joined(texts);
  text.append("]").append(members);
  text.append(",\"enough\":")
      .append(boolean_word(extent.enough))
      .append(",\"more\":")
      .append(boolean_word(extent.more));
  text += ",\"last\":" + std::to_string(extent.last) + ",\"evicted\":" + std::to_string(extent.evicted) + "}\n";
  return json_text_reply(200, std::move(text));
}

}  // namespace jobrig::admin
