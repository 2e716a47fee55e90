// Asio: the only header that includes Boost.Asio. The functions of Boost.Asio are compiled once, in asio_impl.cc, which
// keeps compile times short. Include it only from .cc files and from headers that only such files include, never from
// server.h. It adds no functions of its own.
//
// Sockets (SocketSet) and waits (TimerQueue) do not use Asio. Asio is still used because each worker needs an event
// loop that runs handlers posted by other threads, wakes up for them, watches the epoll set and the listener, and arms
// one timer. Asio provides these as io_context, post, one descriptor, one acceptor and one timer. Our own
// implementation would take about 300 lines of epoll, eventfd, timerfd and locking, with bugs that are rare and hard to
// find. Asio's own sockets and a timer per connection are not used because they cost one more system call per request
// and 500 more bytes per connection.
#pragma once

#ifndef BOOST_ASIO_SEPARATE_COMPILATION
#define BOOST_ASIO_SEPARATE_COMPILATION
#endif
// ThreadSanitizer does not support fences, and g++ warns about them (-Wtsan). The scheduler's mutex orders handlers as
// well.
#if defined(__SANITIZE_THREAD__) && !defined(BOOST_ASIO_DISABLE_FENCED_BLOCK)
#define BOOST_ASIO_DISABLE_FENCED_BLOCK
#endif

#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

namespace jobrig::serve {

namespace asio = boost::asio;
using boost::system::error_code;

// Uses the executor's own type: the default, any_io_executor, costs 40 bytes per object and a virtual call per
// operation.
using Executor = asio::io_context::executor_type;
using Descriptor = asio::posix::basic_stream_descriptor<Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

}  // namespace jobrig::serve
