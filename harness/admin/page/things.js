// The things with their executions. The server follows at most 100 things at a time: the first of the scenario, and those
// that are requested when there is a place. The filter makes it follow others.
const kMaxThings = 100;

const things = new Map(); // name -> {name, executions, more, seen}
let updates = 0;
let chosen;

const kStatusGroups = { SUCCEEDED: 'good', IN_PROGRESS: 'slow', FAILED: 'bad', TIMED_OUT: 'bad', REJECTED: 'bad' };

function thingNamed(name) {
  let thing = things.get(name);
  if (!thing) {
    thing = { name, executions: [], more: 0, seen: 0 };
    things.set(name, thing);
  }
  return thing;
}

function takeExecutions(answer) {
  for (const { thing, executions, more } of answer.things) {
    updates += 1;
    Object.assign(thingNamed(thing), { executions, more, seen: updates });
  }
  const kept = [...things.values()].sort((one, other) => other.seen - one.seen);
  for (const thing of kept.slice(kMaxThings)) {
    if (thing.name !== chosen) {
      things.delete(thing.name);
    }
  }
}

function executionChip(execution) {
  const group = kStatusGroups[execution.status] ?? 'other';
  const number = execution.number > 1 ? ` #${execution.number}` : '';
  return element('span', { class: 'chip' }, `${execution.job}${number} `, element('b', { class: `t-${group}` }, execution.status), ` v${execution.version}`);
}

function makeThing(thing) {
  const button = element('button', { type: 'button' });
  button.addEventListener('click', () => choose(thing.name === chosen ? undefined : thing.name));
  return element('li', {}, button);
}

function updateThing(item, thing) {
  const button = item.firstChild;
  button.setAttribute('aria-pressed', String(thing.name === chosen));
  const shown = JSON.stringify([thing.executions, thing.more]);
  if (button.dataset.shown !== shown) {
    button.dataset.shown = shown;
    const more = thing.more > 0 ? element('span', { class: 'quiet small' }, `and ${numberText(thing.more)} more`) : '';
    button.replaceChildren(element('span', { class: 'name' }, thing.name), ...thing.executions.map(executionChip), more);
  }
}

function showThings() {
  byId('no-things').hidden = things.size > 0;
  showItems(byId('things'), [...things.values()], (thing) => thing.name, makeThing, updateThing);
  setText(byId('things-note'), things.size >= kMaxThings ? `${kMaxThings} things are followed at a time; the filter finds others.` : '');
}

function choose(name) {
  chosen = name;
  showThings();
  refreshTimeline();
}
