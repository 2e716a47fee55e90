// Curl line: a command line for curl that a user can paste to send a first request to a server. It runs nothing.
#pragma once

#include <string>

#include "model/scenario.h"

namespace jobrig::commands {

struct CurlServer {
  std::string endpoint;   // http://127.0.0.1:8787
  std::string authority;  // over TLS: the PEM file to trust; empty: none
};

/// `curl http://127.0.0.1:8787/things/thermostat-1/jobs`: the pending executions of the scenario's first thing. Over
/// TLS curl trusts the authority, or any certificate if there is none. It signs the request if the scenario checks
/// signatures of known credentials.
std::string curl_line(const CurlServer& server, const model::Scenario& scenario);

}  // namespace jobrig::commands
