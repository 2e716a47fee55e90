// Draws the attempts of a case on a time axis: the calls of the client, and below them a lane for each exchange with the
// wait for its response, the response, how it ended and the gap before it; and the deadline if it is near. The picture
// has a text alternative with the same content.
'use strict';

const kLane = 24;
const kLeft = 52;
const kRight = 64;
const kMaxLanes = 40;
const kCharacter = 6.4; // approximate width of a character

function momentsOf(result) {
  const moments = [];
  for (const call of result.calls) {
    moments.push(call.began, call.ended);
  }
  for (const exchange of result.exchanges) {
    moments.push(exchange.whole, exchange.first, exchange.last, exchange.ended);
  }
  return moments.filter((moment) => moment !== undefined);
}

// Returns a step of 1, 2 or 5 times a power of ten that gives about `wanted` ticks.
function tickStep(range, wanted) {
  const rough = range / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
}

function axisOf(result, width) {
  const end = Math.max(1000, ...momentsOf(result));
  const near = result.bound > 0 && end > result.bound * 0.4;
  const range = (near ? Math.max(end, result.bound) : end) * 1.03;
  const scale = (width - kLeft - kRight) / range;
  return { range, near, width, x: (moment) => kLeft + moment * scale };
}

function statusClass(exchange) {
  if (exchange.status >= 200 && exchange.status < 300) {
    return exchange.faults ? 'other' : 'good';
  }
  return exchange.status === 429 || (exchange.status >= 300 && exchange.status < 400) ? 'other' : 'bad';
}

// `503 ServiceUnavailableException · cut · reset`: the label of an attempt.
function attemptWords(exchange) {
  if (exchange.handshake) {
    return `TLS handshake failed: ${exchange.handshake}`;
  }
  const words = [exchange.status ? `${exchange.status}${exchange.error ? ` ${exchange.error}` : ''}` : 'no response'];
  if (exchange.faults) {
    words.push(`fault ${exchange.faults.join(', ')}`);
  }
  if (exchange.refusal) {
    words.push('refused');
  }
  const ends = { reset: 'reset', closed: 'closed', 'client-gave-up': 'the client gave up', 'server-stopped': 'server stopped' };
  if (ends[exchange.close_reason]) {
    words.push(ends[exchange.close_reason]);
  }
  return words.join(' · ');
}

