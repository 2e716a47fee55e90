/** A duration: milliseconds, or a text such as "250ms", "5s", "2m". */
export type Duration = number | string;

/** The URL of a file, an object, YAML text, or the name of a built-in scenario. */
export type Scenario = URL | object | string;

/** One exchange, as schemas/README.md describes it under "The journal". */
export interface Exchange {
  number: number;
  connection: number;
  arrived: string;
  operation: string;
  thing: string;
  job: string;
  ordinal: number;
  rule: string;
  step: number;
  faults: string[];
  error: string;
  status: number;
  close_reason: string;
  request?: string;
  answer?: string;
  [member: string]: unknown;
}

/** Globs, the status of the response, and a position. */
export interface Filters {
  thing?: string;
  job?: string;
  operation?: string;
  rule?: string;
  status?: number;
  after?: number;
}

export interface Journal {
  /** The newest exchanges, oldest first. */
  records(filters?: Filters & { limit?: number }): Promise<Exchange[]>;
  /** The exchanges as soon as there are `count` (default 1). Rejects with JournalTimeout after `within` (default 30s). */
  wait(expected?: Filters & { count?: number; within?: Duration }): Promise<Exchange[]>;
}

/** The time of a sandbox. Other sandboxes have their own. */
export interface Clock {
  now(): Promise<string>;
  /** Advances the time, for example by "7d" or "1h30m". */
  advance(by: string): Promise<void>;
  /** Sets the time to a later one: "2030-01-01T00:00:00Z". */
  set(to: string): Promise<void>;
  /** 60: a minute passes in each second. */
  rate(rate: number): Promise<void>;
  freeze(): Promise<void>;
}

/** What a client of the AWS SDK needs: `new IoTJobsDataPlaneClient(sandbox.awsConfig())`. */
export interface AwsConfig {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** A request that matched no rule, and why the nearest rules did not match. */
export interface NearMiss {
  request: string;
  operation: string;
  thing: string;
  job: string;
  status: number;
  misses: { rule: string; line: number; reasons: string[] }[];
}

export interface SandboxView {
  readonly endpoint: string;
  readonly journal: Journal;
  readonly clock: Clock;
  awsConfig(): AwsConfig;
  /** Serves another scenario, from the beginning. */
  scenario(scenario: Scenario): Promise<void>;
  /** Resets state, counters, time and journal. */
  reset(): Promise<void>;
  nearMisses(): Promise<NearMiss[]>;
}

/** A scenario with its own endpoint, state, counters, time and journal. */
export interface Sandbox extends SandboxView {
  readonly seed: number;
  close(): Promise<void>;
}

export interface Server {
  readonly endpoint: string;
  readonly ready: { pid: number; admin: string; version: string; [member: string]: unknown };
  /** A sandbox with a scenario (default: the server's). */
  sandbox(scenario?: Scenario, options?: { seed?: number }): Promise<Sandbox>;
  /** Ends the server and resolves with its exit code. */
  stop(): Promise<number | null>;
}

export interface Options {
  /** The path of the program; default: the variable JOBRIG, `jobrig` in PATH, or a build folder. */
  program?: string;
  /** More arguments of `jobrig serve`. */
  arguments?: string[];
}

export declare function findProgram(program?: string): string;
export declare function startJobrig(options?: Options): Promise<Server>;
export declare class AdminError extends Error {}
export declare class JournalTimeout extends Error {}
