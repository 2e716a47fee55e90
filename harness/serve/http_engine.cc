// How cpp-httplib is used: Server::process_request runs over an in-memory Stream. Its request is a head that this file
// creates (HEAD or GET of `/`, nothing else). No header of the client reaches the library: its Range parser is a
// std::regex, and its decoding of values and its REMOTE_ADDR next to the client's headers are known weaknesses. The
// reply is supplied by the pre-routing handler. This handler answers every request, so the library runs no route and no
// body reader. The library contributes the status line, Content-Length and the rule for HEAD. It stores headers in a
// sorted multimap, prints their values with %s (which stops at NUL) and adds its own Keep-Alive, Content-Type and
// Accept-Ranges. Therefore the header lines of the reply are inserted after the status line, and the headers added by
// the library are removed. The remaining output depends only on the shape of a reply (Shape below) and is cached per
// shape: rendering it takes 20,000 instructions, more than all other work for a request.
#include "serve/http_engine.h"

#include <httplib.h>

#include <csignal>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/http_date.h"
#include "model/find_header.h"
#include "serve/http_chars.h"

namespace jobrig::serve {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

/// The client's side of the connection, in memory.
class MemoryStream final : public httplib::Stream {
 public:
  void begin(bool head) {
    input_ = head ? "HEAD / HTTP/1.1\r\n\r\n" : "GET / HTTP/1.1\r\n\r\n";
    taken_ = 0;
    output_.clear();
  }
  [[nodiscard]] const std::string& output() const { return output_; }
  void give_back() { std::string().swap(output_); }

  [[nodiscard]] bool is_readable() const override { return true; }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    const std::size_t taken = input_.copy(to, size, taken_);
    taken_ += taken;
    return static_cast<ssize_t>(taken);
  }
  ssize_t write(const char* from, std::size_t size) override {
    output_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  [[nodiscard]] socket_t socket() const override { return 0; }
  // Pure virtual in later versions and absent in 0.11: these functions therefore cannot be marked `override`.
  [[nodiscard]] bool wait_readable() const { return true; }
  [[nodiscard]] bool wait_writable() const { return true; }
  [[nodiscard]] time_t duration() const { return 0; }

 private:
  std::string_view input_;
  std::size_t taken_ = 0;
  std::string output_;
};

// The two signatures that process_request has had. The type of the function selects one, not a version number.
using SetUp = std::function<void(httplib::Request&)>;
template <typename Server>
using ProcessWithoutAddresses = bool (Server::*)(httplib::Stream&, bool, bool&, const SetUp&);  // 0.11 to 0.15
template <typename Server>
using ProcessWithAddresses = bool (Server::*)(httplib::Stream&, const std::string&, int, const std::string&, int, bool,
                                              bool&, const SetUp&);  // since 0.16

template <typename Server>
void process(Server& server, ProcessWithoutAddresses<Server> function, httplib::Stream& stream) {
  bool closed = false;
  (server.*function)(stream, true, closed, nullptr);
}
template <typename Server>
void process(Server& server, ProcessWithAddresses<Server> function, httplib::Stream& stream) {
  bool closed = false;
  (server.*function)(stream, std::string(), 0, std::string(), 0, true, closed, nullptr);
}

/// Statuses that never have a body or a Content-Length (RFC 9110 sections 8.6, 15.2, 15.3.5, 15.4.5).
bool is_bodiless(int status) { return status < 200 || status == 204 || status == 304; }

bool says_close(const model::Header* const connection) {
  bool close = false;
  if (connection != nullptr) {
    for_each_element(connection->value, [&close](std::string_view element) {
      close = close || base::equals_ignoring_case(element, "close");
    });
  }
  return close;
}

model::HttpReply internal_error() {
  return {500,
          {{"Content-Type", "application/json"}, {"x-amzn-ErrorType", "InternalFailure"}},
          R"({"message":"internal error; the detail is in jobrig's log"})"};
}

}  // namespace

/// The properties of a reply that determine the output of the library.
struct Shape {
  int status = 0;
  bool head = false;         // the response to a HEAD request
  bool says_length = false;  // the library adds Content-Length
  std::size_t body_size = 0;

