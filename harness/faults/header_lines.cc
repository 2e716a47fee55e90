// header-lines: writes header lines in another of the forms that HTTP allows: names in another case, and values with
// whitespace around them or folded over two lines (obs-fold). RFC 9112, 5 and 5.2.
//   header-lines: {names: lower} | header-lines: {values: folded}
#include <algorithm>

#include "base/ascii.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

std::string name_in(std::string_view form, std::string name) {
  bool upper = form == "upper";
  for (char& c : name) {
    c = upper ? base::to_upper(c) : base::to_lower(c);
    upper = form == "mixed" ? !upper : upper;
  }
  return name;
}

std::string value_in(std::string_view form, const std::string& value) {
  if (form == "padded") {
    return " \t  " + value + " \t ";
  }
  return form == "unpadded" ? value : "\r\n \t" + value;
}

FaultPointer make_header_lines(Settings& settings) {
  const auto names = settings.word("names", "the case of the names", {"kept", "lower", "upper", "mixed"}, "kept");
  const auto values = settings.word("values", "the whitespace around the values; folded puts it on a line of its own",
                                    {"kept", "unpadded", "padded", "folded"}, "kept");
  settings.require_any();
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [names, values](ResponseBytes& response, model::FaultContext& /*context*/) {
    for (std::string& line : response.lines) {
      const std::size_t colon = std::min(line.find(':'), line.size() - 1);
      const std::size_t begin = std::min(line.find_first_not_of(' ', colon + 1), line.size());
      const std::string name = names == "kept" ? line.substr(0, colon) : name_in(names, line.substr(0, colon));
      const std::string value = values == "kept" ? line.substr(colon + 1) : value_in(values, line.substr(begin));
      line = name + ":" + value;
    }
  });
}

}  // namespace

void declare_header_lines(std::vector<FaultKind>& kinds) {
  kinds.push_back({"header-lines", Group::kBytes, "writes header names and values in other forms that HTTP allows",
                   "header-lines: {names: lower}", make_header_lines});
}

}  // namespace jobrig::faults
