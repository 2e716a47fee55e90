// Renders the details below a case when one of its verdicts is opened: the requirement, each check, the timeline, the
// events in order with the bytes on the wire, the output of the client, and the command that replays the case.
'use strict';

function checksTable(checks) {
  const sign = (check) => {
    if (!check.judged) {
      return element('td', { class: 'short' }, 'not judged');
    }
    return check.holds
      ? element('td', { class: 'short holds' }, '✓ holds')
      : element('td', { class: 'short fails' }, '✕ fails');
  };
  const heads = ['Check', 'Level', 'Result', 'Expected', 'Found'];
  return element(
    'table',
    { class: 'checks' },
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element(
      'tbody',
      {},
      ...checks.map((check) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, check.check),
          element('td', { class: 'short' }, check.level),
          sign(check),
          element('td', { class: 'long', 'data-label': 'Expected' }, check.expected),
          element('td', { class: 'long', 'data-label': 'Found' }, check.actual, check.observed ? element('div', { class: 'quiet' }, check.observed) : ''),
        ),
      ),
    ),
  );
}

function line(moment, ...words) {
  return element('div', { class: 'line' }, element('time', {}, moment === undefined ? '–' : timeText(moment)), element('span', {}, ...words));
}

function half(title, shown, label, wire) {
  return element(
    'div',
    {},
    element('div', { class: 'title' }, shown ? `${title}, ${shown.size} bytes` : title),
    shown ? bytesBlock(shown, label, wire) : element('pre', {}, element('span', { class: 'left-out' }, 'nothing')),
  );
}

function exchangeItem(exchange, index, before) {
  const which = `Try ${index + 1}`;
  const at = exchange.whole ?? exchange.ended;
  if (exchange.handshake) {
    return element('li', {}, line(at, element('b', {}, which), ` TLS handshake failed: ${exchange.handshake}`));
  }
  const again = before && before.connection === exchange.connection;
  const notes = [`connection ${exchange.connection}${again ? ', used again' : ''}`];
  if (before && before.ended !== undefined && exchange.whole > before.ended) {
    notes.push(`${timeText(exchange.whole - before.ended)} after the last one`);
  }
  const wait = exchange.first === undefined ? undefined : exchange.first - exchange.whole;
  return element(
    'li',
    {},
    line(at, element('b', {}, which), ` ${exchange.words} `, element('span', { class: 'quiet' }, notes.join(', '))),
    element(
      'div',
      { class: 'pair' },
      half('Request', exchange.request, `${which}: request`, true),
      half(wait === undefined ? 'Response' : `Response after ${timeText(wait)}`, exchange.answer, `${which}: response`, true),
    ),
    exchange.authentication ? element('div', { class: 'pair' }, half('Why authentication failed', exchange.authentication, 'why authentication failed')) : '',
  );
}

function callItems(call) {
  const told = [
    ['What the client reported', call.response],
    ['All responses that it reported', call.responses],
    ['Its message', call.message],
    ['Standard output', call.out],
    ['Standard error', call.err],
  ].filter(([, shown]) => shown);
  return [
    { at: call.began, item: element('li', {}, line(call.began, element('b', {}, 'Call'), ` ${call.operation} `, element('span', { class: 'quiet' }, call.arguments?.head ?? ''))) },
    {
      at: call.ended,
      item: element(
        'li',
        {},
        line(call.ended, element('b', {}, 'Reported'), ` ${call.words}`),
        told.length > 0 ? element('div', { class: 'pair' }, ...told.map(([title, shown]) => half(title, shown, title))) : '',
      ),
    },
  ];
}

// All events in order of time; events with equal times keep the order asked, arrived, reported.
function happenedList(result) {
  const calls = result.calls.map(callItems);
  const all = [
    ...calls.map(([asked]) => asked),
    ...result.exchanges.map((exchange, index) => ({
      at: exchange.whole ?? exchange.ended,
      item: exchangeItem(exchange, index, result.exchanges[index - 1]),
    })),
    ...calls.map(([, reported]) => reported),
  ];
  all.sort((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity) || 0);
  return element('ol', { class: 'happened' }, ...all.map(({ item }) => item));
}

function replayLine(replay) {
  const code = element('code', { tabindex: 0 }, replay);
  const copy = element('button', { type: 'button' }, 'Copy');
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(replay);
      copy.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code); // clipboard access denied: select the text instead
    }
  });
  return element('div', { class: 'replay' }, code, copy);
}

function sheet(one, result, client, close) {
  const { title, sign } = report.verdicts[result.verdict];
  const closing = element('button', { type: 'button' }, 'Close');
  closing.addEventListener('click', close);
  return element(
    'section',
    { class: `sheet v-${result.verdict}`, 'aria-label': `${one.name}, ${client}` },
    element(
      'header',
      {},
      element('h3', {}, one.name),
      element('span', { class: 'verdict' }, element('span', { class: 'mark', 'aria-hidden': 'true' }, sign), ` ${title}${result.flaky ? ', known to be flaky' : result.known ? ', a known failure' : ''}`),
      element('span', { class: 'quiet' }, client, result.repeat ? `, repeat ${result.repeat}` : ''),
      closing,
    ),
    result.reason ? element('p', { class: 'reason' }, result.reason) : '',
    result.known ? element('p', { class: 'reason' }, `${result.flaky ? 'Known to be flaky' : 'Known failure'}: ${result.known}`) : '',
    result.earlier ? element('p', { class: 'reason' }, `The case ${result.earlier}`) : '',
    result.problem ? element('p', { class: 'reason' }, `Harness: ${result.problem}`) : '',
    element('p', { class: 'demand' }, element('b', {}, one.level), ` ${one.requirement ?? ''} `, element('span', { class: 'quiet' }, one.source ?? '')),
    ...(result.notes ?? []).map((note) => element('p', { class: 'reason' }, `Note: ${note}`)),
    ...(result.checks.length > 0 ? [element('h4', {}, 'Checks'), checksTable(result.checks)] : []),
    ...(result.calls.length + result.exchanges.length > 0
      ? [element('h4', {}, 'Attempts over time'), timelineFigure(result), element('h4', {}, 'What went over the wire'), happenedList(result)]
      : []),
    ...(result.replay ? [element('h4', {}, 'Replay'), replayLine(result.replay)] : []),
  );
}