  friend bool operator==(const Shape&, const Shape&) = default;
};

/// The output of the library.
struct Frame {
  Shape shape;
  std::string status_line;  // with its line end
  std::string length_line;  // likewise; empty when there is none
  bool has_body = false;
};

class HttpEngine::Impl final : public httplib::Server {
 public:
  Impl(std::function<void(std::string_view)> log, const base::Clock* clock)
      : log_(std::move(log)), clock_(clock), frames_(kFrames) {
    set_pre_routing_handler([this](const httplib::Request& /*request*/, httplib::Response& response) {
      response.status = reply_->status;
      if (!is_bodiless(reply_->status)) {
        response.body = reply_->body;
      }
      asked_ = true;
      return HandlerResponse::Handled;
    });
    set_post_routing_handler(
        [this](const httplib::Request& /*request*/, httplib::Response& response) { keep_only_length(response); });
  }

  Rendered render(const model::Request& request, bool keep_alive,
                  const std::function<const model::HttpReply&()>& make) {
    const model::HttpReply& reply = reply_of(make);
    return assemble(frame_of(reply, request.method == "HEAD"), reply, request, keep_alive);
  }

  Rendered render(const model::PreparedAnswer::Content& prepared, std::string_view request_id, base::Instant date) {
    model::Send send{std::move(spare_bytes_)};
    send.bytes.assign(prepared.bytes);
    request_id.copy(send.bytes.data() + prepared.request_id_at, request_id.size());
    const std::string_view line = date_line_.at(date);
    line.copy(send.bytes.data() + prepared.date_at, line.size());
    Rendered rendered;
    rendered.script.steps = std::move(spare_steps_);
    rendered.script.steps.emplace_back(std::move(send));
    rendered.script.status_line_size = prepared.status_line_size;
    rendered.script.head_size = prepared.head_size;
    rendered.status = kPreparedStatus;
    return rendered;
  }

  void give_back(std::vector<model::ScriptStep>&& steps, std::string&& bytes) {
    steps.clear();
    spare_steps_ = std::move(steps);
    spare_bytes_ = bytes.capacity() <= kMaxSpare ? std::move(bytes) : std::string();
  }

 private:
  static constexpr int kPreparedStatus = 200;
  static constexpr std::size_t kMaxSpare = std::size_t{64} << 10U;
  // A power of two. A scenario uses few statuses, and bodies of at most a few hundred sizes.
  static constexpr std::size_t kFrames = 256;

  const model::HttpReply& reply_of(const std::function<const model::HttpReply&()>& make) {
    try {
      return make();
    } catch (const std::exception& error) {
      tell(error.what());
    } catch (...) {
      tell("an unknown exception");
    }
    if (clock_ != nullptr) {
      failure_.date = clock_->civil();
    }
    return failure_;
  }

  void tell(std::string_view detail) const {
    if (log_) {
      log_("cannot build the response: " + std::string(detail));
    }
  }

  void keep_only_length(httplib::Response& response) const {
    for (auto header = response.headers.begin(); header != response.headers.end();) {
      header = says_length_ && header->first == "Content-Length" ? std::next(header) : response.headers.erase(header);
    }
  }

  const Frame& frame_of(const model::HttpReply& reply, bool head);
  Frame make_frame(const model::HttpReply& reply, const Shape& shape);
  [[nodiscard]] Rendered assemble(const Frame& frame, const model::HttpReply& reply, const model::Request& request,
                                  bool keep_alive);

