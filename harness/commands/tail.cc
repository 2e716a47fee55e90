#include "commands/tail.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <exception>
#include <optional>
#include <ostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "base/quote.h"
#include "base/url.h"
#include "conform/text.h"
#include "hosting/stop_signals.h"
#include "remote/admin_client.h"
#include "remote/admin_token.h"
#include "remote/http_probe.h"
#include "tail/event_reader.h"
#include "tail/printer.h"

namespace jobrig::commands {
namespace {

constexpr std::chrono::milliseconds kTailPatience{800};  // time to end after a second signal
// The server sends at least a comment each five seconds.
constexpr std::chrono::milliseconds kSilence{30'000};

class Tail final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("URL", urls_, 1, 1, "URL of the admin interface, from the ready line of serve");
    options.text("--thing", "GLOB", thing_, "show only exchanges and MQTT packets of these things");
    options.text("--job", "GLOB", job_, "show only exchanges and MQTT packets of these jobs");
    options.integer("--status", "N", status_, 0, 999, "show only exchanges with this status (0: no response)");
    options.text("--rule", "GLOB", rule_, "show only exchanges and MQTT packets of these rules");
    options.text("--sandbox", "ID", sandbox_, "watch this sandbox (default: the main scenario)");
    options.flag("--all", all_, "start with the exchanges and MQTT packets in memory");
    options.integer("--count", "N", count_, 1, INT64_MAX, "end after N lines");
    options.flag("--json", json_, "print lines of JSON");
    options.duration("--timeout", "TIME", timeout_, "time limit to connect (default: 10s)");
    options.text("--token", "TOKEN", token_, "token of the admin interface (default: $JOBRIG_ADMIN_TOKEN)");
    options.text("--token-file", "FILE", token_file_, "read the token from FILE");
    options.example("jobrig tail http://127.0.0.1:8788");
    options.example("jobrig tail http://127.0.0.1:8788 --thing 'thermostat-*' --status 503");
  }

  ExitCode run(Streams& streams) override {
    hosting::StopSignals signals({true, kTailPatience});  // before any thread is started
    auto target = remote::read_probe_url(urls_.front(), "");
    if (!target) {
      return complain(streams,
                      base::quoted(urls_.front()) + " is not the URL of an admin interface; expected http://HOST:PORT");
    }
    const auto token = remote::read_admin_token(token_, token_file_, "--token");
    if (!token) {
      return complain(streams, token.error().message);
    }
    target->authorization = token->empty() ? "" : "Bearer " + *token;
    target->path = path(std::move(target->path));
    const base::Descriptor stopped(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    ExitCode code = ExitCode::kFine;
    std::exception_ptr failure;
    std::jthread reading([&] {
      try {
        code = follow(*target, stopped.get(), streams);
      } catch (...) {
        failure = std::current_exception();
      }
      signals.finish();
    });
    signals.wait([&](int /*count*/) { ::eventfd_write(stopped.get(), 1); });
    reading.join();
    if (failure) {
      std::rethrow_exception(failure);
    }
    return code;
  }

 private:
  static ExitCode complain(Streams& streams, const std::string& sentence) {
    streams.err << "jobrig: " << sentence << "\n";
    return ExitCode::kUserOrWorld;
  }

  [[nodiscard]] std::string path(std::string before) const {
    while (before.ends_with('/')) {
      before.pop_back();
    }
    before += sandbox_.empty() ? "" : "/sandboxes/" + base::percent_encode(sandbox_);
    before += "/events?only=traffic&rate=5000";
    before += all_ ? "&after=0" : "";
    before += thing_ ? "&thing=" + base::percent_encode(*thing_) : "";
    before += job_ ? "&job=" + base::percent_encode(*job_) : "";
    return before;
  }

  /// Prints until the stream ends, enough is printed, the output is closed, or `stopped` is readable.
  ExitCode follow(const remote::ProbeTarget& target, int stopped, Streams& streams) {
    const auto socket =
        remote::send_to_admin(target, {"GET", ""}, std::chrono::ceil<std::chrono::milliseconds>(timeout_));
    if (!socket) {
      return complain(streams, urls_.front() + ": " + socket.error().message);
    }
    const auto status = status_ ? std::optional(static_cast<int>(*status_)) : std::nullopt;
    tail::Printer printer(
        {{rule_, status}, conform::wants_colour(STDOUT_FILENO), json_, static_cast<std::uint64_t>(count_.value_or(0))});
    std::optional<std::string> problem;
    std::vector<tail::StreamEvent> events;
    tail::EventReader reader([&](const tail::StreamEvent& event) { events.push_back(event); });
    while (!printer.is_done() && streams.out.good() && !reader.is_complete() && !problem) {
      const auto received = receive(socket->get(), stopped);
      if (received && received->empty()) {
        return ExitCode::kFine;  // stopped
      }
      problem = !received ? std::optional(received.error().message) : problem;
      if (received && !reader.read(*received)) {
        problem = reader.problem();
      }
      // All events of a read together: exchanges and packets are then in the order in which they happened.
      if (const auto printed = printer.print(std::exchange(events, {})); printed) {
        streams.out << printed->lines << std::flush;
        streams.err << printed->messages << std::flush;
      } else {
        problem = printed.error().message;
      }
      if (reader.status() != 0 && reader.status() != 200) {
        break;
      }
    }
    if (reader.status() != 0 && reader.status() != 200) {
      return complain(streams, urls_.front() + ": the response has status " + std::to_string(reader.status()) +
                                   advice(reader.status()) + without_line_end(reader.body()));
    }
    return problem ? complain(streams, urls_.front() + ": " + *problem) : ExitCode::kFine;
  }

  /// The next bytes; none: `stopped` is readable.
  static base::Result<std::string> receive(int socket, int stopped) {
    std::array<pollfd, 2> waited{{{socket, POLLIN, 0}, {stopped, POLLIN, 0}}};
    std::array<char, 64 * 1024> block{};
    while (true) {
      const int ready = ::poll(waited.data(), waited.size(), static_cast<int>(kSilence.count()));
      if (ready == 0) {
        return base::Error{"nothing received for 30 s"};
      }
      if (waited[1].revents != 0) {
        return std::string();
      }
      const ssize_t count = ::recv(socket, block.data(), block.size(), 0);
      if (count > 0) {
        return std::string(block.data(), static_cast<std::size_t>(count));
      }
      if (count == 0) {
        return base::Error{"the server closed the connection"};
      }
      if (errno != EAGAIN && errno != EINTR) {
        return base::Error{std::string("connection lost: ") + std::strerror(errno)};
      }
    }
  }

  static std::string advice(int status) {
    return status == 401 ? "; pass its token with --token-file" : status == 404 ? "; is this an admin interface?" : "";
  }

  static std::string without_line_end(std::string body) {
    while (body.ends_with('\n')) {
      body.pop_back();
    }
    return body.empty() ? "" : ": " + body;
  }

  std::vector<std::string> urls_;
  std::optional<std::string> thing_;
  std::optional<std::string> job_;
  std::optional<std::int64_t> status_;
  std::optional<std::string> rule_;
  std::string sandbox_;
  bool all_ = false;
  std::optional<std::int64_t> count_;
  bool json_ = false;
  base::Duration timeout_ = std::chrono::seconds(10);
  std::string token_;
  std::string token_file_;
};

}  // namespace

std::unique_ptr<Command> make_tail() { return std::make_unique<Tail>(); }

}  // namespace jobrig::commands
