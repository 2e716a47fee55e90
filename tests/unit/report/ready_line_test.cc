#include "report/ready_line.h"

#include "support/catch.h"

TEST_CASE("the ready line is one JSON object that begins with the event and the endpoint", "[report]") {
  const jobrig::report::Ready ready{
      "http://127.0.0.1:1", {"demos/default"}, "original", 18446744073709551615U, 2, 42, "a \"file\"", "0.1.0"};
  CHECK(jobrig::report::ready_line(ready) ==
        R"({"event":"ready","endpoint":"http://127.0.0.1:1","scenarios":["demos/default"],"contract":"original",)"
        R"("seed":18446744073709551615,"workers":2,"pid":42,"journal":"a \"file\"","version":"0.1.0"})");
}

TEST_CASE("the ready line names the file that clients trust", "[report]") {
  jobrig::report::Ready ready{"https://127.0.0.1:1", {}, "original", 7, 1, 42, "", "0.1.0"};
  ready.authority = "certs/ca.pem";
  CHECK(jobrig::report::ready_line(ready) ==
        R"({"event":"ready","endpoint":"https://127.0.0.1:1","scenarios":[],"contract":"original",)"
        R"("seed":7,"workers":1,"pid":42,"ca":"certs/ca.pem","version":"0.1.0"})");
}
