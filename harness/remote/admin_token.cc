#include "remote/admin_token.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

namespace jobrig::remote {
namespace {

constexpr std::size_t kMaxToken = 4096;

/// The token is part of a header, so it must be one word of visible ASCII.
base::Result<std::string> checked(std::string token, const std::string& source) {
  const bool visible = std::all_of(token.begin(), token.end(), [](char byte) { return byte > ' ' && byte < '\x7f'; });
  if (token.empty() || !visible || token.size() > kMaxToken) {
    return base::Error{source + " must hold one word of visible ASCII characters, at most 4096"};
  }
  return token;
}

base::Result<std::string> token_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxToken + 3, '\0');  // longer than a token with its line end
  if (!file || (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && file.bad())) {
    return base::Error{"cannot read " + path + ": " + std::generic_category().message(errno)};
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  for (const char end : {'\n', '\r'}) {
    if (text.ends_with(end)) {
      text.pop_back();
    }
  }
  return checked(std::move(text), path);
}

}  // namespace

base::Result<std::string> read_admin_token(const std::string& given, const std::string& file, std::string_view option) {
  const std::string name(option);
  if (!given.empty() && !file.empty()) {
    return base::Error{"use either " + name + " or " + name + "-file"};
  }
  if (!given.empty()) {
    return checked(given, name);
  }
  if (!file.empty()) {
    return token_in(file);
  }
  const std::string variable(kAdminTokenVariable);
  const char* const value = std::getenv(variable.c_str());  // NOLINT(concurrency-mt-unsafe): nothing changes it
  return value == nullptr || *value == '\0' ? std::string() : checked(value, variable);
}

}  // namespace jobrig::remote
