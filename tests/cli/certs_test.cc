// `jobrig certs`: files, output and errors.
#include <sys/stat.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "support/catch.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using namespace jobrig;
namespace fs = std::filesystem;

namespace {

test::Outcome openssl_verify(const fs::path& authority, const fs::path& certificate) {
  return test::run(
      {"/usr/bin/openssl", "verify", "-purpose", "sslclient", "-CAfile", authority.string(), certificate.string()});
}

void check_refused(std::vector<std::string> words, const std::string& message) {
  words.insert(words.begin(), "certs");
  const auto outcome = test::run_jobrig(words);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "jobrig: " + message + "\n");
}

}  // namespace

TEST_CASE("certs writes four certificates a thing and says what each is", "[cli][certs]") {
  const test::TemporaryFolder home;
  const auto outcome = test::run_jobrig({"certs", "--dir", "c", "--thing", "a", "--thing", "b:2"},
                                        {{}, home.path().string(), "", test::kHangGuard});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out ==
        "c/ca.pem               the CA certificate that clients and servers trust\n"
        "c/a/good.pem           valid\n"
        "c/a/expired.pem        expired yesterday\n"
        "c/a/unknown-ca.pem     from a CA that the server does not trust\n"
        "c/a/wrong-thing.pem    valid, but for another thing\n"
        "c/b:2/good.pem         valid\n"
        "c/b:2/expired.pem      expired yesterday\n"
        "c/b:2/unknown-ca.pem   from a CA that the server does not trust\n"
        "c/b:2/wrong-thing.pem  valid, but for another thing\n");
  struct stat status {};
  REQUIRE(::stat((home.path() / "c/a/good.key").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0600);
}

TEST_CASE("the openssl program takes the good device certificate and refuses the bad ones", "[cli][certs]") {
  const test::TemporaryFolder home;
  REQUIRE(test::run_jobrig({"certs", "--dir", home.path().string()}).exit_code == 0);
  const fs::path authority = home.path() / "ca.pem";
  const fs::path thing = home.path() / "thermostat-1";
  CHECK(openssl_verify(authority, thing / "good.pem").exit_code == 0);
  CHECK(openssl_verify(authority, thing / "wrong-thing.pem").exit_code == 0);
  const auto expired = openssl_verify(authority, thing / "expired.pem");
  CHECK(expired.exit_code == 2);
  CHECK(expired.err.find("certificate has expired") != std::string::npos);
  const auto unknown = openssl_verify(authority, thing / "unknown-ca.pem");
  CHECK(unknown.exit_code == 2);
  CHECK(unknown.err.find("unable to get local issuer certificate") != std::string::npos);
}

TEST_CASE("certs prints the same as JSON", "[cli][certs]") {
  const test::TemporaryFolder home;
  const std::string folder = home.path().string();
  const auto outcome = test::run_jobrig({"certs", "--dir", folder, "--format", "json"});
  CHECK(outcome.exit_code == 0);
  const auto all = nlohmann::json::parse(outcome.out);
  CHECK(all.at("authority") == folder + "/ca.pem");
  REQUIRE(all.at("certificates").size() == 4);
  const auto& first = all.at("certificates").at(0);
  CHECK(first == nlohmann::json{{"thing", "thermostat-1"},
                                {"kind", "good"},
                                {"certificate", folder + "/thermostat-1/good.pem"},
                                {"key", folder + "/thermostat-1/good.key"}});
}

TEST_CASE("certs refuses what it cannot do with exit code 2", "[cli][certs]") {
  const test::TemporaryFolder home;
  check_refused({}, "certs needs --dir DIR: the output folder");
  const auto bad_name = test::run_jobrig({"certs", "--dir", home.path().string(), "--thing", "../a"});
  CHECK(bad_name.exit_code == 2);
  CHECK(bad_name.err.rfind("jobrig: --thing \"../a\": ", 0) == 0);
  CHECK(fs::is_empty(home.path()));
  check_refused({"--dir", "/dev/null"}, "/dev/null is not a folder");
}
