// Ready line: formats the message that `serve` prints when it is ready: one JSON object on one line. It does not print
// it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace jobrig::report {

struct Ready {
  std::string endpoint;                // http://127.0.0.1:40123
  std::vector<std::string> scenarios;  // names, in the order of the command line
  std::string contract;                // original | current
  std::uint64_t seed = 0;
  unsigned workers = 1;
  std::int64_t process = 0;  // process id for SIGTERM
  std::string journal;       // path of the file; empty: no journal file
  std::string version;
  std::string mqtt{};         // mqtt://127.0.0.1:40124; empty: nothing listens for MQTT
  std::string authority{};    // over TLS: the PEM file that clients must trust; empty: none
  std::string admin{};        // endpoint of the admin interface; empty: none
  std::string admin_token{};  // the token of the admin interface if it was generated; else empty
};

/// `{"event":"ready","endpoint":"http://127.0.0.1:40123",…}`, without the final newline.
std::string ready_line(const Ready& ready);

}  // namespace jobrig::report
