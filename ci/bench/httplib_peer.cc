// A server that the benchmark compares: cpp-httplib in its fastest common configuration: TCP_NODELAY, persistent
// connections, and a thread pool that grows when all threads are busy (with the default pool, the ninth connection
// never gets a thread). It answers every describe with one constant body. It is not a mock.
#include <httplib.h>

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <functional>
#include <iostream>
#include <limits>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

// Starts a thread for a task if no thread is idle; threads end only at shutdown.
class GrowingPool final : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    if (tasks_.size() > waiting_) {
      threads_.emplace_back([this] { work(); });
    } else {
      wake_.notify_one();
    }
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) {
      thread.join();
    }
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      ++waiting_;
      wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
      --waiting_;
      if (tasks_.empty()) {
        return;
      }
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;  // guards all members below except threads_, which only the accepting thread uses
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  std::size_t waiting_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench_httplib_peer PORT BODY_FILE\n";
    return 2;
  }
  std::ostringstream text;
  text << std::ifstream(argv[2]).rdbuf();
  const std::string body = text.str();

  httplib::Server server;
  server.new_task_queue = [] { return new GrowingPool; };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(std::numeric_limits<std::size_t>::max());
  server.set_keep_alive_timeout(60);
  server.Get(R"(/things/[^/]+/jobs/[^/]+)", [&body](const httplib::Request& /*request*/, httplib::Response& response) {
    response.set_content(body, "application/json");
  });
  if (!server.listen("127.0.0.1", static_cast<int>(std::strtol(argv[1], nullptr, 10)))) {
    std::cerr << "bench_httplib_peer: cannot listen on port " << argv[1] << "\n";
    return 2;
  }
  return 0;
}
