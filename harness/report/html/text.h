// HTML text: what all parts of the HTML page are made of: escaped text, the sign and the bar of verdicts.
#pragma once

#include <string>
#include <string_view>

#include "model/verdict.h"
#include "report/tally.h"

namespace jobrig::report::html {

/// One line of text, for an element or a quoted attribute.
std::string html_text(std::string_view bytes);

/// A sign for each verdict, so that colour is never the only one.
std::string verdict_mark(model::Verdict verdict);

/// A bar of all verdicts, each as wide as its share. For the eye only: the numbers stand beside it.
std::string verdict_bar(const Tally& tally);

}  // namespace jobrig::report::html
