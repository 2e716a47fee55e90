// HttpEngine: lets cpp-httplib render a reply into a Script over memory. Only the .cc knows cpp-httplib;
// neither a socket nor the client's bytes reach it. What it would reorder, drop or add to a reply is put
// right.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "model/reply.h"
#include "model/request.h"
#include "model/script.h"

namespace jobrig::serve {

/// A rendered answer.
struct Rendered {
  model::Script script;  // one Send, kKeepOpen or kClose, both landmarks set
  int status = 0;
};

/// One per thread: it reuses its buffers. Rules of rendering:
/// - status line HTTP/1.1 with the usual reason phrase (empty for a status that has none);
/// - the reply's headers, in their order, case and bytes; then Content-Length, unless the reply brings its own or a
///   Transfer-Encoding, or the status (1xx, 204, 304) forbids it; then `Connection: close` when the connection
///   ends, or `Connection: keep-alive` towards an HTTP/1.0 client that asked for it, unless the reply has one;
/// - the body, unless the request was HEAD or the status forbids one.
class HttpEngine {
 public:
  /// `log` is told the detail of an exception; the client gets a plain 500.
  explicit HttpEngine(std::function<void(std::string_view)> log = {});
  HttpEngine(const HttpEngine&) = delete;
  HttpEngine& operator=(const HttpEngine&) = delete;
  ~HttpEngine();

  /// Asks `make` for the reply and renders it; when `make` throws, a plain 500 is rendered instead.
  /// `keep_alive`: what the client wants; a reply with `Connection: close` closes all the same.
  Rendered render(const model::Request& request, bool keep_alive, const std::function<const model::HttpReply&()>& make);
  /// The same for a reply that is there already: what `explain` shows.
  Rendered render(const model::Request& request, bool keep_alive, const model::HttpReply& reply);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jobrig::serve
