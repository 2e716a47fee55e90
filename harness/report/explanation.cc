#include "report/explanation.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <string_view>
#include <variant>

#include "base/ascii.h"
#include "base/units.h"
#include "base/utf8.h"

namespace jobrig::report {
namespace {

using Json = nlohmann::ordered_json;

std::string_view close_action_sentence(model::CloseAction close_action) {
  switch (close_action) {
    case model::CloseAction::kKeepOpen:
      return "the connection stays open";
    case model::CloseAction::kClose:
      return "the connection is closed";
    case model::CloseAction::kReset:
      return "the connection is reset";
    case model::CloseAction::kHalfClose:
      return "the server side of the connection is closed";
    case model::CloseAction::kCloseSilently:
      return "the connection is closed; over TLS without close_notify";
    case model::CloseAction::kHang:
      break;
  }
  return "nothing more is sent; the connection stays open until the client closes it";
}

std::string pause_text(const model::Pause& pause) {
  return base::format_duration(std::chrono::ceil<base::Duration>(pause.length)) +
         (pause.virtual_time ? " of scenario time" : "");
}

// Appends the bytes as lines that start with `< `; `at_line_start` carries over from one Send to the next.
void append_bytes(std::string& text, std::string_view bytes, bool& at_line_start) {
  while (!bytes.empty()) {
    if (at_line_start) {
      text += "< ";
      at_line_start = false;
    }
    if (bytes.starts_with("\r\n")) {
      text += '\n';
      at_line_start = true;
      bytes.remove_prefix(2);
      continue;
    }
    std::string_view behind = bytes;
    const auto point = base::take_code_point(behind);
    if (point && !base::is_control_category(*point)) {
      text += bytes.substr(0, bytes.size() - behind.size());
      bytes = behind;
    } else {
      text += "\\x";
      base::append_hex(text, bytes.front());
      bytes.remove_prefix(1);
    }
  }
}

std::string script_text(const model::Script& script) {
  std::string text;
  bool at_line_start = true;
  const auto end_line = [&] {
    text += at_line_start ? "" : "\n";
    at_line_start = true;
  };
  for (const model::ScriptStep& step : script.steps) {
    if (const auto* send = std::get_if<model::Send>(&step)) {
      append_bytes(text, send->bytes, at_line_start);
    } else {
      end_line();
      text += "* nothing for " + pause_text(std::get<model::Pause>(step)) + "\n";
    }
  }
  end_line();
  return text + "* " + std::string(close_action_sentence(script.close_action)) + "\n";
}

void append_row(std::string& text, std::string_view what, std::string_view value) {
  text += what;
  text.append(10 - what.size(), ' ');
  text += value;
  text += '\n';
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : std::string(between)) + word;
  }
  return text;
}

std::string rule_text(const ExplainedCall& call) {
  if (call.decision.rule.empty()) {
    return "none; answered as documented";
  }
  std::string text = "\"" + call.decision.rule + "\"";
  if (call.decision.step > 0) {
    text += ", answer " + std::to_string(call.decision.step) + " of " + std::to_string(call.answers);
  }
  return text;
}

std::string key_text(const model::Decision& decision) {
  const std::string name = decision.key.thing.empty() ? "none; the request has no valid thing name"
                                                      : decision.key.thing + "/" + decision.key.job;
  return name + ", call " + std::to_string(decision.ordinal + 1);
}

Json script_json(const model::Script& script) {
  Json steps = Json::array();
  for (const model::ScriptStep& step : script.steps) {
    if (const auto* pause = std::get_if<model::Pause>(&step)) {
      steps.push_back({{"pause", pause_text(*pause)}});
      continue;
    }
    const std::string& bytes = std::get<model::Send>(step).bytes;
    if (!base::first_invalid_utf8(bytes)) {
      steps.push_back({{"send", bytes}});
      continue;
    }
    std::string hex;
    for (const char byte : bytes) {
      base::append_hex(hex, byte);
    }
    steps.push_back({{"hex", hex}});
  }
  return steps;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

std::string explanation_text(const ExplainedCall& call) {
  std::string text;
  if (!call.connection.empty()) {
    append_row(text, "connect", call.connection);
  }
  if (!call.refusal.empty()) {
    append_row(text, "refused", call.refusal);
  } else if (call.is_read) {
    append_row(text, "request",
               call.decision.operation.empty() ? "none of the operations" : std::string_view(call.decision.operation));
    append_row(text, "counted", key_text(call.decision));
    append_row(text, "rule", rule_text(call));
    for (const MissedRule& miss : call.misses) {
      append_row(text, "not", "\"" + miss.name + "\": " + joined(miss.reasons, "; "));
    }
    for (const std::string& state : call.states) {
      append_row(text, "state", state);
    }
    if (!call.decision.faults.empty()) {
      append_row(text, "faults", joined(call.decision.faults, ", "));
    }
  }
  append_row(text, "response",
             (!call.topic.empty() ? call.topic
              : call.status == 0  ? "none"
                                  : std::to_string(call.status)) +
                 (call.decision.error.empty() ? "" : " " + call.decision.error));
  return text + "\n" + script_text(call.script);
}

std::string explanation_json(const ExplainedCall& call) {
  Json misses = Json::array();
  for (const MissedRule& miss : call.misses) {
    misses.push_back({{"rule", miss.name}, {"reasons", miss.reasons}});
  }
  const model::Decision& decision = call.decision;
  Json object = {{"connection", text_or_null(call.connection)},
                 {"refusal", text_or_null(call.refusal)},
                 {"operation", text_or_null(decision.operation)},
                 {"thing", text_or_null(decision.key.thing)},
                 {"job", text_or_null(decision.key.job)},
                 {"call", decision.ordinal + 1},
                 {"rule", text_or_null(decision.rule)},
                 {"answer", decision.step},
                 {"answers", call.answers},
                 {"misses", misses},
                 {"states", call.states},
                 {"faults", decision.faults},
                 {"status", call.status},
                 {"error", text_or_null(decision.error)},
                 {"script", script_json(call.script)},
                 {"close_action", model::close_action_word(call.script.close_action)}};
  if (!call.topic.empty()) {
    object["topic"] = call.topic;
  }
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jobrig::report
