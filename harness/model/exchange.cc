#include "model/exchange.h"

namespace jobrig::model {

std::string_view departure_word(Departure departure) {
  switch (departure) {
    case Departure::kKept:
      return "kept";
    case Departure::kClosed:
      return "closed";
    case Departure::kReset:
      return "reset";
    case Departure::kClientGaveUp:
      return "client-gave-up";
    case Departure::kServerStopped:
      return "server-stopped";
  }
  return "";
}

}  // namespace jobrig::model
