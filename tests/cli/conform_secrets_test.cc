// Secrets and commands in what `jobrig conform` writes: a client that prints all that it knows, in every report.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/conform_bench.h"

using namespace jobrig;
using Bench = test::ConformBench;

namespace {

/// An adapter that prints its environment, its call, and more: as it is, in an error message, on stderr, in requests
/// and in a line that is not a message. The argument tells which.
constexpr std::string_view kTalker = R"(import base64, json, os, sys, urllib.parse, urllib.request
def say(message): print(json.dumps(message), flush=True)
given = os.environ["DATABASE"]
for line in sys.stdin:
    order = json.loads(line)
    if order["type"] == "hello":
        say({"type": "hello", "protocol": 1, "client": "talker " + given, "version": given, "features": []})
    elif order["type"] == "bye":
        break
    else:
        names = order["arguments"]
        url = f'{order["endpoint"]}/things/{names["thingName"]}/jobs/{names["jobId"]}'
        secret = order["credentials"]["secretAccessKey"]
        known = [given, secret, os.environ["PASSED_TOKEN"], urllib.parse.quote(given, safe=""),
                 base64.b64encode(given.encode()).decode(), "AKIAIOSFODNN7EXAMPLF",
                 "<SecretAccessKey>xmlSecret123</SecretAccessKey>", '{"SessionToken": "jsonSecret123"}',
                 "Proxy-Authorization: Basic cHJveHk6cHJveHlTZWNyZXQx", "Bearer bearerSecret123"]
        text = " ".join(known) + "\n::error::from the client ##[error]inside ##vso[task.complete]\n"
        sys.stderr.write(text + "padding " * 200 + given)
        sys.stderr.flush()
        headers = {"Authorization": "Bearer wireSecret123", "Cookie": "session=cookieSecret123", "X-Api-Key": "apiSecret123",
                   "X-Given": given}
        try:
            with urllib.request.urlopen(urllib.request.Request(url + "?q=" + urllib.parse.quote(given, safe=""),
                                                               headers=headers), timeout=60) as answer: answer.read()
        except Exception: pass
        if sys.argv[1] == "crash":
            print('{"type": "' + given + '"}', flush=True)
        else:
            say({"type": "result", "id": order["id"], "outcome": "error", "error": {
                "name": "Own", "message": text + "cookieSecret123 apiSecret123 wireSecret123 proxySecret1 " + given}})
)";

constexpr std::string_view kGiven = "s3cr3t/+word";

constexpr std::string_view kSecrets[] = {
    kGiven,
    "s3cr3t%2F%2Bword",
    "czNjcjN0Lyt3b3Jk",
    "jobrig/opens+nothing",
    "tok_passed_on",
    "AKIAIOSFODNN7EXAMPLF",
    "xmlSecret123",
    "jsonSecret123",
    "cHJveHk6cHJveHlTZWNy",
    "bearerSecret123",
    "wireSecret123",
    "cookieSecret123",
    "apiSecret123",
    "proxySecret1",
    "s3cr3t",
};

constexpr std::string_view kFormats[] = {"text", "json", "html", "junit", "markdown", "github", "har"};

std::string secrets_text_of(const std::string& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("no report and no output holds a secret of a client or a command for a CI system", "[cli][conform]") {
  const std::string way = GENERATE("answer", "crash");
  CAPTURE(way);
  const Bench bench;
  bench.write("talker.py", std::string(kTalker));
  std::vector<std::string> words{
      "conform", "--cases", bench.file("cases"), "--env", "DATABASE=" + std::string(kGiven), "--env", "PASSED_TOKEN"};
  for (const std::string_view format : kFormats) {
    words.insert(words.end(), {"--" + std::string(format), bench.file("report." + std::string(format))});
  }
  words.insert(words.end(), {"--adapter", "--", "/usr/bin/python3", bench.file("talker.py"), way, "--password",
                             std::string(kGiven)});
  test::ProcessOptions options;
  options.environment = {{"PASSED_TOKEN", "tok_passed_on"}};
  const test::Outcome outcome = test::run_jobrig(words, options);
  CAPTURE(outcome.out, outcome.err);
  REQUIRE(outcome.exit_code == 1);
  std::vector<std::pair<std::string, std::string>> texts{{"stdout", outcome.out}, {"stderr", outcome.err}};
  for (const std::string_view format : kFormats) {
    texts.emplace_back(format, secrets_text_of(bench.file("report." + std::string(format))));
  }
  for (const auto& [name, text] : texts) {
    CAPTURE(name);
    CHECK((name == "stderr" || !text.empty()));
    for (const std::string_view secret : kSecrets) {
      CAPTURE(secret);
      CHECK_FALSE(test::holds(text, std::string(secret)));
    }
    CHECK_FALSE(test::holds(text, "##["));
    CHECK_FALSE(test::holds(text, "##vso["));
    for (std::size_t at = text.find("::error::from"); at != std::string::npos;
         at = text.find("::error::from", at + 1)) {
      const std::size_t begin = text.rfind('\n', at);
      CHECK(text.find_first_not_of(" \t", begin + 1) < at);
    }
  }
  CHECK(test::holds(outcome.out, "[redacted]"));
}
