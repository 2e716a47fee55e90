#include "certificates/folder.h"

#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <string>

#include "base/units.h"
#include "support/catch.h"
#include "support/temporary_folder.h"

using namespace jobrig;
namespace fs = std::filesystem;

namespace {

const base::Instant kFolderNow = *base::parse_instant("2026-03-01T12:00:00Z");

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

unsigned mode(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

std::string problem(const fs::path& folder) {
  const auto opened = certificates::open_certificate_folder(folder, kFolderNow);
  REQUIRE_FALSE(opened.ok());
  return opened.error().message;
}

}  // namespace

TEST_CASE("a new certificate folder is private and holds the authority", "[serve][certificates]") {
  const test::TemporaryFolder home;
  const fs::path folder = home.path() / "deep" / "certs";
  const auto authority = certificates::open_certificate_folder(folder, kFolderNow);
  REQUIRE(authority.ok());
  CHECK(mode(folder) == 0700);
  CHECK(mode(folder / "ca.pem") == 0600);
  CHECK(mode(folder / "ca.key") == 0600);
  CHECK(content(folder / "ca.pem") == authority->identity().certificate);
  CHECK(content(folder / "ca.key") == authority->identity().key);
}

TEST_CASE("an authority that lies in the folder is used again", "[serve][certificates]") {
  const test::TemporaryFolder home;
  const auto first = certificates::open_certificate_folder(home.path(), kFolderNow);
  const auto second = certificates::open_certificate_folder(home.path(), kFolderNow + std::chrono::hours(24));
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(second->identity().certificate == first->identity().certificate);
}

TEST_CASE("a folder with half an authority or a wrong one is refused and left as it is", "[serve][certificates]") {
  const test::TemporaryFolder home;
  const std::string certificate = (home.path() / "ca.pem").string();
  const std::string key = (home.path() / "ca.key").string();
  REQUIRE(certificates::open_certificate_folder(home.path(), kFolderNow).ok());

  fs::rename(key, key + ".away");
  CHECK(problem(home.path()) ==
        "cannot read " + key + ", which belongs to " + certificate + "; remove both to create a new CA");
  fs::rename(key + ".away", key);

  std::ofstream(certificate) << "hello";
  CHECK(problem(home.path()) ==
        certificate + ", " + key + ": the certificate is not PEM; remove both to create a new CA");
  CHECK(content(certificate) == "hello");
}

TEST_CASE("a certificate folder that cannot be made says why", "[serve][certificates]") {
  const test::TemporaryFolder home;
  const std::string file = (home.path() / "file").string();
  std::ofstream(file) << "x";
  CHECK(problem(file) == file + " is not a folder");
  CHECK(problem(file + "/below").rfind("cannot make the folder " + file + "/below: ", 0) == 0);
}

TEST_CASE("device certificates lie in a folder of their thing with private keys", "[serve][certificates]") {
  const test::TemporaryFolder home;
  const auto authority = certificates::open_certificate_folder(home.path(), kFolderNow);
  REQUIRE(authority.ok());
  const auto paths = certificates::write_device_certificates(*authority, home.path(), "ca", kFolderNow);
  REQUIRE(paths.ok());
  std::vector<std::string> names;
  for (const fs::path& path : *paths) {
    names.push_back(path.lexically_relative(home.path()).string());
    CHECK(content(path).rfind("-----BEGIN CERTIFICATE-----\n", 0) == 0);
    CHECK(content(fs::path(path).replace_extension(".key")).rfind("-----BEGIN PRIVATE KEY-----\n", 0) == 0);
    CHECK(mode(fs::path(path).replace_extension(".key")) == 0600);
  }
  CHECK(names == std::vector<std::string>{"ca/good.pem", "ca/expired.pem", "ca/unknown-ca.pem", "ca/wrong-thing.pem"});
}
