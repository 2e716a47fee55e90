// Secret forms: finds secrets in a text by the name before them (a header, a member of JSON, an element of XML, a
// variable) or by a form of their own. It removes nothing and knows no values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::report {

struct SecretRange {
  std::size_t begin;
  std::size_t end;
};

/// All secrets of the text, in order and without overlap: what belongs to the names Signature, Credential (up to the
/// first slash), secret access key, session and other tokens, password, API key; the headers Authorization,
/// Proxy-Authorization, Cookie and Set-Cookie; bearer and basic credentials; passwords in URLs; access keys of AWS
/// (`AKIA`/`ASIA` and sixteen more characters); JSON Web Tokens; private keys in PEM.
std::vector<SecretRange> secrets_in(std::string_view text);

/// The parts of a secret that other texts may contain without its name: the secret itself, the values of cookies, the
/// password of basic credentials. Without `words_too` only those that are not words, which occur in every text.
std::vector<std::string> values_in(std::string_view secret, bool words_too);

}  // namespace jobrig::report
