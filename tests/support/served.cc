#include "support/served.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "support/raw_client.h"

namespace jobrig::test {
namespace {

std::vector<std::string> serve_words(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {jobrig_program(), "serve"});
  return arguments;
}

}  // namespace

nlohmann::json HttpAnswer::json() const { return nlohmann::json::parse(body); }

std::uint16_t port_of(const std::string& endpoint) {
  return static_cast<std::uint16_t>(std::stoul(endpoint.substr(endpoint.rfind(':') + 1)));
}

HttpAnswer read_answer(const std::string& bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos || bytes.size() < 12) {
    throw std::runtime_error("this is no answer: " + bytes);
  }
  return {std::stoi(bytes.substr(9, 3)), bytes.substr(0, end + 4), bytes.substr(end + 4)};
}

std::string http_request(const std::string& method, const std::string& target, const std::string& body,
                         const std::string& headers) {
  std::string request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers;
  if (!body.empty()) {
    request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return request + "\r\n" + body;
}

HttpAnswer ask(std::uint16_t port, const std::string& method, const std::string& target, const std::string& body,
               const std::string& headers) {
  RawClient client(port);
  client.send(http_request(method, target, body, headers));
  return read_answer(client.receive_answer(method == "HEAD"));
}

Served::Served(std::vector<std::string> arguments) : process_(serve_words(std::move(arguments))) {
  line_ = process_.next_line().value_or("");
  if (line_.empty()) {
    throw std::runtime_error("serve did not start: " + process_.finish().err);
  }
}

nlohmann::json Served::ready() const { return nlohmann::json::parse(line_); }

std::uint16_t Served::port() const { return port_of(ready().at("endpoint")); }

std::uint16_t Served::admin_port() const { return port_of(ready().at("admin")); }

std::string Served::get(const std::string& target) const {
  RawClient client(port());
  client.send(http_request("GET", target));
  return client.receive_answer();
}

HttpAnswer Served::admin(const std::string& method, const std::string& target, const std::string& body) const {
  return ask(admin_port(), method, target, body);
}

Outcome Served::stop(int signal) {
  process_.send_signal(signal);
  return process_.finish();
}

}  // namespace jobrig::test
