// For node:test: `const jobrig = useJobrig();` at the top of a file or in a describe().
import { after, afterEach, before, beforeEach } from "node:test";
import { hooks } from "./hooks.js";

export const useJobrig = (options) => hooks({ before, after, beforeEach, afterEach }, options);
