// The lists of exchanges, near misses, and unused rules and answers.
const kMaxLines = 60;
const kMaxMisses = 5;
const kSampleTime = 3000; // in milliseconds, for the share of shown exchanges

const lines = [];
const samples = []; // {at, shown, all}
let missed = 0;

function takeExchanges(batch) {
  lines.push(...batch.records);
  lines.splice(0, Math.max(0, lines.length - kMaxLines));
  samples.push({ at: performance.now(), shown: batch.records.length, all: batch.matched });
}

function takeDropped(event) {
  missed += event.exchanges ?? 0;
  packetsMissed += event.packets ?? 0;
}

// `samples`: {at, shown, all}. It forgets the old ones.
function sampledWords(samples, missed, what) {
  const now = performance.now();
  while (samples.length > 0 && now - samples[0].at > kSampleTime) {
    samples.shift();
  }
  const shown = samples.reduce((sum, one) => sum + one.shown, 0);
  const all = samples.reduce((sum, one) => sum + one.all, 0);
  const words = [];
  if (all > shown && shown > 0) {
    words.push(`a sample: ${numberText(shown)} of ${numberText(all)} ${what} in ${kSampleTime / 1000} s`);
  }
  if (missed > 0) {
    words.push(`${numberText(missed)} were missed because this page was too slow`);
  }
  return words.join('; ');
}

function showLog() {
  byId('no-log').hidden = lines.length > 0;
  showItems(
    byId('log'),
    [...lines].reverse(),
    (record) => record.position,
    (record) =>
      element(
        'li',
        {},
        element('time', {}, record.arrived.slice(11, 23)),
        element('span', { class: `t-${groupOf(record.status)}` }, record.status === 0 ? '–' : String(record.status)),
        element('span', { class: 'what' }, record.text),
      ),
    () => {},
  );
  setText(byId('sampled'), sampledWords(samples, missed, 'exchanges'));
}

let unmatchedShown = -1;

// Asks for the near misses if there are new ones.
async function refreshMisses() {
  const unmatched = lastCounters?.counters.unmatched ?? 0;
  if (unmatched === unmatchedShown || rules.length === 0) {
    return;
  }
  unmatchedShown = unmatched;
  setText(byId('unmatched'), `${numberText(unmatched)} without a rule`);
  const answer = await look(`/near-misses?limit=${kMaxMisses}`);
  if (answer) {
    const requests = answer.requests.filter((request) => request.misses.length > 0).reverse();
    byId('no-misses').hidden = requests.length > 0;
    showItems(byId('misses'), requests, (request) => request.position, makeMiss, () => {});
  }
}

function makeMiss(request) {
  const [nearest] = request.misses;
  return element(
    'li',
    {},
    element('div', {}, `${request.request} `, element('span', { class: `t-${groupOf(request.status)}` }, statusText(request.status))),
    element('div', { class: 'reasons' }, `rule "${nearest.rule}": ${nearest.reasons.join('; ')}`),
  );
}

function takeUnused(answer) {
  const unused = answer.rules ?? [];
  byId('no-unused').hidden = unused.length > 0;
  showItems(
    byId('unused'),
    unused,
    (rule) => rule.rule,
    () => element('li', {}, element('div'), element('div', { class: 'reasons' })),
    (item, rule) => {
      setText(item.firstChild, rule.rule);
      const place = rule.file ? `${rule.file}:${rule.line}` : `line ${rule.line}`;
      setText(item.lastChild, `${place}: ${rule.used ? `answer ${rule.steps.join(', ')} was not used` : 'no request matched it'}`);
    },
  );
}
