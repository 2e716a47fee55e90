// usage: command ENDPOINT THING JOB: prints the response. Exit code 3: an error of the service; 4: no usable response.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static size_t keep(char* data, size_t size, size_t count, void* file) { return fwrite(data, size, count, file); }

static void print_error(CURL* curl, const char* body, long status) {
  struct curl_header* header = NULL;
  curl_easy_header(curl, "x-amzn-ErrorType", 0, CURLH_HEADER, -1, &header);
  const char* member = strstr(body, "\"__type\":\"") ? strstr(body, "\"__type\":\"") + 10 : strstr(body, "\"code\":\"");
  const char* name = header ? header->value : member ? member + strspn(member, "\":code") : "";
  const char* space = strchr(name, '#');
  if (space && space < name + strcspn(name, ":\"")) name = space + 1;
  fprintf(stderr, "%.*s %ld\n", (int)strcspn(name, ":\""), name, status);
}

int main(int argc, char** argv) {
  CURL* curl = argc == 4 ? curl_easy_init() : NULL;
  if (!curl) return 2;
  char url[1024], *body = NULL;
  size_t length = 0;
  long status = 0;
  CURLcode code = CURLE_OK;
  snprintf(url, sizeof url, "%s/things/%s/jobs/%s", argv[1], curl_easy_escape(curl, argv[2], 0),
           curl_easy_escape(curl, argv[3], 0));
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 2L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (attempt) usleep((useconds_t)(rand() % 50000) << attempt);
    FILE* file = open_memstream(&body, &length);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, file);
    code = curl_easy_perform(curl);
    fclose(file);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK && status != 429 && status != 500 && (status < 502 || status > 504)) break;
  }
  if (code == CURLE_OK && status / 100 == 2 && length > 1 && body[0] == '{' && body[length - 1] == '}')
    return puts(body) < 0;
  if (code == CURLE_OK && status >= 400) return print_error(curl, body, status), 3;
  return fprintf(stderr, "no response: status %ld, %s\n", status, curl_easy_strerror(code)), 4;
}
