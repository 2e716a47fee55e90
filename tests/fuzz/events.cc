// The response to GET /events as `jobrig tail` reads it: any bytes from any server, in any pieces.
#include <algorithm>
#include <string>
#include <vector>

#include "fuzz/targets.h"
#include "tail/event_reader.h"
#include "tail/printer.h"

namespace jobrig::fuzz {
namespace {

struct ReadStream {
  bool is_valid = true;
  std::vector<std::string> events;
  std::string lines;

  friend bool operator==(const ReadStream&, const ReadStream&) = default;
};

ReadStream read_stream(std::string_view bytes, std::size_t piece) {
  ReadStream result;
  tail::Printer printer({});
  tail::EventReader reader([&](const tail::StreamEvent& event) {
    result.events.push_back(event.name + " " + event.data);
    if (const auto printed = printer.print({event})) {
      result.lines += printed->lines + printed->messages;
    }
  });
  for (std::size_t at = 0; at < bytes.size() && result.is_valid; at += piece) {
    result.is_valid = reader.read(bytes.substr(at, piece));
  }
  return result;
}

}  // namespace

void fuzz_events(std::string_view bytes) {
  const ReadStream whole = read_stream(bytes, bytes.size() + 1);
  const ReadStream in_pieces = read_stream(bytes, 7);
  promise(whole.is_valid == in_pieces.is_valid, "a response is valid or not, depending on its pieces");
  promise(!whole.is_valid || whole == in_pieces, "a response has other events in pieces");
  promise(std::none_of(whole.lines.begin(), whole.lines.end(),
                       [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == '\x7f'; }),
          "a control character reaches the terminal");
}

}  // namespace jobrig::fuzz
