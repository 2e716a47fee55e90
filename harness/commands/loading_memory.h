// Loading memory: what a program that is going to serve for hours need not hold any longer once it has loaded. It frees
// nothing that anybody owns.
#pragma once

namespace jobrig::commands {

/// Gives back to the kernel what malloc keeps free, and lets go of the pages of shared libraries' code and constants:
/// most were only needed to link, to read YAML and to set up OpenSSL (5 of 11 MB resident). Those that are needed again
/// come back from the page cache. Call it when nothing is served yet.
void give_back_loading_memory();

}  // namespace jobrig::commands
