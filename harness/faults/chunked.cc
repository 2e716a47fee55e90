// chunked: the body is sent in chunks instead of with a Content-Length. Valid HTTP that some clients do not handle.
//   chunked | chunked: {size: 16B}
//   chunked: {extension: "ieof;q=\"a;b\"", trailer: "Server-Timing: total"}     RFC 9112, 7.1.1 and 7.1.2
#include <algorithm>
#include <string>
#include <utility>

#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

struct Chunking {
  std::size_t size = 0;
  std::string extension;  // after each size
  std::string trailer;    // a line after the last chunk
};

/// The chunk with the extension after its size.
std::string extended(std::string chunk, const std::string& extension) {
  return extension.empty() ? chunk : chunk.insert(chunk.find('\r'), ";" + extension);
}

std::string in_chunks(std::string_view body, const Chunking& chunking) {
  std::string chunks;
  for (std::size_t from = 0; from < body.size(); from += chunking.size) {
    chunks += extended(chunk_of(body.substr(from, chunking.size)), chunking.extension);
  }
  std::string last = extended(std::string(kLastChunk), chunking.extension);
  return chunks + (chunking.trailer.empty() ? last : last.insert(last.size() - 2, chunking.trailer + "\r\n"));
}

bool is_one_line(const std::string& text) { return text.find_first_of("\r\n") == std::string::npos; }

/// Text of one line, or an empty text.
std::string read_line(Settings& settings, std::string_view key, std::string_view summary) {
  const std::string text = settings.text(key, summary).value_or("");
  if (!is_one_line(text)) {
    settings.report(key, "\"" + std::string(key) + "\" must be one line");
  }
  return text;
}

FaultPointer make_chunked(Settings& settings) {
  constexpr std::uint64_t kMaxSize = std::uint64_t{1024} * 1024;
  settings.shorthand("size");
  Chunking chunking;
  chunking.size = static_cast<std::size_t>(settings.bytes("size", "the size of each chunk", 1, kMaxSize, 16));
  chunking.extension = read_line(settings, "extension", "a chunk extension after each size, such as name=value");
  chunking.trailer = read_line(settings, "trailer", "a header line after the last chunk, such as Name: value");
  if (!chunking.trailer.empty() && chunking.trailer.find(':') == std::string::npos) {
    settings.report("trailer", "\"trailer\" must be a header line: Name: value");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings,
                    [chunking = std::move(chunking)](ResponseBytes& response, model::FaultContext& /*context*/) {
                      announce_chunks(response);
                      if (response.may_have_body) {
                        response.body = in_chunks(response.body, chunking);
                      }
                    });
}

}  // namespace

void declare_chunked(std::vector<FaultKind>& kinds) {
  kinds.push_back({"chunked", Group::kBytes, "sends the body in chunks instead of with a Content-Length",
                   "chunked: {size: 16B}", make_chunked});
}

}  // namespace jobrig::faults
