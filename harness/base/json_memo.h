// JSON memo: escapes texts of which many resemble an earlier one of the same size, such as responses that differ only
// in their date and their request ID. It remembers such a text and its escaped form, and escapes only the parts that
// differ. Without it, escaping would be most of the cost of the journal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text_buffer.h"

namespace jobrig::base {

/// Not thread-safe. Has no memory until it is used, and never more than about 420 KB.
class JsonMemo {
 public:
  /// As append_json_characters() of json_buffer.h: the same output and the same result.
  std::size_t append_characters(TextBuffer& json, std::string_view text);

  static constexpr std::size_t kMaxText = 4096;  // a longer text is not remembered
  static constexpr std::size_t kEntries = 32;    // texts whose sizes differ by a multiple of this displace each other

 private:
  /// A text and its escaped form, in strides (json_stride.h). Only ASCII, because only there each stride can be escaped
  /// without its neighbours. All functions but escaped() return false if the text cannot be remembered.
  class Entry {
   public:
    bool set(std::string_view text);
    [[nodiscard]] std::string_view escaped() const;

   private:
    bool update(std::string_view text);
    bool update_stride(std::size_t index, const char* from, std::string_view text);
    bool set_from(std::size_t index, std::string_view text);
    void grow(std::size_t strides);

    std::size_t size_ = 0;      // of the text; 0: there is none
    std::size_t capacity_ = 0;  // in strides
    unsigned skips_ = 0;        // the next texts, which are not tried
    std::string text_;          // the last stride is padded
    std::string escaped_;
    std::vector<std::uint16_t> begins_;  // of each stride in escaped_; then the end of the last one
  };

  const Entry* remember(std::string_view text) noexcept;

  std::vector<Entry> entries_;  // by the size of the text
};

}  // namespace jobrig::base
