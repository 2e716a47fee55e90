#include "mqtt_serve/server.h"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "base/event_loop.h"
#include "base/signals_blocked.h"
#include "mqtt_serve/connection.h"
#include "serve/listener.h"
#include "serve/liveness.h"
#include "transport/plain_transport.h"
#include "transport/tls_acceptor.h"

namespace jobrig::mqtt_serve {
namespace {

// What is due for the service, and the pause of the listener.
constexpr std::size_t kOwnTimers = 2;

}  // namespace

struct MqttServer::Impl final : ConnectionHost, private base::Task, private serve::Waiter {
  Impl(MqttServerOptions given, Service& answering, model::PacketSink& records, const base::Clock& time,
       serve::ListeningSocket socket)
      : settings(std::move(given)),
        failures(settings.log),
        service(answering),
        sink(records),
        now(time),
        endpoint((settings.tls ? "mqtts://" : "mqtt://") + socket.authority),
        port(socket.port),
        own_timers(loop, kOwnTimers),
        connection_timers(loop) {
    listener.emplace(serve::ListenerParts{loop, own_timers, failures, [this] { return service.port(); },
                                          settings.reserved_descriptors},
                     std::move(socket.descriptor), [this](base::Descriptor& descriptor) { accept(descriptor); });
    service.wake_with([this] { loop.post(*this); });
    const base::SignalsBlocked blocked;
    thread = std::thread([this] { loop.run(); });
  }
  ~Impl() override { stop(); }

  // --- From any thread

  void stop() noexcept {
    const std::lock_guard lock(stopping);
    if (thread.joinable()) {
      is_stopped = true;
      listener->stop();
      loop.post(*this);
      thread.join();
      service.wake_with({});
    }
  }

  std::shared_ptr<serve::Liveness> ask_whether_alive() {
    struct Question final : base::Task {
      explicit Question(std::shared_ptr<serve::Liveness> asked) : liveness(std::move(asked)) {}
      void run_task() noexcept override { liveness->answer(0, {}); }
      const std::shared_ptr<serve::Liveness> liveness;
    };
    auto liveness = std::make_shared<serve::Liveness>(std::vector<std::string>{"MQTT"});
    const auto question = std::make_shared<Question>(liveness);
    loop.post(*question, question);
    return liveness;
  }

  // --- For the connections

  [[nodiscard]] const MqttServerOptions& options() const override { return settings; }
  [[nodiscard]] const base::Clock& clock() const override { return now; }
  serve::TimerQueue& timers() override { return connection_timers; }
  serve::FailureLog& log() override { return failures; }
  ReadBuffer& read_buffer() override { return *buffer; }
  void opened(std::uint64_t connection) override { service.opened(connection, now.monotonic()); }
  void received(std::uint64_t connection, std::string_view bytes) override {
    service.received(connection, bytes, now.monotonic());
    pump();
  }
  void closed(std::uint64_t connection) override {
    service.closed(connection, now.monotonic());
    pump();
  }
  void record(model::PacketRecord&& one) override {
    one.number = service.next_number();
    one.at = now.civil();
    one.when = now.monotonic();
    sink.record(std::move(one));
  }
  void forget(std::uint64_t connection) noexcept override {
    open.erase(connection);
    open_count.store(open.size(), std::memory_order_relaxed);
  }

  // --- On the thread of the server

  void accept(base::Descriptor& descriptor) {
    const std::uint64_t number = ++accepted;
    std::unique_ptr<transport::Transport> transport =
        settings.tls ? settings.tls->accept(loop, descriptor)
                     : std::make_unique<transport::PlainTransport>(loop, descriptor);
    const auto connection = std::make_shared<MqttConnection>(*this, std::move(transport), number);
    open.emplace(number, connection);
    open_count.store(open.size(), std::memory_order_relaxed);
    connection->start(service.at_accept());
    arm();
  }

