// Requests per second by status: a stacked bar for each of the last 120 seconds, a legend, and the other counters.
const kSeconds = 120;
const kGroups = ['good', 'other', 'slow', 'bad', 'none']; // from the bottom

const rates = []; // {at, statuses: {status: rate}}
let lastCounters;

// Called once a second with the totals.
function takeCounters(counters) {
  const at = performance.now();
  if (lastCounters) {
    const seconds = (at - lastCounters.at) / 1000;
    const statuses = {};
    for (const [status, total] of Object.entries(counters.statuses)) {
      const rate = (total - (lastCounters.counters.statuses[status] ?? 0)) / seconds;
      if (rate > 0) {
        statuses[status] = rate;
      }
    }
    rates.push({ at, statuses });
    rates.splice(0, Math.max(0, rates.length - kSeconds));
  }
  lastCounters = { at, counters };
}

const sumOf = (statuses) => Object.values(statuses).reduce((sum, rate) => sum + rate, 0);

function groupedRates(statuses) {
  const groups = {};
  for (const [status, rate] of Object.entries(statuses)) {
    groups[groupOf(status)] = (groups[groupOf(status)] ?? 0) + rate;
  }
  return groups;
}

// A round number not below `value`.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= value);
}

function drawChart() {
  const canvas = byId('chart');
  const { width, height } = canvas.getBoundingClientRect();
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const most = roundUp(Math.max(10, ...rates.map((one) => sumOf(one.statuses))));
  const left = 52;
  const floor = height - 18;
  pen.font = '11px system-ui, sans-serif';
  pen.fillStyle = colour('quiet');
  pen.strokeStyle = colour('line');
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  for (const part of [0, 0.5, 1]) {
    const y = floor - part * (floor - 8);
    pen.fillText(numberText(part * most), left - 8, y);
    pen.beginPath();
    pen.moveTo(left, Math.round(y) + 0.5);
    pen.lineTo(width, Math.round(y) + 0.5);
    pen.stroke();
  }
  const step = (width - left) / kSeconds;
  rates.forEach((one, index) => {
    const x = width - (rates.length - index) * step;
    let y = floor;
    const groups = groupedRates(one.statuses);
    for (const group of kGroups) {
      const part = ((groups[group] ?? 0) / most) * (floor - 8);
      pen.fillStyle = colour(group);
      pen.fillRect(x, y - part, Math.max(1, step - (step > 4 ? 1 : 0)), part);
      y -= part;
    }
  });
  pen.fillStyle = colour('quiet');
  pen.textBaseline = 'alphabetic';
  pen.textAlign = 'left';
  pen.fillText('2 min ago', left, height - 3);
  pen.textAlign = 'right';
  pen.fillText('now', width, height - 3);
}

// The statuses of the last two minutes with their rates now.
function showStatuses(statuses) {
  const seen = new Set(rates.flatMap((one) => Object.keys(one.statuses)));
  const rows = [...seen].sort((one, other) => Number(one) - Number(other)).map((status) => [status, statuses[status] ?? 0]);
  showItems(
    byId('statuses'),
    rows,
    ([status]) => status,
    ([status]) => element('li', { class: `c-${groupOf(status)}` }, element('span', { class: 'swatch', 'aria-hidden': 'true' }), element('span')),
    (item, [status, rate]) => setText(item.lastChild, `${statusText(status)}  ${rate > 0 && rate < 10 ? rate.toFixed(1) : numberText(rate)}/s`),
  );
  const words = rows.map(([status, rate]) => `${statusText(status)}: ${numberText(rate)}`).join(', ');
  byId('chart').setAttribute('aria-label', `Requests per second by status in the last two minutes; now ${words || 'none'}`);
}

function showNumbers(counters) {
  const total = sumOf(counters.statuses);
  const rows = [
    ['Requests', total],
    ['Open connections', counters.connections],
    ['Keys in memory', counters.keys],
    ['Without a rule', counters.unmatched],
    ['Not valid HTTP', counters.refused],
    ['Records in memory', counters.journal_records],
  ];
  showItems(
    byId('numbers'),
    rows,
    ([name]) => name,
    ([name]) => element('div', {}, element('dt', {}, name), element('dd')),
    (item, [, value]) => setText(item.lastChild, numberText(value)),
  );
}

function showCounters() {
  if (!lastCounters) {
    return;
  }
  const now = rates.at(-1)?.statuses ?? {};
  setText(byId('rate'), numberText(sumOf(now)));
  drawChart();
  showStatuses(now);
  showNumbers(lastCounters.counters);
}
