// The file of a journal that a server finds at its start: a file that is not a journal stays as it is, an incomplete
// line at the end is removed, and nothing else. The input is the content of the file.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fuzz/targets.h"
#include "journal/line.h"
#include "journal/target.h"
#include "support/temporary_folder.h"

namespace jobrig::fuzz {
namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

void fuzz_journal_file(std::string_view bytes) {
  static const test::TemporaryFolder kFolder;
  const std::filesystem::path path = kFolder.path() / "journal.jsonl";
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  auto target = journal::Target::open(path.string());
  if (!target) {
    promise(content_of(path) == bytes && !bytes.empty(), "a refused file is changed");
    return;
  }
  const std::string_view kept = bytes.substr(0, bytes.size() - target->cut());
  promise(kept.empty() || kept.ends_with('\n'), "an incomplete line is left");
  promise(bytes.substr(kept.size()).find('\n') == std::string_view::npos, "a whole line is removed");
  std::string line;
  journal::append_dropped_event(1, bytes, line);
  promise(target->write(line, {}).bytes == line.size() && target->close() == 0, "a line is not written");
  promise(content_of(path) == std::string(kept) + line, "the file is not what was there and the line");
  promise(journal::exchanges_in(line) == 0, "an event counts as an exchange");
}

}  // namespace jobrig::fuzz
