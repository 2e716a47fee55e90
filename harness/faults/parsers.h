// Parsers: one line a fault: the function that makes it from its settings (the node behind its name, null for a bare
// word), or reports all that is wrong with them and returns null. Each has a file of its own, which tells its settings.
#pragma once

#include <memory>

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/fault.h"

namespace jobrig::faults {

using ParseFault = std::shared_ptr<const model::Fault>(const base::Node& settings, base::Diagnostics& diagnostics);

// Time.
ParseFault parse_delay;
ParseFault parse_drip;
ParseFault parse_stall;
ParseFault parse_hang;
ParseFault parse_slow_close;
// Cuts.
ParseFault parse_cut;
ParseFault parse_reset;
ParseFault parse_empty;
ParseFault parse_half_close;
ParseFault parse_close_without_notify;
// Bytes.
ParseFault parse_garbage;
ParseFault parse_malformed_response_chunk;
ParseFault parse_bad_chunk;
ParseFault parse_no_last_chunk;
ParseFault parse_content_length_too_big;
ParseFault parse_content_length_too_small;
ParseFault parse_length_and_chunked;
ParseFault parse_duplicate_content_length;
ParseFault parse_bare_lf;
ParseFault parse_big_header;
ParseFault parse_many_headers;
ParseFault parse_informational;
ParseFault parse_http_1_0;
ParseFault parse_chunked;
ParseFault parse_close_delimited;
ParseFault parse_extra_bytes;
ParseFault parse_second_answer;
// Meaning.
ParseFault parse_drop_member;
ParseFault parse_null_member;
ParseFault parse_wrong_type;
ParseFault parse_unknown_member;
ParseFault parse_unknown_status;
ParseFault parse_huge_number;
ParseFault parse_timestamps_as;
ParseFault parse_long_document;
ParseFault parse_document_not_json;
ParseFault parse_cut_json;
ParseFault parse_html_body;
ParseFault parse_byte_order_mark;
ParseFault parse_trailing_bytes;
ParseFault parse_invalid_utf8;
ParseFault parse_lone_surrogate;
ParseFault parse_duplicate_keys;
ParseFault parse_deep_nesting;
ParseFault parse_empty_body;
ParseFault parse_empty_object;
ParseFault parse_null_body;
ParseFault parse_array_body;
ParseFault parse_gzip;
ParseFault parse_content_type;
ParseFault parse_redirect;
ParseFault parse_error_on_200;
ParseFault parse_error_body;
ParseFault parse_error_name_in;
ParseFault parse_control_plane_shape;

}  // namespace jobrig::faults
