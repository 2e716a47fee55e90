#include "base/json_memo.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <new>

#include "base/json_buffer.h"
#include "base/json_stride.h"

namespace jobrig::base {
namespace {

constexpr unsigned kSkips = 15;  // texts after one that cannot be remembered, because the next ones are often like it
constexpr std::size_t kMaxGrowth = 2;                                // by escaping; that of a usual text is a tenth
constexpr std::size_t kMaxWritten = kMaxEscape * kStride + kStride;  // by write_stride()
static_assert(kMaxGrowth * JsonMemo::kMaxText + kMaxWritten <= std::numeric_limits<std::uint16_t>::max());

constexpr std::size_t strides_in(std::size_t size) { return (size + kStride - 1) / kStride; }

std::array<char, kStride> padded_stride(std::string_view text) {
  std::array<char, kStride> stride;  // NOLINT: filled in the next lines
  stride.fill('x');                  // needs no escape, so the escaped padding is as long as the padding
  text.copy(stride.data(), text.size());
  return stride;
}

}  // namespace

std::size_t JsonMemo::append_characters(TextBuffer& json, std::string_view text) {
  const Entry* const entry = remember(text);
  if (entry == nullptr) {
    return append_json_characters(json, text);
  }
  json.add(entry->escaped());
  return text.size();
}

/// Returns null if the text cannot be remembered.
const JsonMemo::Entry* JsonMemo::remember(std::string_view text) noexcept {
  if (text.empty() || text.size() > kMaxText) {
    return nullptr;
  }
  try {
    if (entries_.empty()) {
      entries_.resize(kEntries);
    }
    Entry& entry = entries_[text.size() % kEntries];
    return entry.set(text) ? &entry : nullptr;
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

bool JsonMemo::Entry::set(std::string_view text) {
  if (skips_ > 0) {
    --skips_;
    return false;
  }
  const bool is_set = text.size() == size_ ? update(text) : set_from(0, text);
  skips_ = is_set ? 0 : kSkips;
  return is_set;
}

std::string_view JsonMemo::Entry::escaped() const {
  const std::size_t strides = strides_in(size_);
  return {escaped_.data(), begins_[strides] - (strides * kStride - size_)};
}

/// For a text of the same size. After a failure, it remembers a mixture of both texts, which is as good as any text.
bool JsonMemo::Entry::update(std::string_view text) {
  const std::size_t whole = text.size() / kStride;
  for (std::size_t index = 0; index < whole; ++index) {
    const char* const from = text.data() + index * kStride;
    const char* const old = text_.data() + index * kStride;
    if (index % 4 == 0 && index + 4 <= whole && are_four_strides_equal(from, old)) {
      index += 3;
    } else if (!is_stride_equal(from, old) && !update_stride(index, from, text)) {
      return false;
    }
  }
  if (text.size() % kStride == 0) {
    return true;
  }
  const std::array<char, kStride> last = padded_stride(text.substr(whole * kStride));
  return is_stride_equal(last.data(), text_.data() + whole * kStride) || update_stride(whole, last.data(), text);
}

bool JsonMemo::Entry::update_stride(std::size_t index, const char* from, std::string_view text) {
  char* const old = text_.data() + index * kStride;
  char* const to = escaped_.data() + begins_[index];
  const std::size_t old_size = begins_[index + 1] - begins_[index];
  if (old_size == kStride && marks_of(from) == 0) {
    std::memcpy(old, from, kStride);
    std::memcpy(to, from, kStride);
    return true;
  }
  std::array<char, 2 * kStride> stride{};  // write_stride() reads more than it uses
  std::array<char, kMaxWritten> written;   // NOLINT: filled before it is read
  std::memcpy(stride.data(), from, kStride);
  const Steps end = write_stride({stride.data(), written.data()});
  if (end.from < stride.data() + kStride) {
    return false;  // not ASCII
  }
  if (static_cast<std::size_t>(end.to - written.data()) != old_size) {
    return set_from(index, text);
  }
  std::memcpy(old, from, kStride);
  std::memcpy(to, written.data(), old_size);
  return true;
}

/// The strides before this one are right.
bool JsonMemo::Entry::set_from(std::size_t index, std::string_view text) {
  size_ = 0;
  const std::size_t strides = strides_in(text.size());
  grow(strides);
  const std::size_t begin = index * kStride;
  text.copy(text_.data() + begin, text.size(), begin);
  std::fill_n(text_.data() + text.size(), strides * kStride - text.size(), 'x');  // as in padded_stride()
  Steps at{text_.data() + begin, escaped_.data() + begins_[index]};
  const char* const limit = escaped_.data() + kMaxGrowth * kStride * strides;
  for (; index < strides; ++index) {
    const char* const next = at.from + kStride;
    at = write_stride(at);
    if (at.from < next || at.to > limit) {
      return false;
    }
    begins_[index + 1] = static_cast<std::uint16_t>(at.to - escaped_.data());
  }
  size_ = text.size();
  return true;
}

/// Does nothing if there is room. Otherwise what it remembered is lost.
void JsonMemo::Entry::grow(std::size_t strides) {
  if (strides <= capacity_) {
    return;
  }
  capacity_ = 0;
  text_ = std::string((strides + 1) * kStride, '\0');  // one more, because write_stride() reads more than it uses
  escaped_ = std::string(kMaxGrowth * strides * kStride + kMaxWritten, '\0');
  begins_.assign(strides + 1, 0);
  capacity_ = strides;
}

}  // namespace jobrig::base
