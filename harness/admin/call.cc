#include "admin/call.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "admin/body.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "base/units.h"

namespace jobrig::admin {

using Json = nlohmann::json;

namespace {

constexpr std::uint64_t kMaxStatus = 999;

}  // namespace

std::uint64_t internal_failures(const AdminSubject& subject) {
  return (subject.server == nullptr ? 0 : subject.server->failures()) +
         (subject.mqtt_failures ? subject.mqtt_failures() : 0) +
         (subject.admin_failures ? subject.admin_failures() : 0);
}

Json read_body(const AdminCall& call, std::initializer_list<std::string_view> members) {
  Json body = body_as_json(call);
  if (call.body.empty()) {
    return Json::object();
  }
  if (!body.is_object()) {
    throw AdminMistake(400, call.is_yaml ? "the body must be a YAML map" : "the body must be a JSON object");
  }
  for (const auto& [name, value] : body.items()) {
    if (std::find(members.begin(), members.end(), name) == members.end()) {
      throw AdminMistake(
          400, "the body has no member " + base::quoted(name) + base::did_you_mean(name, std::vector(members)));
    }
  }
  return body;
}

std::optional<std::string> text_member(const Json& body, std::string_view name) {
  const auto member = body.find(name);
  if (member == body.end()) {
    return std::nullopt;
  }
  if (!member->is_string()) {
    throw AdminMistake(400, "\"" + std::string(name) + "\" must be text");
  }
  return member->get<std::string>();
}

std::string needed_text(const Json& body, std::string_view name, std::string_view example) {
  auto text = text_member(body, name);
  if (!text) {
    throw AdminMistake(400, "the body needs \"" + std::string(name) + "\": " + std::string(example));
  }
  return *std::move(text);
}

base::Duration duration_in(std::string_view text, std::string_view name, base::Duration longest) {
  const auto duration = base::parse_duration(text);
  if (!duration) {
    throw AdminMistake(400, "\"" + std::string(name) + "\": " + duration.error().message);
  }
  if (*duration < base::Duration::zero()) {
    throw AdminMistake(400, "\"" + std::string(name) + "\" must not be negative");
  }
  if (*duration > longest) {
    throw AdminMistake(400, "\"" + std::string(name) + "\" must be at most " + base::format_duration(longest) +
                                ", not " + base::quoted(text));
  }
  return *duration;
}

std::optional<std::string> query_text(const AdminCall& call, const std::string& name) {
  const auto found = call.query.find(name);
  return found == call.query.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint64_t> query_number(const AdminCall& call, const std::string& name, std::uint64_t most) {
  const auto text = query_text(call, name);
  if (!text) {
    return std::nullopt;
  }
  std::uint64_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, problem] = std::from_chars(text->data(), end, number);
  if (text->empty() || problem != std::errc() || stop != end || number > most) {
    throw AdminMistake(
        400, "\"" + name + "\" must be a whole number up to " + std::to_string(most) + ", not " + base::quoted(*text));
  }
  return number;
}

journal::JournalFilter filter_of(const AdminCall& call) {
  journal::JournalFilter filter;
  filter.thing = query_text(call, "thing");
  filter.job = query_text(call, "job");
  filter.operation = query_text(call, "operation");
  filter.rule = query_text(call, "rule");
  if (const auto status = query_number(call, "status", kMaxStatus)) {
    filter.status = static_cast<int>(*status);
  }
  filter.after = query_number(call, "after", UINT64_MAX).value_or(0);
  return filter;
}

model::HttpReply json_text_reply(int status, std::string body) {
  // Responses describe the current state: no cache may store them.
  return {status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

model::HttpReply json_reply(int status, const nlohmann::ordered_json& body) {
  return json_text_reply(status, body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

model::HttpReply mistake_reply(int status, std::string_view sentence) {
  return json_reply(status, {{"error", sentence}});
}

model::Plan plan_for(model::HttpReply reply) {
  model::Plan plan;
  plan.reply = std::move(reply);
  return plan;
}

}  // namespace jobrig::admin
