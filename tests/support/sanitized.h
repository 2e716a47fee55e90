// Sanitized: whether the tests and the program are built with a sanitizer, which takes memory and descriptors for
// itself. A test of exact limits has no meaning then.
#pragma once

namespace jobrig::test {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace jobrig::test
