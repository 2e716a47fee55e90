#include "curl_client.h"

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <thread>

namespace {

constexpr int kAttempts = 3;

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(bytes, size * count);
  return size * count;
}

}  // namespace

Answer describe_with_curl(const std::string& endpoint, const std::string& thing, const std::string& job) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  const std::string url = endpoint + "/things/" + thing + "/jobs/" + job;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &append);
  for (int attempt = 1;; ++attempt) {
    Answer answer;
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
    const CURLcode result = curl_easy_perform(curl.get());
    if (result == CURLE_OK) {
      curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    } else {
      answer = {0, curl_easy_strerror(result), {}};
    }
    const bool is_final = answer.status != 0 && answer.status != 429 && answer.status < 500;
    if (is_final || attempt == kAttempts) {
      return answer;
    }
    curl_off_t seconds = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RETRY_AFTER, &seconds);
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
  }
}
