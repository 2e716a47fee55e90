// Random delays for many simultaneous connections: each delay is at least as long as scripted, and the delays have the
// distribution of the scenario.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "support/catch.h"
#include "support/faulting.h"
#include "support/raw_client.h"
#include "support/test_server.h"

using namespace jobrig;
using std::chrono::nanoseconds;
using test::RawClient;

namespace {

constexpr std::size_t kConnections = 1000;
constexpr std::size_t kRounds = 10;
constexpr std::size_t kThreads = 8;
constexpr std::size_t kDelays = kConnections * kRounds;
constexpr const char* kDelay = "[{delay: {median: 100ms, p99: 200ms}}]";
// A server reads simultaneous requests one after the other, which would delay responses that are due meanwhile.
constexpr std::chrono::milliseconds kBetweenRequests{1};

/// Indexed by the number of the request. The worker writes an entry before it sends the response. The clients read it
/// after receiving the response.
using Scripted = std::vector<std::atomic<std::int64_t>>;

/// The number of the request: the target without its slash.
std::size_t number_of(std::string_view target) { return std::stoul(std::string(target.substr(1))); }

/// Sends requests on every kThreads-th connection, one on each per round. Returns true when no response came before its
/// delay was over.
bool ask(std::uint16_t port, std::size_t first, const Scripted& scripted) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (std::size_t connection = first; connection < kConnections; connection += kThreads) {
    clients.push_back(std::make_unique<RawClient>(port));
  }
  bool in_time = true;
  for (std::size_t round = 0; round < kRounds; ++round) {
    const auto number = [&](std::size_t client) { return round * kConnections + first + client * kThreads; };
    std::vector<std::chrono::steady_clock::time_point> sent;
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < clients.size(); ++i) {
      std::this_thread::sleep_until(begin + i * kBetweenRequests);
      sent.push_back(std::chrono::steady_clock::now());
      clients[i]->send("GET /" + std::to_string(number(i)) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    for (std::size_t i = 0; i < clients.size(); ++i) {
      clients[i]->receive_answer();
      in_time = in_time && std::chrono::steady_clock::now() - sent[i] >= nanoseconds(scripted[number(i)]);
    }
  }
  return in_time;
}

double milliseconds_at(std::vector<nanoseconds> times, double share) {
  std::sort(times.begin(), times.end());
  const auto at = static_cast<std::size_t>(share * static_cast<double>(times.size()));
  return std::chrono::duration<double, std::milli>(times[at]).count();
}

}  // namespace

TEST_CASE("lognormal delays of a thousand connections are as scripted and none is cut short", "[serve][wire]") {
  test::TestServer server;
  const auto uses = test::faults_of(kDelay);
  Scripted scripted(kDelays);
  server.responder.rewrite = [&](const model::Request& request, model::Script& script) {
    const std::size_t number = number_of(request.target);
    base::Random random(base::random_stream(7, "test", "thing/job"), number);
    model::FaultContext context{random};
    uses.front().fault->rewrite_script(script, context);
    scripted[number] = std::get<model::Pause>(script.steps.front()).length.count();
  };
  std::vector<char> in_time(kThreads, 0);
  std::vector<std::thread> threads;
  for (std::size_t first = 0; first < kThreads; ++first) {
    threads.emplace_back([&, first] {
      try {
        in_time[first] = ask(server.port(), first, scripted) ? 1 : 0;
      } catch (const std::exception&) {  // the check below fails
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(in_time == std::vector<char>(kThreads, 1));
  std::vector<nanoseconds> measured;
  std::vector<nanoseconds> late;
  std::vector<nanoseconds> wanted;
  for (const model::Exchange& exchange : server.log.wait_for(kDelays)) {
    const std::size_t at = exchange.request.find('/') + 1;
    wanted.emplace_back(scripted[std::stoul(exchange.request.substr(at))]);
    measured.push_back(exchange.first_byte - exchange.request_whole);
    late.push_back(measured.back() - wanted.back());
  }
  CHECK(*std::min_element(late.begin(), late.end()) >= nanoseconds(0));
  // Both are determined by the seed and hold on every machine. The measured times include the lateness of the machine
  // and are only printed.
  CHECK(milliseconds_at(wanted, 0.5) == Approx(100).epsilon(0.02));
  CHECK(milliseconds_at(wanted, 0.99) == Approx(200).epsilon(0.02));
  std::printf(
      "lognormal delays, %zu of %zu connections: p50 %.3f ms (scripted %.3f), p99 %.3f ms (scripted %.3f), late by p50 "
      "%.3f ms and p99 %.3f ms\n",
      kDelays, kConnections, milliseconds_at(measured, 0.5), milliseconds_at(wanted, 0.5),
      milliseconds_at(measured, 0.99), milliseconds_at(wanted, 0.99), milliseconds_at(late, 0.5),
      milliseconds_at(late, 0.99));
}
