// Fuzz targets: functions that take any bytes and throw when the code breaks a promise over them. libFuzzer calls one
// of them (libfuzzer_main.cc, ci/fuzz); a unit test calls all of them over the saved corpora (corpora_test.cc).
#pragma once

#include <span>
#include <string_view>

namespace jobrig::fuzz {

void fuzz_framer(std::string_view bytes);
void fuzz_request(std::string_view bytes);
void fuzz_body(std::string_view bytes);
void fuzz_scenario(std::string_view bytes);
void fuzz_journal(std::string_view bytes);
void fuzz_journal_file(std::string_view bytes);
void fuzz_filters(std::string_view bytes);
void fuzz_protocol(std::string_view bytes);
void fuzz_profile(std::string_view bytes);
void fuzz_report(std::string_view bytes);
void fuzz_signature(std::string_view bytes);
void fuzz_globs(std::string_view bytes);
void fuzz_mqtt(std::string_view bytes);
void fuzz_mqtt_broker(std::string_view bytes);
void fuzz_text(std::string_view bytes);
void fuzz_events(std::string_view bytes);

struct Target {
  std::string_view name;  // of its corpus too: tests/fuzz/corpora/NAME
  void (*run)(std::string_view bytes);
};

std::span<const Target> targets();

/// Throws std::logic_error with the text when it is not kept.
void promise(bool kept, const char* what);

}  // namespace jobrig::fuzz
