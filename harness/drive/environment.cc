#include "drive/environment.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "base/glob.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace jobrig::drive {
namespace {

// Entries are globs over variable names.
constexpr std::array<std::string_view, 34> kInherited{
    "PATH",         "HOME",           "USER",           "LOGNAME",       "SHELL",           "TERM",
    "TZ",           "LANG",           "LC_*",           "TMPDIR",        "LD_LIBRARY_PATH", "PYTHON*",
    "PYENV_*",      "VIRTUAL_ENV",    "NODE_*",         "NVM_*",         "JAVA_HOME",       "GOPATH",
    "GOROOT",       "CARGO_HOME",     "RUST*",          "DOTNET_*",      "GEM_*",           "RUBY*",
    "PERL5LIB",     "XDG_CACHE_HOME", "SSL_CERT_DIR",   "SystemRoot",    "ASAN_OPTIONS",    "UBSAN_OPTIONS",
    "TSAN_OPTIONS", "LSAN_OPTIONS",   "QEMU_LD_PREFIX", "GLIBC_TUNABLES"};

constexpr std::array<std::pair<const char*, const char*>, 6> kIsolating{
    std::pair{"AWS_EC2_METADATA_DISABLED", "true"}, {"AWS_PAGER", ""}, {"AWS_CONFIG_FILE", "/dev/null"},
    {"AWS_SHARED_CREDENTIALS_FILE", "/dev/null"},   {"NO_PROXY", "*"}, {"no_proxy", "*"}};

constexpr std::array<std::string_view, 7> kSecretNames{"KEY",        "SECRET", "TOKEN", "PASS",
                                                       "CREDENTIAL", "AUTH",   "COOKIE"};

std::string_view name_of(std::string_view entry) { return entry.substr(0, entry.find('=')); }

std::string value_of(std::string_view entry) {
  return std::string(entry.substr(std::min(entry.size(), name_of(entry).size() + 1)));
}

bool is_inherited(std::string_view entry) {
  return std::any_of(kInherited.begin(), kInherited.end(),
                     [&](std::string_view glob) { return base::glob_matches(glob, name_of(entry)); });
}

bool has_secret_name(std::string_view entry) {
  const std::string name = base::to_upper(name_of(entry));
  return std::any_of(kSecretNames.begin(), kSecretNames.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

bool is_file(const std::string& value) {
  std::error_code ignored;  // a path that cannot be looked at is not one that is known to exist
  return value.starts_with('/') && std::filesystem::exists(value, ignored);
}

/// `thingName` becomes `THING_NAME`.
std::string upper_words(std::string_view camel) {
  std::string words;
  for (const char c : camel) {
    words += base::is_upper(c) && !words.empty() ? "_" : "";
    words += base::to_upper(c);
  }
  return words;
}

}  // namespace

std::vector<std::string> base_environment(const std::vector<std::string>& caller) {
  std::vector<std::string> environment;
  std::copy_if(caller.begin(), caller.end(), std::back_inserter(environment), is_inherited);
  for (const auto& [name, value] : kIsolating) {
    set_variable(environment, name, value);
  }
  return environment;
}

void set_variable(std::vector<std::string>& environment, const std::string& name, const std::string& value) {
  std::erase_if(environment, [&](const std::string& entry) { return name_of(entry) == name; });
  environment.push_back(name + "=" + value);
}

void add_call_variables(std::vector<std::string>& environment, const CallRequest& request) {
  const auto set = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) {
      set_variable(environment, name, value);
    }
  };
  set("AWS_ACCESS_KEY_ID", request.access_key);
  set("AWS_SECRET_ACCESS_KEY", request.secret_key);
  set("AWS_SESSION_TOKEN", request.session_token);
  set("AWS_REGION", request.region);
  set("AWS_DEFAULT_REGION", request.region);
  set("AWS_ENDPOINT_URL", request.endpoint);
  set("AWS_ENDPOINT_URL_IOT_JOBS_DATA_PLANE", request.endpoint);
  set("AWS_CA_BUNDLE", request.tls.authority);
  set("JOBRIG_CASE", request.case_name);
  set("JOBRIG_ENDPOINT", request.endpoint);
  set("JOBRIG_OPERATION", request.call.operation);
  set("JOBRIG_CA", request.tls.authority);
  set("JOBRIG_CERT", request.tls.certificate);
  set("JOBRIG_KEY", request.tls.key);
  for (const model::Argument& argument : request.call.arguments) {
    const auto value = argument_text(request.call, argument.name);
    // An environment variable cannot hold NUL, and neither can a command-line argument: such a value cannot reach the
    // client.
    if (value && value->find('\0') == std::string::npos) {
      set_variable(environment, "JOBRIG_" + upper_words(argument.name), *value);
    }
  }
}

std::vector<std::string> secrets_of(const std::vector<std::string>& variables) {
  std::vector<std::string> secrets;
  for (const std::string& entry : variables) {
    if (std::string value = value_of(entry); has_secret_name(entry) && !is_file(value)) {
      secrets.push_back(std::move(value));
    }
  }
  return secrets;
}

std::vector<std::string> secrets_of_words(const std::vector<std::string>& words) {
  std::vector<std::string> secrets;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool with_value = word.find('=') != std::string::npos;
    std::string value = with_value ? value_of(word) : i + 1 < words.size() ? words[i + 1] : "";
    if (!word.starts_with('-') || value.starts_with('-') || value.starts_with('{') || is_file(value)) {
      continue;
    }
    const std::size_t colon = value.find(':');
    if (name_of(word) == "-u" || name_of(word) == "--user") {
      value = colon == std::string::npos ? "" : value.substr(colon + 1);
    } else if (!has_secret_name(word)) {
      continue;
    }
    secrets.push_back(std::move(value));
  }
  return secrets;
}

std::vector<std::string> secrets_of_passed(const std::vector<std::string>& variables) {
  std::vector<std::string> secrets;
  for (const std::string& entry : variables) {
    const bool harmless = is_inherited(entry) || name_of(entry).ends_with("REGION");
    if (std::string value = value_of(entry); (has_secret_name(entry) || !harmless) && !is_file(value)) {
      secrets.push_back(std::move(value));
    }
  }
  return secrets;
}

std::vector<std::string> own_environment() {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    entries.emplace_back(*entry);
  }
  return entries;
}

}  // namespace jobrig::drive
