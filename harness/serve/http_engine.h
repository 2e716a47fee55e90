// HttpEngine: renders a reply into a Script with cpp-httplib, in memory. Only the .cc file includes cpp-httplib. The
// library gets no socket and none of the client's bytes. The engine corrects everything that the library would reorder,
// drop or add. It does not send the response.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/prepared_answer.h"
#include "model/reply.h"
#include "model/request.h"
#include "model/script.h"

namespace jobrig::serve {

/// A rendered response.
struct Rendered {
  model::Script script;  // one Send, kKeepOpen or kClose, both landmarks set
  int status = 0;
};

/// Use one per thread: it reuses its buffers. Rendering rules:
/// - status line HTTP/1.1 with the usual reason phrase (empty for a status without one);
/// - Date, if the reply has one and its headers do not contain it;
/// - the headers of the reply, with their order, case and bytes; then Content-Length, unless the reply contains one or
///   a Transfer-Encoding, or the status (1xx, 204, 304) forbids it; then `Connection: close` if the connection ends, or
///   `Connection: keep-alive` for an HTTP/1.0 client that asked for it, unless the reply contains a Connection header;
/// - the body, unless the request was HEAD or the status forbids a body.
class HttpEngine {
 public:
  /// `log` receives the details of an exception; the client receives a plain 500 with the date of `clock`, which is
  /// borrowed and may be null.
  explicit HttpEngine(std::function<void(std::string_view)> log = {}, const base::Clock* clock = nullptr);
  HttpEngine(const HttpEngine&) = delete;
  HttpEngine& operator=(const HttpEngine&) = delete;
  ~HttpEngine();

  /// Calls `make` for the reply and renders it. If `make` throws, a plain 500 is rendered instead. `keep_alive`: what
  /// the client wants; a reply with `Connection: close` closes the connection in any case.
  Rendered render(const model::Request& request, bool keep_alive, const std::function<const model::HttpReply&()>& make);
  /// The same for a prepared answer.
  Rendered render(const model::PreparedAnswer::Content& prepared, std::string_view request_id, base::Instant date);
  /// Takes the memory of an earlier script and its bytes, for the function above.
  void give_back(std::vector<model::ScriptStep> steps, std::string bytes);
  /// The same as the first function for an existing reply; `explain` uses it.
  Rendered render(const model::Request& request, bool keep_alive, const model::HttpReply& reply);

 private:
  class Impl;
  static std::unique_ptr<Impl> make(std::function<void(std::string_view)> log, const base::Clock* clock);

  std::unique_ptr<Impl> impl_;
};

}  // namespace jobrig::serve
