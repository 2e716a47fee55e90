#include "manual/completion.h"

#include <array>

namespace jobrig::manual {
namespace {

constexpr std::array kShells{
    Shell{"bash", "source <(jobrig completion bash)", bash_completion},
    Shell{"zsh", "source <(jobrig completion zsh)", zsh_completion},
    Shell{"fish", "jobrig completion fish | source", fish_completion},
};

}  // namespace

std::span<const Shell> shells() { return kShells; }

}  // namespace jobrig::manual
