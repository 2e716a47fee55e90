// Text buffer: collects text in a fixed block of memory and appends it to a string when the block is full. For text
// with many short parts: appending each of them to the string would cost several times more than copying its bytes.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace jobrig::base {

/// For one function at a time: it takes 8 KiB of the stack. Call flush() at the end. All functions that add text throw
/// std::bad_alloc if the string cannot grow; then it has the beginning of the text.
class TextBuffer {
 public:
  /// Borrows the string, which nobody else may use meanwhile.
  explicit TextBuffer(std::string& text) : text_(text) {}
  TextBuffer(const TextBuffer&) = delete;
  TextBuffer& operator=(const TextBuffer&) = delete;
  ~TextBuffer() = default;

  void add(std::string_view more) {
    if (more.size() > kMaxRoom) {
      flush().append(more);
      return;
    }
    end_ = room(more.size());
    end_ += more.copy(end_, more.size());
  }
  void add(char one) {
    *room(1) = one;
    ++end_;
  }

  /// Where the next text belongs, with room for `size` bytes, at most kMaxRoom. Call set_end() after writing there.
  [[nodiscard]] char* room(std::size_t size) {
    if (static_cast<std::size_t>(block_.data() + block_.size() - end_) < size) {
      flush();
    }
    return end_;
  }
  void set_end(char* end) { end_ = end; }

  /// The size of the string with the collected text.
  [[nodiscard]] std::size_t size() const { return text_.size() + static_cast<std::size_t>(end_ - block_.data()); }
  /// Removes everything after the first `size` bytes, which must have been added here.
  void cut(std::size_t size) {
    if (size >= text_.size()) {
      end_ = block_.data() + (size - text_.size());
    } else {
      text_.resize(size);
      end_ = block_.data();
    }
  }
  /// Returns the string, complete. Text may be appended to it until the next call.
  std::string& flush() {
    text_.append(block_.data(), static_cast<std::size_t>(end_ - block_.data()));
    end_ = block_.data();
    return text_;
  }

  static constexpr std::size_t kMaxRoom = 4096;

 private:
  std::array<char, 2 * kMaxRoom> block_;  // NOLINT: filled before it is read
  char* end_ = block_.data();
  std::string& text_;
};

}  // namespace jobrig::base
