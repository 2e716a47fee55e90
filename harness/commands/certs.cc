#include "commands/certs.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "certificates/folder.h"
#include "contract/constraints.h"

namespace jobrig::commands {
namespace {

namespace fs = std::filesystem;

// The thing in the built-in scenario.
constexpr std::string_view kDefaultThing = "thermostat-1";

struct WrittenCertificate {
  std::string thing;
  std::string_view kind;
  std::string_view meaning;
  fs::path certificate;
};

class Certs final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--dir", "DIR", folder_, "output folder; an existing CA in it (ca.pem, ca.key) is reused");
    options.texts("--thing", "NAME", things_, "thing of the certificates; repeatable (default: thermostat-1)");
    options.word("--format", "FORMAT", format_, {"text", "json"}, "output format: text (default) or json");
    options.example("jobrig certs --dir certs --thing t-1");
    options.example("jobrig serve --tls --tls-dir certs");
  }

  ExitCode run(Streams& streams) override {
    if (const std::optional<std::string> mistake = find_mistake()) {
      streams.err << "jobrig: " << *mistake << "\n";
      return ExitCode::kUserOrWorld;
    }
    if (things_.empty()) {
      things_.emplace_back(kDefaultThing);
    }
    if (const std::optional<base::Error> error = write()) {
      streams.err << "jobrig: " << error->message << "\n";
      return ExitCode::kUserOrWorld;
    }
    streams.out << (format_ == "json" ? as_json() : as_text());
    return ExitCode::kFine;
  }

 private:
  [[nodiscard]] std::optional<std::string> find_mistake() const {
    if (!folder_ || folder_->empty()) {
      return "certs needs --dir DIR: the output folder";
    }
    for (const std::string& thing : things_) {
      if (const contract::Violation violation = contract::check_thing_name(thing)) {
        return "--thing \"" + thing + "\": " + *violation;
      }
    }
    return std::nullopt;
  }

  std::optional<base::Error> write() {
    const base::Instant now = base::SystemClock().civil();
    const base::Result<certificates::CertificateAuthority> authority =
        certificates::open_certificate_folder(*folder_, now);
    if (!authority) {
      return authority.error();
    }
    for (const std::string& thing : things_) {
      const base::Result<std::vector<fs::path>> paths =
          certificates::write_device_certificates(*authority, *folder_, thing, now);
      if (!paths) {
        return paths.error();
      }
      const auto& kinds = certificates::device_certificate_kinds();
      for (std::size_t i = 0; i < kinds.size(); ++i) {
        written_.push_back({thing, kinds[i].word, kinds[i].meaning, (*paths)[i]});
      }
    }
    return std::nullopt;
  }

  /// One line per file; the description starts two spaces after the longest path.
  [[nodiscard]] std::string as_text() const {
    const std::string authority = (fs::path(*folder_) / certificates::kAuthorityFile).string();
    std::size_t width = authority.size();
    for (const WrittenCertificate& row : written_) {
      width = std::max(width, row.certificate.string().size());
    }
    const auto line = [width](const std::string& path, std::string_view meaning) {
      return path + std::string(width - path.size() + 2, ' ') + std::string(meaning) + "\n";
    };
    std::string text = line(authority, "the CA certificate that clients and servers trust");
    for (const WrittenCertificate& row : written_) {
      text += line(row.certificate.string(), row.meaning);
    }
    return text;
  }

  [[nodiscard]] std::string as_json() const {
    using Json = nlohmann::ordered_json;
    const auto key_of = [](fs::path certificate) { return certificate.replace_extension(".key").string(); };
    Json list = Json::array();
    for (const WrittenCertificate& row : written_) {
      list.push_back(Json{{"thing", row.thing},
                          {"kind", row.kind},
                          {"certificate", row.certificate.string()},
                          {"key", key_of(row.certificate)}});
    }
    const Json all{{"authority", (fs::path(*folder_) / certificates::kAuthorityFile).string()},
                   {"certificates", std::move(list)}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

  std::optional<std::string> folder_;
  std::vector<std::string> things_;
  std::string format_ = "text";
  std::vector<WrittenCertificate> written_;
};

}  // namespace

std::unique_ptr<Command> make_certs() { return std::make_unique<Certs>(); }

}  // namespace jobrig::commands
