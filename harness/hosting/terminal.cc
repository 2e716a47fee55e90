#include "hosting/terminal.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

namespace jobrig::hosting {

Terminal::Terminal(std::ostream& stream)
    : logger_(
          std::make_unique<spdlog::logger>("jobrig", std::make_shared<spdlog::sinks::ostream_sink_mt>(stream, true))) {
  logger_->set_pattern("%v");  // the lines have what they need; no time: the journal has it
}

Terminal::~Terminal() = default;

void Terminal::write(std::string_view lines) {
  logger_->log(spdlog::level::info, spdlog::string_view_t(lines.data(), lines.size()));
}

}  // namespace jobrig::hosting
