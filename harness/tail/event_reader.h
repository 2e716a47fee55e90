// Event reader: reads the response to GET /events from the bytes of a connection, in pieces of any size: the head, the
// chunks (RFC 9112 section 7.1) and the server-sent events in them. It opens no connection and reads no JSON.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace jobrig::tail {

struct StreamEvent {
  std::string name;
  std::string data;
};

class EventReader {
 public:
  /// Called for each event, in order.
  using Take = std::function<void(const StreamEvent&)>;
  explicit EventReader(Take take) : take_(std::move(take)) {}

  /// Takes the next bytes. Returns false if they are not such a response; problem() then says why.
  bool read(std::string_view bytes);
  /// The connection has ended. Returns false if a response without a stream is not whole.
  bool end();

  /// The status of the response; 0: the head is not complete yet.
  [[nodiscard]] int status() const { return status_; }
  /// Of a response that is not a stream.
  [[nodiscard]] const std::string& body() const { return body_; }
  [[nodiscard]] const std::string& problem() const { return problem_; }
  /// The server has sent the last chunk.
  [[nodiscard]] bool is_complete() const { return is_complete_; }

 private:
  bool read_head();
  bool read_chunks();
  void read_events();
  bool fail(std::string problem);

  static constexpr std::size_t kMaxHead = std::size_t{64} << 10U;
  static constexpr std::size_t kMaxChunk = std::size_t{16} << 20U;

  Take take_;
  std::string received_;  // not read yet
  std::string events_;    // of the chunks; not read yet
  std::string body_;
  std::string problem_;
  int status_ = 0;
  bool is_stream_ = false;
  bool is_complete_ = false;
};

}  // namespace jobrig::tail
