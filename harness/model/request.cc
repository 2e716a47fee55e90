#include "model/request.h"

#include "model/find_header.h"

namespace jobrig::model {

std::string_view Request::header(std::string_view name) const { return header_value(headers, name); }

}  // namespace jobrig::model
