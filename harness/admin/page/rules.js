// The rules with their switches, and the controls of the scenario time.
let rules = [];

async function switchRule(name, enabled) {
  const length = byId('switch-for').value;
  const rule = await act(() => ask('PATCH', `/rules/${encodeURIComponent(name)}`, length ? { enabled, for: length } : { enabled }));
  if (rule) {
    rules = rules.map((one) => (one.name === name ? rule : one));
    showRules();
  }
}

function makeRule(rule) {
  const button = element('button', { class: 'switch', role: 'switch', type: 'button', 'aria-label': `Rule ${rule.name}` });
  button.addEventListener('click', () => switchRule(rule.name, button.getAttribute('aria-checked') !== 'true'));
  return element('li', {}, button, element('span', { class: 'name' }, rule.name), element('span', { class: 'quiet small until' }), element('span', { class: 'count quiet' }));
}

function updateRule(item, rule) {
  const [button, , until, count] = item.children;
  button.setAttribute('aria-checked', String(rule.enabled));
  item.classList.toggle('off', !rule.enabled);
  setText(until, rule.until ? `${rule.enabled ? 'on' : 'off'} until ${rule.until.replace('T', ' ').replace(/(\.\d+)?Z$/, '')}` : '');
  setText(count, rule.answered === 0 ? 'not used' : `${numberText(rule.answered)} answered`);
}

function takeRules(answer) {
  rules = answer.rules ?? [];
  showRules();
}

function showRules() {
  byId('no-rules').hidden = rules.length > 0;
  showItems(byId('rules'), rules, (rule) => rule.name, makeRule, updateRule);
}

function takeClock(clock) {
  setText(byId('now'), clock.now.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC'));
  setText(byId('rate-of-clock'), clock.rate === 0 ? 'frozen' : clock.rate === 1 ? 'real time' : `${clock.rate} times real time`);
  const freeze = byId('freeze');
  freeze.dataset.frozen = String(clock.rate === 0);
  setText(freeze, clock.rate === 0 ? 'Run' : 'Freeze');
}

function bindClock() {
  const order = (path, body) => act(async () => takeClock(await ask('POST', path, body)));
  byId('advance').addEventListener('submit', (event) => {
    event.preventDefault();
    order('/clock/advance', { by: byId('by').value });
  });
  byId('speed').addEventListener('submit', (event) => {
    event.preventDefault();
    order('/clock/rate', { rate: Number(byId('factor').value) });
  });
  byId('freeze').addEventListener('click', () =>
    byId('freeze').dataset.frozen === 'true' ? order('/clock/rate', { rate: 1 }) : order('/clock/freeze', {}),
  );
}
