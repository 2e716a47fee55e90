/* A command-line client with libcurl: describes one job execution.

     client ENDPOINT THING JOB [--execution-number N] [--include-job-document BOOLEAN] [--ca FILE] [--cert FILE --key FILE]

   Prints the response and exits with 0. Otherwise it prints why on stderr and exits with 1 for an error of the service, 2 for a
   failed connection, 3 for a timeout, and 4 for a response that is not a JSON object. Replace it by your client. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES (1024 * 1024)
#define TIMEOUT_SECONDS 5L

struct text {
  char bytes[MOST_BYTES + 1];
  size_t size;
};

static struct text body;
static char error_name[256];

static size_t keep_body(char *data, size_t size, size_t count, void *unused) {
  (void)unused;
  if (size * count > MOST_BYTES - body.size) {
    return 0;
  }
  memcpy(body.bytes + body.size, data, size * count);
  body.size += size * count;
  return size * count;
}

static size_t keep_error_name(char *data, size_t size, size_t count, void *unused) {
  static const char header[] = "x-amzn-errortype:";
  size_t length = size * count, begin = sizeof header - 1, end;
  (void)unused;
  if (length > begin && curl_strnequal(data, header, begin)) {
    while (begin < length && data[begin] == ' ') {
      ++begin;
    }
    for (end = begin; end < length && strchr(":\r\n", data[end]) == NULL; ++end) {
    }
    snprintf(error_name, sizeof error_name, "%.*s", (int)(end - begin), data + begin);
  }
  return length;
}

static const char *option(int argc, char **argv, const char *name) {
  for (int i = 4; i + 1 < argc; i += 2) {
    if (strcmp(argv[i], name) == 0) {
      return argv[i + 1];
    }
  }
  return NULL;
}

static int is_object(void) {
  while (body.size > 0 && strchr(" \t\r\n", body.bytes[body.size - 1]) != NULL) {
    --body.size;
  }
  return body.size > 1 && body.bytes[0] == '{' && body.bytes[body.size - 1] == '}';
}

int main(int argc, char **argv) {
  static char url[4096];
  const char *number, *document;
  long status = 0;
  CURLcode result;
  if (argc == 2 && strcmp(argv[1], "--version") == 0) {
    puts("1");
    return 0;
  }
  if (argc < 4) {
    fputs("usage: client ENDPOINT THING JOB [OPTIONS]\n", stderr);
    return 64;
  }
  CURL *curl = curl_easy_init();
  char *thing = curl_easy_escape(curl, argv[2], 0), *job = curl_easy_escape(curl, argv[3], 0);
  number = option(argc, argv, "--execution-number");
  document = option(argc, argv, "--include-job-document");
  snprintf(url, sizeof url, "%s/things/%s/jobs/%s%s%s%s%s", argv[1], thing, job, number ? "?executionNumber=" : "",
           number ? number : "", document ? (number ? "&includeJobDocument=" : "?includeJobDocument=") : "",
           document ? document : "");
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, TIMEOUT_SECONDS);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_body);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_error_name);
  curl_easy_setopt(curl, CURLOPT_CAINFO, option(argc, argv, "--ca"));
  curl_easy_setopt(curl, CURLOPT_SSLCERT, option(argc, argv, "--cert"));
  curl_easy_setopt(curl, CURLOPT_SSLKEY, option(argc, argv, "--key"));
  result = curl_easy_perform(curl);
  if (result != CURLE_OK) {
    fprintf(stderr, "%s\n", curl_easy_strerror(result));
    return result == CURLE_OPERATION_TIMEDOUT ? 3 : 2;
  }
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (status < 200 || status > 299) {
    fprintf(stderr, "status %ld name %s.\n", status, error_name);
    return 1;
  }
  if (!is_object()) {
    fputs("the response is not a JSON object\n", stderr);
    return 4;
  }
  fwrite(body.bytes, 1, body.size, stdout);
  return 0;
}
