// Admin route for the live page: one HTML page without data. Its script gets the data from the other routes, with the
// token that the user types. Therefore the page itself needs no token (responder.cc).
#include <string>
#include <utility>

#include "admin/gate.h"
#include "admin/routes.h"
#include "contract/page_template.h"

namespace jobrig::admin {

model::Plan answer_page(const AdminCall& /*call*/) {
  const std::string nonce = token_by_chance();
  std::string page = contract::fill_page(contract::embedded_live_page_files(), {{"nonce", nonce}});
  // CSP Level 3: the nonce allows the page's own script and style, and nothing else runs or loads. Requests go to this
  // server only, and no other page may show this one in a frame, where clicks on its switches could be provoked.
  const std::string policy = "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'nonce-" + nonce +
                             "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
                             "frame-ancestors 'none'";
  return plan_for({200,
                   {{"Content-Type", "text/html; charset=utf-8"},
                    {"Cache-Control", "no-store"},
                    {"Content-Security-Policy", policy},
                    {"X-Content-Type-Options", "nosniff"},
                    {"X-Frame-Options", "DENY"},
                    {"Referrer-Policy", "no-referrer"},
                    {"Cross-Origin-Resource-Policy", "same-origin"},
                    {"Cross-Origin-Opener-Policy", "same-origin"}},
                   std::move(page)});
}

}  // namespace jobrig::admin
