#include "base/redaction.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "base/base64.h"

namespace jobrig::base {
namespace {

// It marks where a text was cut.
constexpr std::string_view kEllipsis = "…";

/// RFC 3986 section 2.3: all but unreserved characters.
std::string percent_encoded(std::string_view text, std::string_view digits) {
  std::string encoded;
  for (const char c : text) {
    if (is_alphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += '%';
      append_hex(encoded, c, digits);
    }
  }
  return encoded;
}

/// RFC 8259 section 7, with and without the escape of the slash, which is optional.
std::string json_escaped(std::string_view text, bool slashes) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n') {
      escaped += "\\n";
    } else if (c == '\r') {
      escaped += "\\r";
    } else {
      escaped += c == '"' || c == '\\' || (slashes && c == '/') ? "\\" : "";
      escaped += c;
    }
  }
  return escaped;
}

/// Within single quotes (POSIX shell, 2.2.2).
std::string shell_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return escaped;
}

std::size_t pair_at(std::string_view text) {
  return static_cast<std::size_t>(static_cast<unsigned char>(text[0])) << 8U | static_cast<unsigned char>(text[1]);
}

/// The length of the longest part of at least kMin bytes that ends the text and begins the secret.
std::size_t cut_at_end(std::string_view text, std::string_view secret) {
  for (std::size_t size = std::min(secret.size() - 1, text.size()); size >= Redaction::kMin; --size) {
    if (text.ends_with(secret.substr(0, size))) {
      return size;
    }
  }
  return 0;
}

std::size_t cut_at_begin(std::string_view text, std::string_view secret) {
  for (std::size_t size = std::min(secret.size() - 1, text.size()); size >= Redaction::kMin; --size) {
    if (text.starts_with(secret.substr(secret.size() - size))) {
      return size;
    }
  }
  return 0;
}

}  // namespace

Redaction::Redaction(const std::vector<std::string>& secrets) {
  std::set<std::string> forms;
  for (const std::string& secret : secrets) {
    if (secret.size() >= kMin) {
      forms.insert({secret, percent_encoded(secret, kUpperHexDigits), percent_encoded(secret, kHexDigits),
                    to_base64(secret), json_escaped(secret, false), json_escaped(secret, true), shell_escaped(secret)});
    }
  }
  forms_.assign(forms.begin(), forms.end());
  std::stable_sort(forms_.begin(), forms_.end(),
                   [](const std::string& one, const std::string& other) { return one.size() > other.size(); });
  for (std::size_t i = 0; i < forms_.size(); ++i) {
    by_first_[static_cast<unsigned char>(forms_[i].front())].push_back(i);
    beginnings_.set(pair_at(forms_[i]));
  }
}

/// Of the one that the text begins with; 0: none.
std::size_t Redaction::size_of_secret_at(std::string_view text) const {
  if (text.size() < kMin || !beginnings_[pair_at(text)]) {
    return 0;
  }
  for (const std::size_t i : by_first_[static_cast<unsigned char>(text.front())]) {
    if (text.starts_with(forms_[i])) {
      return forms_[i].size();
    }
  }
  return 0;
}

std::string Redaction::clean(std::string_view text) const {
  std::size_t begin = 0;
  for (const std::string& form : forms_) {
    begin = std::max(begin, cut_at_begin(text, form));
  }
  std::string clean(begin > 0 && size_of_secret_at(text) == 0 ? kRedacted : "");
  begin = clean.empty() ? 0 : begin;
  while (begin < text.size()) {
    const std::string_view rest = text.substr(begin);
    if (rest.starts_with(kEllipsis)) {
      clean_end(clean);
    }
    const std::size_t size = size_of_secret_at(rest);
    clean += size > 0 ? kRedacted : rest.substr(0, 1);
    begin += std::max<std::size_t>(size, 1);
  }
  clean_end(clean);
  return clean;
}

/// Replaces a part of a secret that ends the text.
void Redaction::clean_end(std::string& text) const {
  std::size_t size = 0;
  for (const std::string& form : forms_) {
    size = std::max(size, cut_at_end(text, form));
  }
  if (size > 0) {
    text.replace(text.size() - size, size, kRedacted);
  }
}

}  // namespace jobrig::base
