#include "commands/health.h"

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/quote.h"
#include "commands/http_probe.h"

namespace jobrig::commands {
namespace {

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `http://HOST:PORT`, with or without a path.
std::optional<commands::ProbeTarget> read_url(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme) || url.find_first_of(" \r\n\t") != std::string_view::npos) {
    return std::nullopt;
  }
  url.remove_prefix(kScheme.size());
  const std::size_t slash = url.find('/');
  const std::string_view authority = url.substr(0, slash);
  const std::size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos || !is_port(authority.substr(colon + 1))) {
    return std::nullopt;
  }
  std::string_view host = authority.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  if (host.empty()) {
    return std::nullopt;
  }
  const std::string path(slash == std::string_view::npos ? "" : url.substr(slash));
  return commands::ProbeTarget{std::string(host), std::string(authority.substr(colon + 1)),
                               path.empty() || path == "/" ? "/health" : path, ""};
}

class Health final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("URL", urls_, 1, 1, "the admin interface's, as the ready line of serve tells it");
    options.duration("--timeout", "TIME", timeout_, "for the whole of it (2s)");
    options.text("--token", "TOKEN", token_, "what the interface asks for, if it does");
    options.example("jobrig health http://127.0.0.1:8788");
  }

  ExitCode run(Streams& streams) override {
    auto target = read_url(urls_.front());
    if (!target) {
      streams.err << "jobrig: " << base::quoted(urls_.front())
                  << " is not a URL of an admin interface: http://HOST:PORT\n";
      return ExitCode::kUserOrWorld;
    }
    if (token_.find_first_of("\r\n") != std::string::npos) {
      streams.err << "jobrig: --token has more than one line\n";
      return ExitCode::kUserOrWorld;
    }
    target->authorization = token_.empty() ? "" : "Bearer " + token_;
    const auto status = commands::probe(*target, std::chrono::ceil<std::chrono::milliseconds>(timeout_));
    if (status && *status == 200) {
      return ExitCode::kFine;
    }
    streams.err << "jobrig: " << urls_.front() << " is not healthy: "
                << (status ? "it answered " + std::to_string(*status) + advice(*status) : status.error().message)
                << "\n";
    return ExitCode::kVerdict;
  }

 private:
  static std::string advice(int status) {
    return status == 401                    ? "; give its --token"
           : status == 400 || status == 404 ? "; is it the admin interface's?"
                                            : "";
  }

  std::vector<std::string> urls_;
  base::Duration timeout_ = std::chrono::seconds(2);
  std::string token_;
};

}  // namespace

std::unique_ptr<Command> make_health() { return std::make_unique<Health>(); }

}  // namespace jobrig::commands
