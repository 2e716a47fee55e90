// Starts the program under test (JOBRIG in the environment) with an admin interface, and sends requests to it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const folder = mkdtempSync(join(tmpdir(), 'jobrig-live-'));
const servers = new Set();
process.on('exit', () => {
  servers.forEach((server) => server.kill('SIGKILL'));
  rmSync(folder, { recursive: true, force: true });
});

// Serves a scenario: its text, and the name of its file. Returns {endpoint, admin, mqtt, get, stop}.
export async function serve(scenario, { name = 'fleet.yaml', options = [] } = {}) {
  const file = join(folder, name);
  writeFileSync(file, scenario);
  const words = ['serve', file, '--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0', ...options];
  const server = spawn(process.env.JOBRIG, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  servers.add(server);
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(`jobrig serve ended with exit code ${code}`);
  });
  const [line] = await Promise.race([once(createInterface(server.stdout), 'line'), ended]);
  ended.catch(() => {}); // later, the end is expected
  server.unref(); // a test that fails does not stop it
  server.stdout.unref();
  const { endpoint, admin, mqtt } = JSON.parse(line);
  const get = async (path, headers = {}) => {
    const response = await fetch(endpoint + path, { headers });
    await response.arrayBuffer();
    return response.status;
  };
  const stop = async () => {
    server.ref();
    server.kill('SIGTERM');
    await once(server, 'exit');
    servers.delete(server);
  };
  return { endpoint, admin, mqtt, get, stop };
}
