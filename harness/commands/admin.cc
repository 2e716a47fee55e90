#include "commands/admin.h"

#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/catalogue.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "merge/endpoints.h"
#include "remote/admin_client.h"
#include "remote/admin_token.h"
#include "remote/http_probe.h"

namespace jobrig::commands {
namespace {

using Json = nlohmann::json;

/// How the responses are joined.
enum class Join : std::uint8_t {
  kByEndpoint,  // one line of JSON each
  kJournal,
  kMetrics,
};

/// One word that can follow the endpoints.
struct CallRow {
  std::string_view name;
  std::string_view method;
  std::string_view path;
  std::string_view argument;  // its name in messages; empty: the call has none; in brackets: it may be left out
  Join join = Join::kByEndpoint;
};

constexpr std::array kCalls{
    CallRow{"reset", "POST", "/reset", "[THING[/JOB]]"},
    CallRow{"clock", "GET", "/clock", ""},
    CallRow{"advance", "POST", "/clock/advance", "TIME"},
    CallRow{"set", "POST", "/clock/set", "INSTANT"},
    CallRow{"rate", "POST", "/clock/rate", "NUMBER"},
    CallRow{"freeze", "POST", "/clock/freeze", ""},
    CallRow{"scenario", "GET", "/scenario", ""},
    CallRow{"replace", "PUT", "/scenario", "FILE"},
    CallRow{"journal", "GET", "/journal", "[QUERY]", Join::kJournal},
    CallRow{"metrics", "GET", "/metrics", "", Join::kMetrics},
};

bool may_be_left_out(const CallRow& call) { return call.argument.empty() || call.argument.starts_with('['); }

/// The body of the request; nothing if the argument is not possible.
std::optional<std::string> body_of(const CallRow& call, const std::string& argument) {
  if (call.name == "advance") {
    return Json{{"by", argument}}.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  if (call.name == "set") {
    return Json{{"to", argument}}.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  if (call.name == "rate") {
    const Json number = Json::parse(argument, nullptr, false);
    return number.is_number() ? std::optional(Json{{"rate", number}}.dump()) : std::nullopt;
  }
  if (call.name == "reset" && !argument.empty()) {
    const std::size_t slash = argument.find('/');
    Json body{{"thing", argument.substr(0, slash)}};
    if (slash != std::string::npos) {
      body["job"] = argument.substr(slash + 1);
    }
    return body.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  if (call.name == "replace") {
    std::ifstream file(argument, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    return file ? std::optional(Json{{"scenario", text}}.dump(-1, ' ', false, Json::error_handler_t::replace))
                : std::nullopt;
  }
  return "";
}

class Admin final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("ENDPOINT… CALL", words_, 2, Options::kAnyNumber,
                       "URLs of admin interfaces, and one of: reset [THING[/JOB]], clock, advance TIME, set INSTANT, "
                       "rate NUMBER, freeze, scenario, replace FILE, journal [QUERY], metrics");
    options.duration("--timeout", "TIME", timeout_, "time limit for each endpoint (default: 10s)");
    options.text("--token", "TOKEN", token_, "token of the admin interfaces (default: $JOBRIG_ADMIN_TOKEN)");
    options.text("--token-file", "FILE", token_file_, "read the token from FILE");
    options.example("jobrig admin http://127.0.0.1:8788 http://127.0.0.1:8789 advance 7d");
    options.example("jobrig admin http://127.0.0.1:8788 http://127.0.0.1:8789 journal");
  }

  ExitCode run(Streams& streams) override {
    if (const auto error = read_words()) {
      streams.err << "jobrig: " << error->message << "\n";
      return ExitCode::kUserOrWorld;
    }
    const auto token = remote::read_admin_token(token_, token_file_, "--token");
    if (!token) {
      streams.err << "jobrig: " << token.error().message << "\n";
      return ExitCode::kUserOrWorld;
    }
    std::vector<merge::EndpointText> answers;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      targets_[i].authorization = token->empty() ? "" : "Bearer " + *token;
      const auto response = remote::ask_admin(targets_[i], {std::string(call_->method), body_},
                                              std::chrono::ceil<std::chrono::milliseconds>(timeout_));
      if (response && response->status == 200) {
        answers.push_back({words_[i], response->body});
        continue;
      }
      streams.err << "jobrig: " << words_[i] << ": " << (response ? refusal(*response) : response.error().message)
                  << "\n";
    }
    const bool joined = print(answers, streams);
    return joined && answers.size() == targets_.size() ? ExitCode::kFine : ExitCode::kUserOrWorld;
  }

 private:
  std::optional<base::Error> read_words() {
    for (const std::string& word : words_) {
      auto target = remote::read_probe_url(word, "");
      if (!target) {
        break;
      }
      while (target->path.ends_with('/')) {
        target->path.pop_back();
      }
      targets_.push_back(std::move(*target));
    }
    if (targets_.empty()) {
      return base::Error{base::quoted(words_.front()) +
                         " is not the URL of an admin interface; expected http://HOST:PORT"};
    }
    if (targets_.size() == words_.size()) {
      return base::Error{"no call after the endpoints; expected " + calls_text()};
    }
    const std::string& name = words_[targets_.size()];
    const CallRow* const row = base::row_named(kCalls, name);
    if (row == nullptr) {
      return base::Error{base::quoted(name) + " is neither http://HOST:PORT nor a call; expected " + calls_text() +
                         base::did_you_mean(name, base::names_in(kCalls))};
    }
    call_ = row;
    return read_argument({words_.begin() + static_cast<std::ptrdiff_t>(targets_.size()) + 1, words_.end()});
  }

  std::optional<base::Error> read_argument(const std::vector<std::string>& arguments) {
    const std::size_t most = call_->argument.empty() ? 0 : 1;
    if (arguments.size() > most || (arguments.empty() && !may_be_left_out(*call_))) {
      return base::Error{"the call is: " + std::string(call_->name) + (most == 0 ? "" : " ") +
                         std::string(call_->argument)};
    }
    const std::string argument = arguments.empty() ? "" : arguments.front();
    auto body = body_of(*call_, argument);
    if (!body) {
      return base::Error{call_->name == "replace" ? "cannot read " + argument
                                                  : "rate must be a number, not " + base::quoted(argument)};
    }
    body_ = std::move(*body);
    const bool has_query = call_->join == Join::kJournal;
    if (has_query && argument.find_first_of(" \r\n\t") != std::string::npos) {
      return base::Error{"the query must not contain spaces, as in thing=t1&status=503"};
    }
    for (remote::ProbeTarget& target : targets_) {
      target.path += call_->path;
      target.path += has_query ? "?" + (argument.find("limit=") == std::string::npos
                                            ? "limit=1000" + (argument.empty() ? "" : "&" + argument)
                                            : argument)
                               : "";
    }
    return std::nullopt;
  }

  static std::string calls_text() {
    std::string text;
    for (const CallRow& call : kCalls) {
      text += (text.empty() ? "" : &call == &kCalls.back() ? " or " : ", ") + std::string(call.name);
    }
    return text;
  }

  /// The error of the interface, which says what is wrong.
  static std::string refusal(const remote::AdminResponse& response) {
    std::string body = response.body;
    while (body.ends_with('\n')) {
      body.pop_back();
    }
    return "the response has status " + std::to_string(response.status) + ": " + body;
  }

  bool print(const std::vector<merge::EndpointText>& answers, Streams& streams) const {
    if (call_->join == Join::kMetrics) {
      streams.out << merge::merge_metrics(answers);
      return true;
    }
    if (call_->join == Join::kJournal) {
      const auto merged = merge::merge_journals(answers);
      if (!merged) {
        streams.err << "jobrig: " << merged.error().message << "\n";
        return false;
      }
      for (const std::string& endpoint : merged->shortened) {
        streams.err << "jobrig: " << endpoint << " has more exchanges; use `after` or `limit` in the query\n";
      }
      streams.out << merged->lines;
      return true;
    }
    for (const merge::EndpointText& answer : answers) {
      const auto body = nlohmann::ordered_json::parse(answer.text, nullptr, false);
      streams.out << nlohmann::ordered_json{{"endpoint", answer.endpoint}, {"response", body}}.dump(
                         -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                  << "\n";
    }
    return true;
  }

  std::vector<std::string> words_;
  std::vector<remote::ProbeTarget> targets_;
  const CallRow* call_ = nullptr;
  std::string body_;
  base::Duration timeout_ = std::chrono::seconds(10);
  std::string token_;
  std::string token_file_;
};

}  // namespace

std::unique_ptr<Command> make_admin() { return std::make_unique<Admin>(); }

}  // namespace jobrig::commands