  /// Does what the service asks for. A connection that breaks meanwhile adds to it.
  void pump() {
    if (std::exchange(pumping, true)) {
      return;
    }
    struct End {
      bool& pumping;
      ~End() { pumping = false; }
    } const end{pumping};
    for (std::vector<mqtt_serve::Task> tasks = service.take_tasks(); !tasks.empty(); tasks = service.take_tasks()) {
      // What was received comes first: the numbers of records are then in the order in which they are passed on.
      for (mqtt_serve::Task& task : tasks) {
        if (auto* const record = std::get_if<model::PacketRecord>(&task)) {
          note_session(*record);
          sink.record(std::move(*record));
        }
      }
      for (mqtt_serve::Task& task : tasks) {
        perform(std::move(task));
      }
    }
    arm();
  }

  /// A connection that is closed before CONNACK has a session in its record too.
  void note_session(const model::PacketRecord& received) const {
    if (received.packet == "CONNECT") {
      if (const auto connection = find(received.connection)) {
        connection->know_session(received.client_id);
      }
    }
  }

  void perform(mqtt_serve::Task&& task) {
    if (auto* const packet = std::get_if<Outgoing>(&task)) {
      if (const auto connection = find(packet->connection)) {
        connection->send(std::move(*packet));
      }
    } else if (auto* const closing = std::get_if<Closing>(&task)) {
      if (const auto connection = find(closing->connection)) {
        connection->end(std::move(closing->reason));
      }
    }
  }

  std::shared_ptr<MqttConnection> find(std::uint64_t number) const {
    const auto found = open.find(number);
    return found == open.end() ? nullptr : found->second;
  }

  void arm() {
    const std::optional<base::Monotonic> due = service.next_due();
    if (due && (!armed_for || *due < *armed_for)) {
      armed_for = due;
      own_timers.set(*due, std::shared_ptr<serve::Waiter>(std::shared_ptr<void>(), this));  // not owned
    }
  }

  void on_time() noexcept override {
    armed_for.reset();
    tick();
  }

  void run_task() noexcept override {
    if (is_stopped) {
      while (!open.empty()) {
        const auto first = open.begin()->second;
        first->close("the server stopped", false);
      }
      loop.stop();
    } else {
      tick();
    }
  }

  void tick() noexcept {
    try {
      service.tick(now.monotonic());
      pump();
    } catch (...) {
      failures.note_exception("MQTT messages were lost");
    }
  }

  const MqttServerOptions settings;
  serve::FailureLog failures;
  Service& service;
  model::PacketSink& sink;
  const base::Clock& now;
  const std::string endpoint;
  const std::uint16_t port;
  base::EventLoop loop;
  serve::TimerQueue own_timers;
  serve::TimerQueue connection_timers;
  std::unique_ptr<ReadBuffer> buffer = std::make_unique<ReadBuffer>();
  std::map<std::uint64_t, std::shared_ptr<MqttConnection>> open;
  std::atomic<std::size_t> open_count{0};
  std::uint64_t accepted = 0;
  std::optional<base::Monotonic> armed_for;
  bool pumping = false;
  std::optional<serve::Listener> listener;
  std::mutex stopping;
  std::atomic<bool> is_stopped{false};
  std::thread thread;
};

base::Result<std::unique_ptr<MqttServer>> MqttServer::start(MqttServerOptions options, Service& service,
                                                            model::PacketSink& sink, const base::Clock& clock) {
  serve::raise_descriptor_limit();
  base::Result<serve::ListeningSocket> socket = serve::listen_on(options.listen);
  if (!socket) {
    return socket.error();
  }
  try {
    return std::unique_ptr<MqttServer>(
        new MqttServer(std::make_unique<Impl>(std::move(options), service, sink, clock, std::move(socket).value())));
  } catch (const std::system_error& error) {
    return base::Error{std::string("cannot start the MQTT server: ") + error.what()};
  }
}

MqttServer::MqttServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

MqttServer::~MqttServer() = default;

const std::string& MqttServer::endpoint() const { return impl_->endpoint; }
std::uint16_t MqttServer::port() const { return impl_->port; }
std::size_t MqttServer::connections() const { return impl_->open_count.load(std::memory_order_relaxed); }
std::uint64_t MqttServer::failures() const { return impl_->failures.failures(); }
std::shared_ptr<serve::Liveness> MqttServer::ask_whether_alive() const { return impl_->ask_whether_alive(); }
void MqttServer::stop() { impl_->stop(); }

}  // namespace jobrig::mqtt_serve
