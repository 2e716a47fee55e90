// A plain describe with a journal allocates nothing on the worker's thread, from the bytes of the request to the
// record.
#include <algorithm>
#include <memory>
#include <string>

#include "journal/file.h"
#include "serve/connection.h"
#include "support/answering_bench.h"
#include "support/catch.h"
#include "support/failing_allocation.h"
#include "support/temporary_folder.h"

using namespace jobrig;

namespace {

/// A client in memory: it sends the same request again and again, and reads everything.
class EndlessClient final : public transport::Transport {
 public:
  EndlessClient(std::string request, std::string& received) : request_(std::move(request)), received_(received) {}

  transport::Transfer read(char* to, std::size_t /*size*/) override {
    return {transport::Transfer::State::kDone, request_.copy(to, request_.size())};
  }
  transport::Transfer write(std::string_view bytes) override {
    received_ = bytes;
    return {transport::Transfer::State::kDone, bytes.size()};
  }
  void wait_readable(std::shared_ptr<transport::TransportUser> user) override { user_ = std::move(user); }
  void wait_writable(std::shared_ptr<transport::TransportUser> /*user*/) override {}
  void shut_down_sending() override {}
  void close(bool /*reset*/) noexcept override { user_.reset(); }
  [[nodiscard]] int unconfirmed() override { return 0; }

 private:
  const std::string request_;
  std::string& received_;
  std::shared_ptr<transport::TransportUser> user_;
};

}  // namespace

TEST_CASE("a plain describe allocates nothing", "[serve][allocations]") {
  const test::TemporaryFolder folder;
  journal::JournalFile journal((folder.path() / "journal").string());  // not started: the records wait
  const model::Scenario scenario = test::thermostat();
  test::AnsweringBench bench(scenario, journal, true);
  std::string received;
  received.reserve(4096);
  std::unique_ptr<transport::Transport> client = std::make_unique<EndlessClient>(
      "GET /things/thermostat-1/jobs/firmware-7?includeJobDocument=true HTTP/1.1\r\nHost: localhost\r\n"
      "User-Agent: a client with a name that is long\r\n\r\n",
      received);
  const auto connection = std::make_shared<serve::Connection>(bench.worker, client, 1);
  connection->start();
  for (int i = 0; i < 10; ++i) {
    connection->on_readable();
  }
  const std::size_t before = test::allocations();
  for (int i = 0; i < 100; ++i) {
    connection->on_readable();
  }
  CHECK(test::allocations() == before);
  CHECK(received.starts_with("HTTP/1.1 200 OK\r\nDate: "));
  CHECK(received.find("jobDocument") != std::string::npos);
  CHECK(bench.responder.prepared == 108);
  CHECK(journal.state().queued > 110 * 500);
  connection->cut();
}
