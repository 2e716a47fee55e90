// The Jobs data plane over HTTP, one connection that is kept.
#include <charconv>
#include <thread>

#include "clients/agent/link.h"
#include "clients/agent/stream.h"

namespace jobrig::reference_agent {
namespace {

// How long the agent waits for a response.
constexpr std::chrono::seconds kResponseTime{10};

class HttpLink final : public Link {
 public:
  explicit HttpLink(const LinkOptions& options) : options_(options) {}

  void connect() override {
    received_.clear();
    stream_.open(options_.host, options_.port);
  }
  void disconnect() override { stream_.close(); }
  [[nodiscard]] milliseconds idle_time() const override { return milliseconds(300); }

  bool wait(milliseconds time, Notice& /*notice*/) override {
    std::this_thread::sleep_for(time);
    return false;
  }

  Response call(const std::string& operation, const std::string& job, const std::string& members) override {
    const std::string things = "/things/" + options_.thing + "/jobs";
    if (operation == "get-pending") {
      return exchange("GET", things, "");
    }
    if (operation == "start-next") {
      return exchange("PUT", things + "/$next", members);
    }
    return operation == "describe" ? exchange("GET", things + "/" + job, "")
                                   : exchange("POST", things + "/" + job, members);
  }

 private:
  Response exchange(const std::string& method, const std::string& path, const std::string& body) {
    if (!stream_.is_open()) {
      connect();
    }
    std::string request = method + " " + path + " HTTP/1.1\r\nHost: " + options_.host + ":" + options_.port + "\r\n";
    if (!body.empty()) {
      request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    }
    stream_.send(request + "\r\n" + body);
    return read_response();
  }

  std::string take(std::size_t count) {
    while (received_.size() < count) {
      receive();
    }
    std::string text = received_.substr(0, count);
    received_.erase(0, count);
    return text;
  }

  void receive() {
    if (!stream_.receive(received_, kResponseTime)) {
      stream_.close();
      throw Lost("no response");
    }
  }

  Response read_response() {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      receive();
    }
    const std::string head = take(end + 4);
    const auto value_of = [&head](const std::string& name) {
      const std::size_t at = head.find("\r\n" + name + ": ");
      const std::size_t begin = at + name.size() + 4;
      return at == std::string::npos ? std::string() : head.substr(begin, head.find("\r\n", begin) - begin);
    };
    std::size_t length = 0;
    const std::string stated = value_of("Content-Length");
    std::from_chars(stated.data(), stated.data() + stated.size(), length);
    Response response;
    response.body = take(length);
    response.accepted = head.compare(9, 1, "2") == 0;
    response.error = value_of("x-amzn-ErrorType");
    if (value_of("Connection") == "close") {
      stream_.close();
    }
    return response;
  }

  const LinkOptions options_;
  Stream stream_;
  std::string received_;
};

}  // namespace

std::unique_ptr<Link> make_http_link(const LinkOptions& options) { return std::make_unique<HttpLink>(options); }

}  // namespace jobrig::reference_agent
