#include "http/content_type.h"

#include <string>

#include "base/media_type.h"
#include "contract/operations.h"
#include "http/request_parser.h"

namespace jobrig::http {

void check_content_type(const model::Request& request, model::Call& call) {
  if (!call.operation || contract::row_of(*call.operation).method == "GET") {
    return;
  }
  const std::string_view type = request.header("content-type");
  const bool absent = type.data() == nullptr;
  if (absent ? request.body.empty() : base::is_json_media_type(type)) {
    return;
  }
  call.refusal_error = "UnsupportedMediaTypeException";
  call.refusal = absent ? "the body has no Content-Type; it must be application/json"
                        : "the Content-Type must be application/json, not " + shown(type);
}

}  // namespace jobrig::http