  std::function<void(std::string_view)> log_;
  const base::Clock* const clock_;
  model::HttpReply failure_ = internal_error();
  base::DateLine date_line_;
  std::vector<model::ScriptStep> spare_steps_;
  std::string spare_bytes_;
  MemoryStream stream_;
  const model::HttpReply* reply_ = nullptr;  // for the handlers
  bool says_length_ = false;                 // likewise
  bool asked_ = false;
  std::vector<Frame> frames_;  // each shape maps to one slot; the newest frame of a slot replaces the older one
};

const Frame& HttpEngine::Impl::frame_of(const model::HttpReply& reply, bool head) {
  const bool says_length = !is_bodiless(reply.status) &&
                           model::find_header(reply.headers, "content-length") == nullptr &&
                           model::find_header(reply.headers, "transfer-encoding") == nullptr;
  const Shape shape{reply.status, head, says_length, reply.body.size()};
  // Body sizes are usually close together; status and flag are distributed around them.
  const std::size_t spread = shape.body_size + 31 * static_cast<std::size_t>(shape.status) + (head ? 7 : 0);
  Frame& frame = frames_[spread % kFrames];
  if (frame.shape != shape || frame.status_line.empty()) {
    frame = make_frame(reply, shape);
  }
  return frame;
}

Frame HttpEngine::Impl::make_frame(const model::HttpReply& reply, const Shape& shape) {
  Frame frame{shape, {}, {}, false};
  reply_ = &reply;
  says_length_ = frame.shape.says_length;
  asked_ = false;
  stream_.begin(frame.shape.head);
  process(static_cast<httplib::Server&>(*this), &Impl::process_request, stream_);
  const std::string_view output = stream_.output();
  // It makes a 500 of what is thrown inside.
  if (!asked_ || !output.starts_with("HTTP/1.1 " + std::to_string(shape.status) + " ")) {
    throw std::runtime_error("cpp-httplib did not render the response");
  }
  std::string_view status_line = output.substr(0, output.find(kLineEnd));
  const std::size_t head_end = output.find("\r\n\r\n");
  frame.length_line = output.substr(status_line.size() + 2, head_end - status_line.size());
  frame.has_body = output.size() > head_end + 4;
  // The library uses the reason phrase of 500 for every status that it does not know.
  constexpr std::string_view kFallback = "Internal Server Error";
  if (reply.status != 500 && status_line.ends_with(kFallback)) {
    status_line.remove_suffix(kFallback.size());
  }
  frame.status_line.append(status_line).append(kLineEnd);
  stream_.give_back();
  return frame;
}

Rendered HttpEngine::Impl::assemble(const Frame& frame, const model::HttpReply& reply, const model::Request& request,
                                    bool keep_alive) {
  const model::Header* const connection = model::find_header(reply.headers, "connection");
  const bool closes = !keep_alive || says_close(connection);
  std::string_view added;
  if (connection == nullptr) {
    if (closes) {
      added = "Connection: close\r\n";
    } else if (request.version_minor == 0) {
      added = "Connection: keep-alive\r\n";
    }
  }

  const std::string_view body = frame.has_body ? std::string_view(reply.body) : std::string_view();
  const std::string_view date = reply.date && model::find_header(reply.headers, "date") == nullptr
                                    ? date_line_.at(*reply.date)
                                    : std::string_view();
  std::size_t size =
      date.size() + frame.status_line.size() + frame.length_line.size() + added.size() + kLineEnd.size() + body.size();
  for (const model::Header& header : reply.headers) {
    size += header.name.size() + header.value.size() + 4;
  }
  model::Send send;
  std::string& bytes = send.bytes;
  bytes.reserve(size);
  bytes.append(frame.status_line);
  Rendered rendered;
  rendered.script.status_line_size = bytes.size();
  bytes.append(date);
  for (const model::Header& header : reply.headers) {
    bytes.append(header.name).append(": ").append(header.value).append(kLineEnd);
  }
  bytes.append(frame.length_line).append(added).append(kLineEnd);
  rendered.script.head_size = bytes.size();
  bytes.append(body);
  rendered.script.steps.emplace_back(std::move(send));
  rendered.script.is_head = frame.shape.head;
  rendered.script.close_action = closes ? model::CloseAction::kClose : model::CloseAction::kKeepOpen;
  rendered.status = reply.status;
  return rendered;
}

std::unique_ptr<HttpEngine::Impl> HttpEngine::make(std::function<void(std::string_view)> log,
                                                   const base::Clock* clock) {
  // cpp-httplib's server ignores SIGPIPE for the whole process. That is not for a library to decide (StopSignals does
  // it for the program): jobrig's own threads block all signals. Workers start at the same time, so one after another.
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  struct sigaction before {};
  ::sigaction(SIGPIPE, nullptr, &before);
  auto impl = std::make_unique<Impl>(std::move(log), clock);
  ::sigaction(SIGPIPE, &before, nullptr);
  return impl;
}

HttpEngine::HttpEngine(std::function<void(std::string_view)> log, const base::Clock* clock)
    : impl_(make(std::move(log), clock)) {}
HttpEngine::~HttpEngine() = default;

Rendered HttpEngine::render(const model::Request& request, bool keep_alive,
                            const std::function<const model::HttpReply&()>& make) {
  return impl_->render(request, keep_alive, make);
}

Rendered HttpEngine::render(const model::PreparedAnswer::Content& prepared, std::string_view request_id,
                            base::Instant date) {
  return impl_->render(prepared, request_id, date);
}

void HttpEngine::give_back(std::vector<model::ScriptStep> steps, std::string bytes) {
  impl_->give_back(std::move(steps), std::move(bytes));
}

Rendered HttpEngine::render(const model::Request& request, bool keep_alive, const model::HttpReply& reply) {
  return render(request, keep_alive, [&reply]() -> const model::HttpReply& { return reply; });
}

}  // namespace jobrig::serve
