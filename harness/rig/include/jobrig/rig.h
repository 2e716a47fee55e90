// Rig: a mock of the AWS IoT Jobs data plane inside a C++ test program. It serves a scenario on a free port, on threads
// of its own, and gives the test what the admin interface of `jobrig serve` gives to other programs: the recorded
// exchanges, the scenario's clock and resets. It needs no other process and no file.
//
// This is the only public header. It needs C++17 and includes only the standard library. Several rigs can exist in one
// process; they share nothing. A rig installs no signal handler, changes no signal mask of the caller and no limit of
// the process, and ends its threads and closes its descriptors when it is destroyed.
//
//   jobrig::Rig rig{"things: {lamp: {update: {}}}"};
//   my_client::describe(rig.endpoint(), "lamp", "update");
//   const auto calls = rig.wait(1, std::chrono::seconds(5));  // calls[0].status == 200
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jobrig {

/// A moment in the time of a scenario, UTC.
using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

/// A rig cannot do what was asked; what() says why. Wrong arguments are std::invalid_argument instead.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A mistake in a scenario. Line and column start at 1; 0: the file as a whole.
struct Mistake {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  std::string message;
};

/// The scenario has mistakes, or does not exist. what() shows all of them with their lines, as `jobrig check` does.
class ScenarioError : public Error {
 public:
  ScenarioError(const std::string& text, std::vector<Mistake> mistakes);
  [[nodiscard]] const std::vector<Mistake>& mistakes() const noexcept { return *mistakes_; }

 private:
  std::shared_ptr<const std::vector<Mistake>> mistakes_;  // copies of an exception must not throw
};

/// Rig::wait() has timed out. what() lists the exchanges that took place instead.
class WaitTimeout : public Error {
 public:
  using Error::Error;
};

/// Where a scenario comes from. Nothing is read before a rig uses it.
class Scenario {
 public:
  /// The text of a scenario (YAML, or JSON), or the name of a built-in one, such as `demos/outage`. A text cannot name
  /// files (`document-file`).
  Scenario(std::string text_or_name) : word_(std::move(text_or_name)) {}            // NOLINT: converts on purpose
  Scenario(std::string_view text_or_name) : Scenario(std::string(text_or_name)) {}  // NOLINT
  Scenario(const char* text_or_name) : Scenario(std::string(text_or_name)) {}       // NOLINT
  /// A file, or a folder: all scenarios in it.
  Scenario(const std::filesystem::path& file) : word_(file.string()), is_path_(true) {}  // NOLINT

  [[nodiscard]] const std::string& word() const noexcept { return word_; }
  [[nodiscard]] bool is_path() const noexcept { return is_path_; }

 private:
  std::string word_;
  bool is_path_ = false;
};

/// How a rig serves. The defaults suit tests.
struct RigOptions {
  std::string listen = "127.0.0.1:0";  ///< host:port; port 0: any free port
  unsigned workers = 1;                ///< threads that serve, 1 to 64
  std::optional<std::uint64_t> seed;   ///< absent: the scenario's, else random; Rig::seed() tells it
  std::string contract = "original";   ///< edition of scenarios that state none: `original` or `current`
  bool tls = false;                    ///< serve https:// with a temporary authority: Rig::authority()
  std::size_t journal_bytes = std::size_t{64} << 20U;  ///< memory for exchanges; the oldest beyond it are forgotten
  /// Receives internal errors, one sentence at a time, from any thread. It must not block. Rig::failures() counts them.
  std::function<void(std::string_view)> log;
};

/// The conditions that an exchange must meet; an absent member matches everything. In the texts, `*` stands for any
/// characters and `?` for one.
struct ExchangeFilter {
  std::optional<std::string> thing;
  std::optional<std::string> job;        ///< as requested: `$next` stays `$next`
  std::optional<std::string> operation;  ///< `DescribeJobExecution`; empty: not a known operation
  std::optional<std::string> rule;       ///< empty: no rule applied
  std::optional<int> status;             ///< 0: no response was sent
  std::uint64_t after = 0;               ///< only exchanges after this position
};

/// One request and its result.
struct Exchange {
  std::uint64_t position = 0;    ///< in the journal, from 1, in the order in which exchanges ended
  std::uint64_t connection = 0;  ///< number of the connection, from 1
  std::string operation;
  std::string thing;
  std::string job;
  std::string rule;                 ///< the rule that responded; empty: the documented response
  std::uint32_t answer = 0;         ///< number of the answer of that rule, from 1; 0: none
  std::vector<std::string> faults;  ///< names of the applied faults, in order
  std::string error;                ///< name of the error if the response is one
  std::string authentication;       ///< problem with the signature or the client certificate; empty: none
  int status = 0;                   ///< of the response; 0: none was sent
  std::string request;              ///< raw bytes
  std::string response;             ///< the bytes that were sent
  std::string close_reason;         ///< kept, closed, reset, client-gave-up, server-stopped
  std::string refusal;              ///< why the request was not valid HTTP; empty: it was
  std::string handshake;            ///< how the TLS handshake failed; empty: it did not
  Time arrived{};                   ///< time of the scenario at the last byte of the request
  std::chrono::steady_clock::time_point received{};  ///< real time of the same moment
  std::chrono::steady_clock::time_point ended{};     ///< real time at which the exchange was over
  std::string summary;                               ///< one line, as in the log of `jobrig serve`
};

/// Prints the summary. Test frameworks then show it.
std::ostream& operator<<(std::ostream& out, const Exchange& exchange);

/// A running mock. The constructor starts it, the destructor stops it: open connections are cut. All functions are
/// thread-safe. Unless noted, they throw nothing but std::bad_alloc.
class Rig {
 public:
  /// Clients can connect as soon as it returns. Throws ScenarioError; Error if the address, a thread or a descriptor is
  /// not available, the scenario needs TLS, or the program contains a second cpp-httplib; std::invalid_argument for a
  /// wrong option.
  explicit Rig(const Scenario& scenario, RigOptions options = {});
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;
  ~Rig();

  /// `http://127.0.0.1:40123`, or `https://…` with TLS.
  [[nodiscard]] const std::string& endpoint() const noexcept;
  [[nodiscard]] std::uint16_t port() const noexcept;
  /// The authority that clients must trust, in PEM; empty without TLS.
  [[nodiscard]] const std::string& authority() const noexcept;
  /// The random seed. The same scenario and seed give the same responses.
  [[nodiscard]] std::uint64_t seed() const;

  /// Waits until `count` matching exchanges are recorded and returns all that match, in order. An exchange is recorded
  /// when it is over, which can be just after the client has its response. Throws WaitTimeout after `within`, Error if
  /// the rig is reset meanwhile, and std::invalid_argument if the filter can never match: its operation, or its rule,
  /// does not exist, or its status is not from 0 to 999.
  std::vector<Exchange> wait(std::size_t count, std::chrono::milliseconds within,
                             const ExchangeFilter& filter = {}) const;
  /// The matching exchanges so far. Throws std::invalid_argument as wait() does.
  [[nodiscard]] std::vector<Exchange> exchanges(const ExchangeFilter& filter = {}) const;
  /// The number of them. Throws std::invalid_argument as wait() does.
  [[nodiscard]] std::size_t count(const ExchangeFilter& filter = {}) const;
  /// How many exchanges were forgotten because there are too many for RigOptions::journal_bytes.
  [[nodiscard]] std::uint64_t forgotten() const;

  /// The time of the scenario.
  [[nodiscard]] Time now() const;
  /// Moves the time forward. Throws std::invalid_argument if `by` is negative or leads beyond the year 9999.
  void advance(std::chrono::microseconds by);
  /// Moves the time forward to `there`. Throws std::invalid_argument if it has passed or is after the year 9999.
  void move_to(Time there);
  /// How fast the time runs from now on; 0 stops it. Throws std::invalid_argument unless it is from 0 to 1,000,000.
  void set_rate(double rate);

  /// Disables a rule: requests are answered as if the scenario did not contain it, and it counts none of them. `span`
  /// is a time of the scenario, after which the rule is enabled again; absent: until enable() or a reset. Throws
  /// std::invalid_argument if the scenario has no such rule, or if `span` is not positive or leads beyond the year
  /// 9999.
  void disable(const std::string& rule, std::optional<std::chrono::microseconds> span = std::nullopt);
  /// Enables a rule; after `span` it is disabled again. Throws as disable() does.
  void enable(const std::string& rule, std::optional<std::chrono::microseconds> span = std::nullopt);
  /// Throws std::invalid_argument if the scenario has no such rule.
  [[nodiscard]] bool is_enabled(const std::string& rule) const;

  /// Restores the beginning of the scenario: executions, counters, time, rules and exchanges. Positions of exchanges
  /// continue.
  void reset();
  /// Restores the executions and counters of one thing, or of one job of it, and forgets their exchanges. The time and
  /// what things share do not change.
  void reset(const std::string& thing);
  void reset(const std::string& thing, const std::string& job);
  /// Serves another scenario from its beginning, on the same port. Throws ScenarioError, or Error if the TLS settings
  /// differ; the old scenario is then still served.
  void load(const Scenario& scenario);

  /// The number of internal failures so far, such as a lack of memory. Each may have cost a response or an exchange.
  [[nodiscard]] std::uint64_t failures() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jobrig
