// Ready line: what `serve` says once it answers: one JSON object in one line, for programs that wait for it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace jobrig::report {

struct Ready {
  std::string endpoint;                // http://127.0.0.1:40123
  std::vector<std::string> scenarios;  // names, in the order they were given
  std::string contract;                // original | current
  std::uint64_t seed = 0;
  unsigned workers = 1;
  std::int64_t process = 0;  // id to send SIGTERM to
  std::string journal;       // the file's path, empty when there is none
  std::string version;
  std::string authority{};    // over TLS: the PEM file that clients trust; empty when there is none
  std::string admin{};        // endpoint of the admin interface, empty when there is none
  std::string admin_token{};  // what it asks for, when it was made up; else empty
};

/// `{"event":"ready","endpoint":"http://127.0.0.1:40123",…}`, without the end of the line.
std::string ready_line(const Ready& ready);

}  // namespace jobrig::report
