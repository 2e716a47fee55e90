// Line buffer: bytes as they arrive, taken line by line. The work is linear in the bytes, however short the lines and
// however small the pieces are. It sets no limit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jobrig::drive {

class LineBuffer {
 public:
  void append(std::string_view more);
  /// Takes the first line, without its end. False: no line is complete, or the first one is longer than `most`.
  bool take_line(std::string& line, std::size_t most);
  void clear();

  /// The bytes that have not been taken.
  [[nodiscard]] std::size_t size() const { return bytes_.size() - begin_; }
  [[nodiscard]] bool empty() const { return size() == 0; }

 private:
  std::string bytes_;
  std::size_t begin_ = 0;     // of what has not been taken
  std::size_t searched_ = 0;  // bytes_ from begin_ to here contain no line end
};

}  // namespace jobrig::drive
