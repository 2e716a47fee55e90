// The live page as text: who may open it, and that it can neither load nor run anything that is not its own. How it
// looks and behaves is tested in tests/browser.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "admin/gate.h"
#include "contract/embedded_files.h"
#include "support/admin_desk.h"
#include "support/catch.h"

using namespace jobrig;
using test::AdminAnswer;
using test::AdminDesk;

namespace {

const std::string kPageScenario = "summary: A thermostat.\nthings: {t: {j: {status: QUEUED}}}\n";

std::string header_of(const AdminAnswer& answer, std::string_view name) {
  const auto found = std::find_if(answer.headers.begin(), answer.headers.end(),
                                  [&](const model::Header& header) { return header.name == name; });
  return found == answer.headers.end() ? "" : found->value;
}

std::string nonce_of(const AdminAnswer& answer) {
  const std::string policy = header_of(answer, "Content-Security-Policy");
  const std::size_t begin = policy.find("'nonce-") + 7;
  return policy.substr(begin, policy.find('\'', begin) - begin);
}

}  // namespace

TEST_CASE("the page allows only its own script and style, with a nonce for each response", "[admin][page]") {
  AdminDesk desk(kPageScenario);
  const AdminAnswer answer = desk.ask("GET", "/");
  CHECK(answer.status == 200);
  CHECK(header_of(answer, "Content-Type") == "text/html; charset=utf-8");
  const std::string nonce = nonce_of(answer);
  CHECK(nonce.size() == 32);
  CHECK(header_of(answer, "Content-Security-Policy") ==
        "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'nonce-" + nonce +
            "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  CHECK(answer.text.find("<script type=\"module\" nonce=\"" + nonce + "\">") != std::string::npos);
  CHECK(answer.text.find("{{") == std::string::npos);
  CHECK(nonce_of(desk.ask("GET", "/")) != nonce);
}

TEST_CASE("the files of the page insert no markup and name no other host", "[admin][page]") {
  REQUIRE(contract::embedded_live_page_files().size() > 5);
  std::vector<contract::EmbeddedFile> files;
  for (const auto& some : {contract::embedded_common_page_files(), contract::embedded_live_page_files()}) {
    files.insert(files.end(), some.begin(), some.end());
  }
  for (const contract::EmbeddedFile& file : files) {
    CAPTURE(file.path);
    for (const char* word : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
                             "srcdoc", "localStorage", "cookie", "https://", "@import", "url("}) {
      CAPTURE(word);
      CHECK(file.text.find(word) == std::string_view::npos);
    }
  }
}

TEST_CASE("the page opens without the token, and only the page does", "[admin][page]") {
  const admin::AdminGate gate("0.0.0.0:8788", "secret");
  model::Request request;
  request.method = "GET";
  request.headers = {{"Host", "mock.example:8788"}};
  CHECK_FALSE(gate.refuses_page(request));
  REQUIRE(gate.refuses(request));
  const admin::AdminGate local("127.0.0.1:8788", "");
  REQUIRE(local.refuses_page(request));
  CHECK(local.refuses_page(request)->status == 403);
  request.headers = {{"Host", "127.0.0.1:8788"}};
  CHECK_FALSE(local.refuses_page(request));
}
