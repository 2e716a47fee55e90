#include "httplib_client.h"

#include <httplib.h>

#include <stdexcept>

std::string status_of(const std::string& endpoint, const std::string& thing, const std::string& job) {
  httplib::Client client(endpoint);
  const httplib::Result result = client.Get("/things/" + thing + "/jobs/" + job);
  if (!result) {
    throw std::runtime_error(httplib::to_string(result.error()));
  }
  if (result->status == 404) {
    return "";
  }
  const std::string key = "\"status\":\"";
  const std::size_t at = result->body.find(key);
  if (result->status != 200 || at == std::string::npos) {
    throw std::runtime_error("unexpected response " + std::to_string(result->status));
  }
  const std::size_t begin = at + key.size();
  return result->body.substr(begin, result->body.find('"', begin) - begin);
}
