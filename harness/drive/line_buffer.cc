#include "drive/line_buffer.h"

namespace jobrig::drive {

void LineBuffer::append(std::string_view more) {
  if (begin_ >= size()) {  // at least half was taken: each byte moves once at most for each byte taken
    bytes_.erase(0, begin_);
    searched_ -= begin_;
    begin_ = 0;
  }
  bytes_.append(more);
}

bool LineBuffer::take_line(std::string& line, std::size_t most) {
  const std::size_t end = bytes_.find('\n', searched_);
  searched_ = end == std::string::npos ? bytes_.size() : end;
  if (end == std::string::npos || end - begin_ > most) {
    return false;
  }
  line.assign(bytes_, begin_, end - begin_);
  begin_ = searched_ = end + 1;
  return true;
}

void LineBuffer::clear() {
  bytes_.clear();
  begin_ = searched_ = 0;
}

}  // namespace jobrig::drive
