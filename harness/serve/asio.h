// Asio: the one door to Boost.Asio. Its functions are compiled once, in asio_impl.cc, so that the files that use it
// stay quick to compile. Included by .cc files and by headers that only such files include; never by server.h.
//
// Why Asio, when sockets (SocketSet) and waits (TimerQueue) are kept outside of it: each worker needs a loop that runs
// handlers which other threads post, wakes up for them, watches the epoll set and the listener, and arms one timer.
// Those are io_context, post, one descriptor, one acceptor and one timer here: some 300 lines of epoll, eventfd,
// timerfd and locking if written anew, and what goes wrong in them is rare and hard to find. Asio's own sockets and a
// timer for each connection are not used, as they cost a system call a request and 500 bytes a connection more.
#pragma once

#ifndef BOOST_ASIO_SEPARATE_COMPILATION
#define BOOST_ASIO_SEPARATE_COMPILATION
#endif
// ThreadSanitizer knows no fences, and g++ says so (-Wtsan). Handlers are ordered by the scheduler's mutex as well.
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

// With the executor's own type: the default, any_io_executor, costs 40 bytes an object and a virtual call an operation.
using Executor = asio::io_context::executor_type;
using Descriptor = asio::posix::basic_stream_descriptor<Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

}  // namespace jobrig::serve
