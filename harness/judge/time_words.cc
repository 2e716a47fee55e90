#include "judge/time_words.h"

#include <chrono>

#include "base/units.h"

namespace jobrig::judge {

std::string shown_time(base::Duration time) {
  using namespace std::chrono_literals;
  return base::format_duration(time < 1ms && time > -1ms ? time : std::chrono::round<std::chrono::milliseconds>(time));
}

}  // namespace jobrig::judge
