// Sanitized: whether the tests and the program are built with a sanitizer, which takes memory, descriptors and files
// for itself. A test of exact limits has no meaning then.
#pragma once

namespace jobrig::test {

#if !defined(__has_feature)
inline constexpr bool kSanitized = false;
inline constexpr bool kThreadSanitized = false;
#else
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#if __has_feature(thread_sanitizer)
inline constexpr bool kThreadSanitized = true;
#else
inline constexpr bool kThreadSanitized = false;
#endif
#endif

}  // namespace jobrig::test
