// The exchanges of the chosen thing on a time axis: a lane for each request with the wait, the response, how it ended, and
// the gap since the attempt before it for the same job. The picture has a text alternative with the same content.
const kLane = 24;
const kLeft = 12;
const kMaxLanes = 30;
const kCharacter = 6.4; // approximate width of a character

// What is drawn: the thing, its newest exchanges, and the position up to which the journal was read.
let timeline = { of: undefined, records: [], last: 0 };

function emptyTimeline(sentence) {
  byId('timeline').replaceChildren(element('p', { class: 'quiet' }, sentence));
}

// Reads what is new in the journal since the last call, or all of it for another thing.
async function refreshTimeline() {
  const name = chosen;
  if (!name) {
    timeline = { of: undefined, records: [], last: 0 };
    setText(byId('timeline-note'), '');
    emptyTimeline('Select a thing to see its requests, delays, faults and retries.');
    return;
  }
  const before = timeline.of === name ? timeline : { of: name, records: [], last: 0 };
  const since = before.last > 0 ? `&after=${before.last}&limit=1000` : `&limit=${kMaxLanes}`;
  const answer = await look(`/journal?thing=${encodeURIComponent(name)}${since}`);
  if (!answer || name !== chosen) {
    return;
  }
  const last = answer.more && before.last > 0 ? answer.records.at(-1).position : answer.last;
  const records = [...before.records, ...answer.records.map(withoutBytes)].slice(-kMaxLanes);
  const isSame = timeline.of === name && answer.records.length === 0;
  timeline = { of: name, records, last };
  if (!isSame) {
    const words = { 0: '', 1: ': 1 exchange' }[records.length] ?? `: the last ${records.length} exchanges`;
    setText(byId('timeline-note'), name + words);
    drawTimeline(records);
  }
}

function withoutBytes({ request, answer, ...record }) {
  return record;
}

function attemptWords(record) {
  const words = [`${record.job || record.operation} ${statusText(record.status)}${record.error ? ` ${record.error}` : ''}`];
  if (record.faults.length > 0) {
    words.push(record.faults.join(', '));
  }
  if (record.rule) {
    words.push(`rule ${record.rule}`);
  }
  const ends = { reset: 'reset', closed: 'closed', 'client-gave-up': 'the client gave up', 'server-stopped': 'the server stopped' };
  if (ends[record.close_reason]) {
    words.push(ends[record.close_reason]);
  }
  return words.join(' · ');
}

// Adds the start in microseconds since the first, and the gap since the end of the attempt before for the same job.
function withGaps(records) {
  const ends = new Map();
  return records.map((record) => {
    const start = record.monotonic_us - records[0].monotonic_us;
    const end = start + (record.ended_us ?? 0);
    const before = ends.get(record.job);
    ends.set(record.job, end);
    return { ...record, start, end, gap: before === undefined ? undefined : Math.max(0, start - before) };
  });
}

function ticksOf(axis, height) {
  const rough = axis.range / Math.max(2, Math.floor((axis.width - kLeft) / 110));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
  const group = drawn('g');
  for (let moment = 0; moment <= axis.range; moment += step) {
    const x = axis.x(moment);
    group.append(
      drawn('line', { class: 'tick', x1: x, x2: x, y1: 2, y2: height - 18 }),
      drawn('text', { class: 'quiet-text', x, y: height - 5, 'text-anchor': moment === 0 ? 'start' : 'middle' }, moment === 0 ? '0' : timeText(moment)),
    );
  }
  return group;
}

function laneOf(record, y, axis) {
  const start = axis.x(record.start);
  const first = axis.x(record.start + (record.first_byte_us ?? record.ended_us ?? 0));
  const last = Math.max(first + 4, axis.x(record.start + (record.last_byte_us ?? record.first_byte_us ?? record.ended_us ?? 0)));
  const group = drawn('g', {}, drawn('line', { class: 'wait', x1: start, x2: first, y1: y, y2: y }));
  if (record.first_byte_us !== null) {
    const faulty = record.faults.length > 0 && groupOf(record.status) === 'good';
    group.append(drawn('rect', { class: `f-${faulty ? 'slow' : groupOf(record.status)}`, x: first, y: y - 6, width: last - first, height: 12, rx: 1.5 }));
  }
  if (record.close_reason === 'reset' || record.close_reason === 'client-gave-up') {
    group.append(drawn('path', { class: 'cross', d: `M${last + 4} ${y - 5}l8 10m0 -10l-8 10` }));
  }
  group.append(drawn('path', { class: 'request', d: `M${start - 7} ${y - 5}l7 5l-7 5z` }));
  const gap = record.gap === undefined ? '' : `+${timeText(record.gap)} · `;
  const words = gap + attemptWords(record);
  const behind = axis.width - last - 20;
  const atEnd = behind >= Math.min(words.length * kCharacter, start - kLeft) || behind > start;
  const room = Math.max(6, Math.floor((atEnd ? behind : start - kLeft - 12) / kCharacter));
  const shown = words.length > room ? `${words.slice(0, room - 1)}…` : words;
  const label = drawn('text', { x: atEnd ? last + 16 : start - 12, y: y + 4, 'text-anchor': atEnd ? 'start' : 'end' }, shown);
  label.append(drawn('title', {}, words));
  group.append(label);
  return group;
}

function legendOfTimeline() {
  const sign = (...shapes) => drawn('svg', { viewBox: '0 0 22 10', 'aria-hidden': 'true' }, ...shapes);
  const bar = (name) => sign(drawn('rect', { class: `f-${name}`, x: 4, y: 0, width: 14, height: 10, rx: 1.5 }));
  return element(
    'figcaption',
    {},
    element('span', {}, sign(drawn('path', { class: 'request', d: 'M8 0l7 5l-7 5z' })), 'request'),
    element('span', {}, sign(drawn('line', { class: 'wait', x1: 0, x2: 22, y1: 5, y2: 5 })), 'waiting'),
    element('span', {}, bar('good'), 'response'),
    element('span', {}, bar('slow'), 'with a fault, or 429'),
    element('span', {}, bar('bad'), 'error'),
    element('span', {}, sign(drawn('path', { class: 'cross', d: 'M7 0l8 10m0 -10l-8 10' })), 'reset or given up'),
    element('span', {}, '+ time since the attempt before'),
  );
}

function drawTimeline(records) {
  const figure = byId('timeline');
  if (records.length === 0) {
    emptyTimeline('No request of this thing is in memory.');
    return;
  }
  const width = Math.max(280, Math.floor(figure.clientWidth));
  const attempts = withGaps(records);
  const range = Math.max(1000, ...attempts.map((attempt) => attempt.end)) * 1.02;
  const scale = (width - kLeft - 12) / range;
  const axis = { range, width, x: (moment) => kLeft + moment * scale };
  const height = attempts.length * kLane + 34;
  const words = attempts.map((attempt) => `${timeText(attempt.start)}: ${attemptWords(attempt)}${attempt.gap === undefined ? '' : `, ${timeText(attempt.gap)} after the attempt before`}.`);
  const svg = drawn('svg', { role: 'img', viewBox: `0 0 ${width} ${height}`, 'aria-label': words.join(' ') });
  svg.append(ticksOf(axis, height));
  attempts.forEach((attempt, index) => svg.append(laneOf(attempt, 16 + index * kLane, axis)));
  figure.replaceChildren(svg, legendOfTimeline());
  figure.scrollTop = figure.scrollHeight;
}
