// TLS on the wire: an OpenSSL client against the server: the result of the handshake, the bytes, the end of
// connections, and the journal entries.
#include <poll.h>

#include <future>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/raw_client.h"
#include "support/scenario_server.h"
#include "support/test_server.h"
#include "support/tls_client.h"
#include "transport/tls_acceptor.h"

using namespace jobrig;
using model::CertificateFlaw;
using model::ClientCertificateDemand;
using std::chrono::milliseconds;

namespace {

const std::string kRequest = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string kLastRequest = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

base::Instant now() { return base::SystemClock().civil(); }

const certificates::CertificateAuthority& authority() {
  static const certificates::CertificateAuthority kAuthority =
      certificates::CertificateAuthority::make("test CA", now());
  return kAuthority;
}

serve::ServerOptions over_tls(const model::TlsSettings& settings, serve::ServerOptions options = {}) {
  options.tls = std::make_shared<transport::TlsAcceptor>(authority(), "", std::vector{settings},
                                                         transport::TlsAcceptor::Choose{}, now());
  return options;
}

model::TlsSettings with_certificate(CertificateFlaw flaw) {
  model::TlsSettings settings;
  settings.certificate = flaw;
  return settings;
}

test::TlsClientOptions trusting() { return {authority().identity().certificate, "localhost", {}, false}; }

test::TlsClientOptions showing(CertificateFlaw flaw) {
  test::TlsClientOptions options = trusting();
  options.device = authority().issue(certificates::device_subject("thermostat-1"), flaw, now());
  return options;
}

/// The handshake result of the only exchange in the journal.
std::string journalled_handshake(test::TestServer& server) {
  const auto exchanges = server.log.wait_for(1);
  CHECK(exchanges.size() == 1);
  CHECK(exchanges.front().request.empty());
  CHECK(exchanges.front().answer.empty());
  CHECK(exchanges.front().status == 0);
  return exchanges.front().handshake;
}

/// The client certificate as a responder sees it.
struct SeenCertificate {
  bool asked = false;
  model::ClientCertificate certificate;
};

SeenCertificate seen_certificate(const test::TlsClientOptions& options, ClientCertificateDemand demand) {
  model::TlsSettings settings;
  settings.client_certificate = demand;
  test::TestServer server(over_tls(settings));
  SeenCertificate seen;
  server.responder.reply = [&seen](const model::Request& request) {
    seen.asked = request.client_certificate != nullptr;
    seen.certificate = seen.asked ? *request.client_certificate : model::ClientCertificate{};
    return model::HttpReply{200, {}, "{}"};
  };
  test::TlsClient client(server.port(), options);
  client.send(kRequest);
  client.receive_answer();
  return seen;
}

}  // namespace

TEST_CASE("an answer over TLS has the bytes that it has over TCP", "[wire][tls]") {
  for (const bool only_12 : {false, true}) {
    test::TestServer server(over_tls({}));
    CHECK(server.server().endpoint() == "https://127.0.0.1:" + std::to_string(server.port()));
    test::TlsClientOptions options = trusting();
    options.only_12 = only_12;
    test::TlsClient client(server.port(), options);
    CHECK(client.version() == (only_12 ? "TLSv1.2" : "TLSv1.3"));
    client.send(kRequest);
    CHECK(client.receive_answer() == test::plain_answer("/a"));
    client.send(kRequest);
    CHECK(client.receive_answer() == test::plain_answer("/a"));
    const auto exchanges = server.log.wait_for(2);
    CHECK(exchanges.front().request == kRequest);
    CHECK(exchanges.front().answer == test::plain_answer("/a"));
    CHECK(exchanges.front().handshake.empty());
  }
}

TEST_CASE("the certificate is taken by name and by both addresses", "[wire][tls]") {
  test::TestServer server(over_tls({}));
  for (const std::string host : {"localhost", "127.0.0.1", "::1"}) {
    CAPTURE(host);
    test::TlsClientOptions options = trusting();
    options.host = host;
    CHECK(test::handshake_failure(server.port(), options).empty());
  }
}

