#include "contract/page_template.h"

#include <algorithm>

namespace jobrig::contract {
namespace {

std::string_view text_of(std::span<const EmbeddedFile> own, std::string_view name) {
  for (const std::span<const EmbeddedFile> files : {own, embedded_common_page_files()}) {
    const auto file = std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.path == name; });
    if (file != files.end()) {
      return file->text;
    }
  }
  return {};
}

}  // namespace

std::string fill_page(std::span<const EmbeddedFile> files, const std::map<std::string_view, std::string>& parts) {
  std::string_view page = text_of(files, "page.html");
  std::string text;
  while (true) {
    const std::size_t begin = page.find("{{");
    text += page.substr(0, begin);
    if (begin == std::string_view::npos) {
      return text;
    }
    page.remove_prefix(begin + 2);
    const std::string_view name = page.substr(0, page.find("}}"));
    page.remove_prefix(std::min(name.size() + 2, page.size()));
    const auto part = parts.find(name);
    text += part == parts.end() ? text_of(files, name) : std::string_view(part->second);
  }
}

}  // namespace jobrig::contract