function shortened(text, room) {
  const most = Math.max(4, Math.floor(room / kCharacter));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

// Position of the label of a bar: after the bar if there is room, else before it.
function placeBeside(words, start, end, axis) {
  const behind = axis.width - end - 10;
  const before = start - kLeft - 10;
  const atEnd = behind >= words.length * kCharacter || behind >= before;
  return { atEnd, x: atEnd ? end + 8 : start - 8, text: shortened(words, atEnd ? behind : before) };
}

function wordsBeside(words, start, end, y, axis) {
  const place = placeBeside(words, start, end, axis);
  const label = drawn('text', { x: place.x, y, 'text-anchor': place.atEnd ? 'start' : 'end' }, place.text);
  label.append(drawn('title', {}, words));
  return label;
}

function ticks(axis, height) {
  const step = tickStep(axis.range, Math.max(2, Math.floor((axis.width - kLeft) / 110)));
  const group = drawn('g', { class: 'tick' });
  for (let moment = 0; moment <= axis.range; moment += step) {
    const x = axis.x(moment);
    const unit = step >= 100000 ? `${+(moment / 1e6).toFixed(3)} s` : `${+(moment / 1000).toFixed(3)} ms`;
    group.append(
      drawn('line', { x1: x, x2: x, y1: 4, y2: height - 18 }),
      drawn('text', { x, y: height - 5, 'text-anchor': 'middle' }, moment === 0 ? '0' : unit),
    );
  }
  return group;
}

function callLane(call, y, axis) {
  const start = axis.x(call.began ?? 0);
  const end = Math.max(start + 3, axis.x(call.ended ?? axis.range));
  const words = `${call.operation}: ${call.timed_out ? 'no report before the deadline' : call.kind ?? 'no report'}`;
  const room = end - start - 16;
  const inside = words.length * kCharacter < room || room > axis.width - end;
  return drawn(
    'g',
    {},
    drawn('text', { class: 'lane', x: 0, y: y + 4 }, 'call'),
    drawn('rect', { class: 'call', x: start, y: y - 8, width: end - start, height: 16, rx: 3 }),
    inside ? drawn('text', { x: start + 8, y: y + 4 }, shortened(words, room), drawn('title', {}, words)) : wordsBeside(words, start, end, y + 4, axis),
  );
}

// A symbol at `x` for the end of an exchange: a cross for a reset or a client that gave up, a bar for a close.
function endSign(close_reason, x, y) {
  if (close_reason === 'kept') {
    return '';
  }
  const cross = `M${x - 4} ${y - 5}l8 10m0 -10l-8 10`;
  return drawn('path', { class: 'end', d: close_reason === 'closed' ? `M${x} ${y - 7}v14` : cross });
}

// Positions of an exchange: its request, the start and end of its response, and the end of the exchange.
function placesOf(exchange, axis) {
  const start = axis.x(exchange.whole ?? exchange.ended ?? 0);
  const answered = axis.x(exchange.first ?? exchange.ended ?? axis.range);
  const last = exchange.first === undefined ? answered : Math.max(answered + 4, axis.x(exchange.last ?? exchange.first));
  const apart = exchange.first === undefined ? 0 : 6; // keeps the end symbol visible next to the response
  const end = exchange.close_reason === 'kept' ? last : Math.max(last + apart, axis.x(exchange.ended ?? 0));
  return { start, answered, last, end };
}

function exchangeLane(exchange, index, y, axis) {
  const { start, answered, last, end } = placesOf(exchange, axis);
  const group = drawn(
    'g',
    {},
    drawn('text', { class: 'lane', x: 0, y: y + 4 }, `try ${index + 1}`),
    drawn('line', { class: 'waiting', x1: start, x2: answered, y1: y, y2: y }),
    drawn('line', { class: 'waiting', x1: last, x2: end, y1: y, y2: y }),
  );
  if (exchange.first !== undefined) {
    group.append(
      drawn('rect', { class: statusClass(exchange), x: answered, y: y - 6, width: last - answered, height: 12, rx: 1.5 }),
    );
  }
  group.append(
    endSign(exchange.close_reason, end, y),
    drawn('path', { class: 'request', d: `M${start - 7} ${y - 5}l7 5l-7 5z` }),
    wordsBeside(attemptWords(exchange), start - 7, end, y + 4, axis),
  );
  return group;
}

// From the end of one attempt to the request of the next one.
function gapBetween(before, after, y, axis) {
  const from = before.ended ?? before.last ?? before.whole;
  if (from === undefined || after.whole === undefined || after.whole <= from) {
    return '';
  }
  const start = axis.x(from);
  const places = placesOf(after, axis);
  const beside = placeBeside(attemptWords(after), places.start - 7, places.end, axis);
  const end = beside.atEnd ? places.start - 9 : beside.x - beside.text.length * kCharacter - 6;
  const words = timeText(after.whole - from);
  if (end - start < words.length * kCharacter + 12) {
    return '';
  }
  const middle = (start + end) / 2;
  const half = (words.length * kCharacter) / 2 + 5;
  return drawn(
    'g',
    { class: 'gap' },
    drawn('line', { x1: start, x2: middle - half, y1: y, y2: y }),
    drawn('line', { x1: middle + half, x2: end, y1: y, y2: y }),
    drawn('line', { x1: start, x2: start, y1: y - 4, y2: y + 4 }),
    drawn('text', { x: middle, y: y + 4, 'text-anchor': 'middle' }, words),
  );
}

// The text alternative of the picture.
function timelineWords(result) {
  const sentences = result.calls.map((call) => `${call.operation} took ${timeText((call.ended ?? 0) - (call.began ?? 0))}.`);
  result.exchanges.forEach((exchange, index) => {
    const answer = exchange.first === undefined ? '' : `, response after ${timeText(exchange.first - (exchange.whole ?? exchange.first))}`;
    const at = exchange.whole ?? exchange.ended;
    sentences.push(`Try ${index + 1} at ${timeText(at)}: ${attemptWords(exchange)}${answer}.`);
  });
  sentences.push(`The deadline was ${timeText(result.bound)}.`);
  return sentences.join(' ');
}

function drawTimeline(result, width) {
  const axis = axisOf(result, width);
  const shown = result.exchanges.slice(0, kMaxLanes);
  const lanes = result.calls.length + shown.length;
  const top = axis.near ? 16 : 0; // for the label of the deadline
  const height = top + lanes * kLane + 34;
  const svg = drawn('svg', { role: 'img', viewBox: `0 0 ${width} ${height}`, 'aria-label': timelineWords(result) });
  svg.append(ticks(axis, height));
  let y = top + 18;
  for (const call of result.calls) {
    svg.append(callLane(call, y, axis));
    y += kLane;
  }
  shown.forEach((exchange, index) => {
    if (index > 0) {
      svg.append(gapBetween(shown[index - 1], exchange, y, axis));
    }
    svg.append(exchangeLane(exchange, index, y, axis));
    y += kLane;
  });
  if (axis.near) {
    const x = axis.x(result.bound);
    svg.append(
      drawn(
        'g',
        { class: 'deadline' },
        drawn('line', { x1: x, x2: x, y1: 0, y2: height - 18 }),
        drawn('text', { x: x - 5, y: 10, 'text-anchor': 'end' }, `deadline ${timeText(result.bound)}`),
      ),
    );
  }
  return svg;
}

function legendSign(...shapes) {
  return drawn('svg', { viewBox: '0 0 22 10', 'aria-hidden': 'true' }, ...shapes);
}

// The picture with its legend; redrawn when its width changes.
function timelineFigure(result) {
  const caption = element(
    'figcaption',
    {},
    element('span', {}, legendSign(drawn('path', { class: 'request', d: 'M8 0l7 5l-7 5z' })), 'request arrived'),
    element('span', {}, legendSign(drawn('line', { class: 'waiting', x1: 0, x2: 22, y1: 5, y2: 5 })), 'waiting'),
    element('span', {}, legendSign(drawn('rect', { class: 'good', x: 4, y: 0, width: 14, height: 10, rx: 1.5 })), 'response'),
    element('span', {}, legendSign(drawn('rect', { class: 'other', x: 4, y: 0, width: 14, height: 10, rx: 1.5 })), 'response with a fault, redirect or 429'),
    element('span', {}, legendSign(drawn('rect', { class: 'bad', x: 4, y: 0, width: 14, height: 10, rx: 1.5 })), 'error response'),
    element('span', {}, legendSign(drawn('path', { class: 'end', d: 'M11 0v10' })), 'closed'),
    element('span', {}, legendSign(drawn('path', { class: 'end', d: 'M7 0l8 10m0 -10l-8 10' })), 'reset or given up'),
    momentsOf(result).length > 0 && axisOf(result, 1000).near ? '' : element('span', {}, `deadline ${timeText(result.bound)}`),
    result.exchanges.length > kMaxLanes
      ? element('span', {}, `${result.exchanges.length - kMaxLanes} more tries are listed below only`)
      : '',
  );
  const figure = element('figure', { class: 'picture' }, caption);
  let drawnFor = 0;
  new ResizeObserver(([{ contentRect }]) => {
    const width = Math.max(280, Math.floor(contentRect.width));
    if (width !== drawnFor) {
      drawnFor = width;
      figure.querySelector(':scope > svg')?.remove();
      figure.prepend(drawTimeline(result, width));
    }
  }).observe(figure);
  return figure;
}