TEST_CASE("a chain is sent whole or without its intermediate certificate or in the wrong order", "[wire][tls]") {
  // demos/tls-chain: the first connection without the intermediate certificate, the second reversed, then valid.
  test::ScenarioServer server(test::shipped("demos/tls-chain"), test::Over::kTls);
  test::TlsClientOptions options{server.authority(), "localhost", {}, false};
  CHECK(test::handshake_failure(server.port(), options).find("unable to get local issuer certificate") !=
        std::string::npos);
  const auto chain = [&] {
    test::TlsClient client(server.port(), options);
    client.send("GET /things/thermostat-1/jobs/firmware-7 HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(client.receive_answer().starts_with("HTTP/1.1 200 OK\r\n"));
    return client.chain();
  };
  using Names = std::vector<std::string>;
  CHECK(chain() == Names{"localhost", "test CA", "jobrig: an intermediate authority"});  // OpenSSL takes any order
  CHECK(chain() == Names{"localhost", "jobrig: an intermediate authority"});
}

TEST_CASE("pipelined requests over TLS are each answered in order", "[wire][tls]") {
  test::TestServer server(over_tls({}));
  test::TlsClient client(server.port(), trusting());
  constexpr int kCount = 500;  // needs more than one read
  std::string requests;
  std::string answers;
  for (int i = 0; i < kCount; ++i) {
    const std::string target = "/" + std::to_string(i);
    requests += "GET " + target + " HTTP/1.1\r\nHost: x\r\nX-Filler: " + std::string(300, 'f') + "\r\n\r\n";
    answers += test::plain_answer(target);
  }
  client.send(requests);
  CHECK(client.receive(answers.size()) == answers);
  CHECK(server.log.wait_for(kCount).size() == kCount);
}

TEST_CASE("a large body and a large answer go over TLS whole", "[wire][tls]") {
  test::TestServer server(over_tls({}));
  const std::string large(700'000, 'x');
  server.responder.reply = [&](const model::Request& request) {
    return model::HttpReply{200, {{"Content-Type", "text/plain"}}, std::string(request.body) + large};
  };
  test::TlsClient client(server.port(), trusting());
  client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(large.size()) + "\r\n\r\n" + large);
  const std::string answer = client.receive_answer();
  CHECK(answer.size() > 2 * large.size());
  CHECK(answer.substr(answer.size() - 2 * large.size()) == large + large);
}

TEST_CASE("a connection over TLS ends with close_notify", "[wire][tls]") {
  test::TestServer server(over_tls({}));
  test::TlsClient client(server.port(), trusting());
  client.send(kLastRequest);
  CHECK(client.receive_to_end() == test::plain_answer("/a", "Connection: close\r\n"));
  CHECK(client.end_was_announced());
}

TEST_CASE("without close_notify a connection ends with a bare FIN", "[wire][tls]") {
  model::TlsSettings settings;
  settings.close_notify = false;
  test::TestServer server(over_tls(settings));
  test::TlsClient client(server.port(), trusting());
  client.send(kLastRequest);
  CHECK(client.receive_to_end() == test::plain_answer("/a", "Connection: close\r\n"));
  CHECK_FALSE(client.end_was_announced());
}

TEST_CASE("a client that finishes sending over TLS still gets its answer", "[wire][tls]") {
  test::TestServer server(over_tls({}));
  server.responder.rewrite = [](const model::Request& /*request*/, model::Script& script) {
    script.steps.insert(script.steps.begin(), model::Pause{milliseconds(50)});
  };
  test::TlsClient client(server.port(), trusting());
  client.send(kRequest);
  client.finish_sending();
  CHECK(client.receive_to_end() == test::plain_answer("/a"));
}

TEST_CASE("a reset over TLS is a reset of the connection", "[wire][tls]") {
  test::TestServer server(over_tls({}));
  server.responder.rewrite = [](const model::Request& /*request*/, model::Script& script) {
    script.close_action = model::CloseAction::kReset;
  };
  test::TlsClient client(server.port(), trusting());
  client.send(kRequest);
  CHECK(client.receive_to_reset() == test::plain_answer("/a"));
  CHECK(server.log.wait_for(1).front().close_reason == model::CloseReason::kReset);
}

TEST_CASE("a client that goes away over TLS is seen while the server waits", "[wire][tls]") {
  test::TestServer server(over_tls({}));
  server.responder.rewrite = [](const model::Request& /*request*/, model::Script& script) {
    script.close_action = model::CloseAction::kHang;
  };
  {
    test::TlsClient client(server.port(), trusting());
    client.send(kRequest);
    client.receive_answer();
  }
  CHECK(server.log.wait_for(1).front().close_reason == model::CloseReason::kClientGaveUp);
}

TEST_CASE("each bad certificate is refused by a client for its one flaw", "[wire][tls]") {
  struct Case {
    CertificateFlaw flaw;
    std::string refusal;  // the error of OpenSSL in the client
    std::string alert;    // the client's alert, as seen by the server
  };
  const std::vector<Case> cases = {
      {CertificateFlaw::kExpired, "certificate has expired", "sslv3 alert certificate expired"},
      {CertificateFlaw::kNotYetValid, "certificate is not yet valid", "sslv3 alert bad certificate"},
      {CertificateFlaw::kWrongName, "hostname mismatch", "sslv3 alert bad certificate"},
      {CertificateFlaw::kSelfSigned, "self-signed certificate", "tlsv1 alert unknown ca"},
      {CertificateFlaw::kUnknownAuthority, "unable to get local issuer certificate", "tlsv1 alert unknown ca"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.refusal);
    test::TestServer server(over_tls(with_certificate(one.flaw)));
    CHECK(test::handshake_failure(server.port(), trusting()) == one.refusal);
    CHECK(journalled_handshake(server) == one.alert);
    CHECK(test::handshake_failure(server.port())
              .empty());  // a client that verifies nothing connects: there is no other flaw
  }
}

TEST_CASE("an old protocol is refused by a client of today", "[wire][tls]") {
  model::TlsSettings settings;
  settings.versions = model::TlsVersions::kOld;
  test::TestServer server(over_tls(settings));
  CHECK(test::handshake_failure(server.port(), trusting()) == "tlsv1 alert protocol version");
  CHECK(journalled_handshake(server) == "unsupported protocol");
}

TEST_CASE("the versions of the protocol can be narrowed to one", "[wire][tls]") {
  model::TlsSettings settings;
  settings.versions = model::TlsVersions::kOnly12;
  test::TestServer only_12(over_tls(settings));
  CHECK(test::TlsClient(only_12.port(), trusting()).version() == "TLSv1.2");
  settings.versions = model::TlsVersions::kOnly13;
  test::TestServer only_13(over_tls(settings));
  test::TlsClientOptions old = trusting();
  old.only_12 = true;
  CHECK(test::handshake_failure(only_13.port(), old) == "tlsv1 alert protocol version");
}

TEST_CASE("a handshake that is cut ends the connection after the ClientHello", "[wire][tls]") {
  model::TlsSettings settings;
  settings.handshake = model::Handshake::kCut;
  test::TestServer server(over_tls(settings));
  CHECK(test::handshake_failure(server.port(), trusting()) == "unexpected eof while reading");
  CHECK(journalled_handshake(server) == "cut, as the scenario says");
}

TEST_CASE("a handshake that stalls outlasts the deadline of handshakes until the client gives up", "[wire][tls]") {
  model::TlsSettings settings;
  settings.handshake = model::Handshake::kStall;
  serve::ServerOptions options;
  options.handshake_timeout = milliseconds(40);
  test::TestServer server(over_tls(settings, options));
  {
    test::RawClient client(server.port());
    client.send("\x16\x03\x01 something like a ClientHello");
    pollfd waiting{client.descriptor(), POLLIN, 0};
    CHECK(::poll(&waiting, 1, 200) == 0);
  }
  CHECK(journalled_handshake(server) == "stalled, as the scenario says");
  CHECK(server.log.wait_for(1).front().close_reason == model::CloseReason::kClientGaveUp);
}

TEST_CASE("a server that stops records the handshakes that it held up", "[wire][tls]") {
  model::TlsSettings settings;
  settings.handshake = model::Handshake::kStall;
  std::promise<void> accepted;
  serve::ServerOptions options;
  options.tls = std::make_shared<transport::TlsAcceptor>(
      authority(), "", std::vector{settings},
      [&accepted] {
        accepted.set_value();
        return std::size_t{0};
      },
      now());
  test::TestServer server(options);
  test::RawClient client(server.port());
  client.send("\x16\x03\x01");
  accepted.get_future().wait();
  server.server().stop(milliseconds(2000));
  CHECK(client.receive_to_end().empty());
  CHECK(server.log.wait_for(1).front().close_reason == model::CloseReason::kServerStopped);
}

TEST_CASE("a handshake that drips is ended by its deadline and never by its bytes", "[wire][tls]") {
  // The drip takes 2 s. A complete handshake may also take that long on a slow machine.
  constexpr milliseconds kMost{2000};
  serve::ServerOptions options;
  options.handshake_timeout = kMost;
  test::TestServer server(over_tls({}, options));
  test::RawClient slow(server.port());
  const auto begun = std::chrono::steady_clock::now();
  const std::string hello = std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + std::string(400, 'r');
  pollfd waiting{slow.descriptor(), POLLIN, 0};
  for (const char byte : hello) {
    if (slow.try_send(std::string_view(&byte, 1)) == 0 || ::poll(&waiting, 1, 5) != 0) {
      break;
    }
  }
  CHECK(slow.receive_to_end().empty());
  CHECK(std::chrono::steady_clock::now() - begun >= kMost);
  CHECK(journalled_handshake(server) == "it was not complete in time");
  CHECK(test::handshake_failure(server.port(), trusting()).empty());  // the server still accepts other clients
}

TEST_CASE("plain HTTP on a TLS port is named in the journal", "[wire][tls]") {
  test::TestServer server(over_tls({}));
  test::RawClient client(server.port());
  client.send(kRequest);
  client.receive_to_end();
  CHECK(journalled_handshake(server) == "the client speaks plain HTTP");
}

TEST_CASE("a client that leaves in the handshake is seen to have left", "[wire][tls]") {
  test::TestServer server(over_tls({}));
  {
    test::RawClient client(server.port());
    client.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
  }
  CHECK(journalled_handshake(server) == "the client closed the connection during it");
}

TEST_CASE("a client that connects and says nothing leaves nothing in the journal", "[wire][tls]") {
  test::TestServer server(over_tls({}));
  { test::RawClient silent(server.port()); }
  test::TlsClient client(server.port(), trusting());
  client.send(kRequest);
  client.receive_answer();
  const auto exchanges = server.log.wait_for(1);
  CHECK(exchanges.size() == 1);
  CHECK(exchanges.front().request == kRequest);
}

TEST_CASE("a device certificate reaches the responder with its verdict", "[wire][tls]") {
  for (const bool only_12 : {false, true}) {
    CAPTURE(only_12);
    const auto ask = [only_12](test::TlsClientOptions options) {
      options.only_12 = only_12;
      return seen_certificate(options, ClientCertificateDemand::kAsk);
    };
    const SeenCertificate good = ask(showing(CertificateFlaw::kNone));
    CHECK(good.asked);
    CHECK(good.certificate.shown);
    CHECK(good.certificate.problem.empty());
    CHECK(good.certificate.names == std::vector<std::string>{"thermostat-1", "thermostat-1"});
    CHECK(ask(showing(CertificateFlaw::kExpired)).certificate.problem == "certificate has expired");
    CHECK(ask(showing(CertificateFlaw::kUnknownAuthority)).certificate.problem ==
          "unable to get local issuer certificate");
    CHECK(ask(showing(CertificateFlaw::kSelfSigned)).certificate.problem == "self-signed certificate");
    CHECK(ask(showing(CertificateFlaw::kWrongName)).certificate.names.front() == "not-thermostat-1");
    const SeenCertificate none = ask(trusting());
    CHECK(none.asked);
    CHECK_FALSE(none.certificate.shown);
  }
  CHECK_FALSE(seen_certificate(showing(CertificateFlaw::kExpired), ClientCertificateDemand::kIgnore).asked);
}

TEST_CASE("a certificate that the handshake requires is refused there", "[wire][tls]") {
  model::TlsSettings settings;
  settings.client_certificate = ClientCertificateDemand::kRequireInHandshake;
  const auto refusal = [&](test::TlsClientOptions options) {
    options.only_12 = true;  // the client sees the error in the handshake; with TLS 1.3 only when it reads the response
    test::TestServer server(over_tls(settings));
    const std::string at_client = test::handshake_failure(server.port(), options);
    return at_client.empty() ? at_client : at_client + " / " + journalled_handshake(server);
  };
  CHECK(refusal(showing(CertificateFlaw::kNone)).empty());
  CHECK(refusal(showing(CertificateFlaw::kExpired)) == "sslv3 alert certificate expired / certificate verify failed");
  CHECK(refusal(showing(CertificateFlaw::kUnknownAuthority)) == "tlsv1 alert unknown ca / certificate verify failed");
  CHECK(refusal(trusting()) == "sslv3 alert handshake failure / peer did not return a certificate");
}

TEST_CASE("a client of TLS 1.3 without a certificate reads the refusal instead of an answer", "[wire][tls]") {
  model::TlsSettings settings;
  settings.client_certificate = ClientCertificateDemand::kRequireInHandshake;
  test::TestServer server(over_tls(settings));
  test::TlsClient client(server.port(), trusting());
  client.send(kRequest);
  std::string refusal;
  try {
    client.receive_answer();
  } catch (const std::runtime_error& error) {
    refusal = error.what();
  }
  CHECK(refusal.find("certificate required") != std::string::npos);
  CHECK(journalled_handshake(server) == "peer did not return a certificate");
}

TEST_CASE("new connections are treated as they are chosen to be", "[wire][tls]") {
  std::size_t next = 0;
  serve::ServerOptions options;
  options.tls = std::make_shared<transport::TlsAcceptor>(
      authority(), "", std::vector{with_certificate(CertificateFlaw::kExpired), model::TlsSettings{}},
      [&next] { return next; }, now());
  test::TestServer server(options);
  CHECK(test::handshake_failure(server.port(), trusting()) == "certificate has expired");
  server.log.wait_for(1);
  next = 1;
  CHECK(test::handshake_failure(server.port(), trusting()).empty());
}
