import type { Options, SandboxView, Server } from "./index.js";

/** Starts a server for the tests of the file, and gives each test a sandbox. */
export declare function useJobrig(options?: Options): SandboxView & { readonly server: Server };
