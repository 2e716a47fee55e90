// Page template: fills a page from embedded files and texts. It escapes nothing: the caller does.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "contract/embedded_files.h"

namespace jobrig::contract {

/// Returns `page.html` of the files with each `{{NAME}}` replaced, in one pass: inserted text is not scanned again. A
/// NAME that is not in `parts` is one of the files, or one of those in contract/page/, which all pages share.
std::string fill_page(std::span<const EmbeddedFile> files, const std::map<std::string_view, std::string>& parts);

}  // namespace jobrig::contract
