// gzip: compresses the body although the client did not request it: the AWS SDKs do not send a matching
// Accept-Encoding. The format is RFC 1952 with one stored block per 65535 bytes (RFC 1951, 3.2.4), which is valid and
// needs no library.
//   gzip
//   gzip: {content-encoding: none}      without the Content-Encoding header
#include "faults/headers.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

constexpr std::size_t kMaxOfBlock = 65535;

// The CRC-32 of RFC 1952, section 8, computed bit by bit because bodies are small.
std::uint32_t checksum(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 1U) != 0 ? (crc >> 1U) ^ 0xEDB88320U : crc >> 1U;
    }
  }
  return ~crc;
}

void append_little_endian(std::string& bytes, std::uint32_t number, int count) {
  for (int byte = 0; byte < count; ++byte, number >>= 8U) {
    bytes += static_cast<char>(number & 0xFFU);
  }
}

std::string gzipped(std::string_view text) {
  // Magic number, deflate, no flags, no time, no extra flags, unknown system.
  std::string bytes("\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\xFF", 10);
  std::string_view rest = text;
  do {
    const std::string_view block = rest.substr(0, kMaxOfBlock);
    rest.remove_prefix(block.size());
    bytes += rest.empty() ? '\x01' : '\x00';
    append_little_endian(bytes, static_cast<std::uint32_t>(block.size()), 2);
    append_little_endian(bytes, ~static_cast<std::uint32_t>(block.size()), 2);
    bytes += block;
  } while (!rest.empty());
  append_little_endian(bytes, checksum(text), 4);
  append_little_endian(bytes, static_cast<std::uint32_t>(text.size()), 4);
  return bytes;
}

FaultPointer make_gzip(Settings& settings) {
  settings.shorthand("content-encoding");
  const bool says_so = settings.word("content-encoding", "the value of the header", {"gzip", "none"}, "gzip") != "none";
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [says_so](model::Reply& reply, model::FaultContext& /*context*/) {
    reply.body = gzipped(reply.body);
    if (says_so) {
      set_header(reply, "Content-Encoding", "gzip");
    }
  });
}

}  // namespace

void declare_gzip(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"gzip", Group::kMeaning, "compresses the body although the client did not ask for it", "gzip", make_gzip});
}

}  // namespace jobrig::faults
