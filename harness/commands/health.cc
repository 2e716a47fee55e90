#include "commands/health.h"

#include <chrono>
#include <ostream>
#include <string>

#include "base/quote.h"
#include "remote/admin_token.h"
#include "remote/http_probe.h"

namespace jobrig::commands {
namespace {

class Health final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("URL", url_, "URL of the admin interface, from the ready line of serve");
    options.duration("--timeout", "TIME", timeout_, "time limit (default: 2s)");
    options.text("--token", "TOKEN", token_, "token of the admin interface (default: $JOBRIG_ADMIN_TOKEN)");
    options.text("--token-file", "FILE", token_file_, "read the token from FILE");
    options.example("jobrig health http://127.0.0.1:8788");
  }

  ExitCode run(Streams& streams) override {
    auto target = remote::read_probe_url(url_, "/health");
    if (!target) {
      streams.err << "jobrig: " << base::quoted(url_)
                  << " is not the URL of an admin interface; expected http://HOST:PORT\n";
      return ExitCode::kUserOrWorld;
    }
    const auto token = remote::read_admin_token(token_, token_file_, "--token");
    if (!token) {
      streams.err << "jobrig: " << token.error().message << "\n";
      return ExitCode::kUserOrWorld;
    }
    target->authorization = token->empty() ? "" : "Bearer " + *token;
    const auto status = remote::probe(*target, std::chrono::ceil<std::chrono::milliseconds>(timeout_));
    if (status && *status == 200) {
      return ExitCode::kFine;
    }
    streams.err << "jobrig: " << url_ << " is not healthy: "
                << (status ? "the response has status " + std::to_string(*status) + advice(*status)
                           : status.error().message)
                << "\n";
    return ExitCode::kVerdict;
  }

 private:
  static std::string advice(int status) {
    return status == 401                    ? "; pass its token with --token-file"
           : status == 400 || status == 404 ? "; is this the URL of the admin interface?"
                                            : "";
  }

  std::string url_;
  base::Duration timeout_ = std::chrono::seconds(2);
  std::string token_;
  std::string token_file_;
};

}  // namespace

std::unique_ptr<Command> make_health() { return std::make_unique<Health>(); }

}  // namespace jobrig::commands
