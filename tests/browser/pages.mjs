// Creates the pages for report_test.mjs: the results of the golden JSON report, modified where a test needs it, written as
// HTML by the program under test (JOBRIG in the environment).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const golden = new URL('../golden/report.json', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'jobrig-pages-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

export function everyVerdict() {
  return JSON.parse(readFileSync(golden));
}

// The results of another client, which passes the case with a cut body, lacks the last case, and sends a bare LF.
export function otherClient() {
  const document = everyVerdict();
  const [run] = document.runs;
  run.client.name = 'other';
  run.problems = [];
  run.results.pop();
  const mended = run.results.find((result) => result.case === 'broken-success/cut-body');
  Object.assign(mended, { verdict: 'passed', reason: '' });
  mended.checks[0].holds = true;
  const retried = run.results.find((result) => result.case === 'retry/503-then-ok');
  retried.record.exchanges[0].request = retried.record.exchanges[0].request.replace('\r\n', '\n');
  return document;
}

// `cases` copies of the result of a retried case, each response extended by `bytes` bytes.
export function manyCases(client, cases, bytes) {
  const document = everyVerdict();
  const [run] = document.runs;
  const retried = run.results.find((result) => result.case === 'retry/503-then-ok');
  run.client.name = client;
  run.problems = [];
  run.results = Array.from({ length: cases }, (_, index) => {
    const result = structuredClone(retried);
    result.case = `area-${index % 8}/case-${String(index).padStart(3, '0')}`;
    for (const exchange of result.record.exchanges) {
      exchange.answer += 'x'.repeat(bytes);
    }
    return result;
  });
  return document;
}

// Writes the documents as one page and returns {address, bytes}.
export function pageOf(name, ...documents) {
  const files = documents.map((document, index) => {
    const file = join(folder, `${name}-${index}.json`);
    writeFileSync(file, JSON.stringify(document));
    return file;
  });
  const page = join(folder, `${name}.html`);
  execFileSync(process.env.JOBRIG, ['report', ...files, '--html', page]);
  return { address: pathToFileURL(page).href, bytes: statSync(page).size };
}
