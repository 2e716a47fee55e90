// MQTT: the counters, the sessions that sent or received something lately, the faults that hit packets, and the newest
// packets. Without an MQTT port this part of the page is hidden.
const kMaxPackets = 60;
const kMaxSessions = 20;

const packets = [];
const packetSamples = []; // as `samples` of exchanges
const sessions = new Map(); // name -> {name, connection, connected, text, at}, the newest last
let packetsMissed = 0;
let packetRate = 0;
let lastMqtt;

function forgetPackets(endpoint) {
  packets.splice(0);
  packetSamples.splice(0);
  sessions.clear();
  packetsMissed = 0;
  packetRate = 0;
  lastMqtt = undefined;
  byId('mqtt').hidden = !endpoint;
  setText(byId('mqtt-endpoint'), endpoint ?? '');
  for (const list of ['packets', 'sessions', 'mqtt-faults']) {
    byId(list).replaceChildren();
  }
}

// A connection that ends after another one with the same session does not end the session.
function noteSession(packet) {
  const before = sessions.get(packet.session);
  if (!packet.session || (packet.packet === 'closed' && before && before.connection !== packet.connection)) {
    return;
  }
  sessions.delete(packet.session);
  sessions.set(packet.session, {
    name: packet.session,
    connection: packet.connection,
    connected: packet.packet !== 'closed',
    what: packet.packet === 'closed' ? (packet.detail ?? 'closed') : `${packet.packet} ${packet.topic ?? ''}`,
    at: packet.arrived.slice(11, 23),
  });
  for (const name of sessions.keys()) {
    if (sessions.size <= kMaxSessions) {
      break;
    }
    sessions.delete(name);
  }
}

function takePackets(batch) {
  packets.push(...batch.records);
  packets.splice(0, Math.max(0, packets.length - kMaxPackets));
  packetSamples.push({ at: performance.now(), shown: batch.records.length, all: batch.matched });
  batch.records.forEach(noteSession);
}

function takeMqttCounters(counters) {
  const at = performance.now();
  if (lastMqtt && counters) {
    packetRate = Math.max(0, ((counters.packets - lastMqtt.counters.packets) * 1000) / (at - lastMqtt.at));
  }
  lastMqtt = counters ? { at, counters } : undefined;
}

// What a fault changed is yellow, a rejection red.
function groupOfPacket(packet) {
  if (packet.topic?.endsWith('/rejected')) {
    return 'bad';
  }
  if (packet.faults) {
    return 'slow';
  }
  return packet.topic?.endsWith('/accepted') ? 'good' : 'other';
}

const kDirections = { 'from-client': 'from client', 'to-client': 'to client', connection: '' };

function makePacket(packet) {
  const faults = packet.faults ? [element('span', { class: 'chip' }, `faults: ${packet.faults.join(', ')}`)] : [];
  const topics = packet.topic ?? packet.filters?.join(', ') ?? packet.detail ?? '';
  return element(
    'li',
    {},
    element('time', {}, packet.arrived.slice(11, 23)),
    element('span', { class: 'from' }, packet.session || `connection ${packet.connection}`),
    element('span', { class: 'quiet' }, kDirections[packet.direction] ?? ''),
    element('span', { class: 'what' }, element('b', { class: `t-${groupOfPacket(packet)}` }, packet.packet || 'not a packet'), ` ${topics} `, ...faults),
  );
}

function showMqttNumbers() {
  const counters = lastMqtt?.counters;
  const rows = [
    ['Connections', counters?.connections ?? 0],
    ['Sessions', counters?.sessions ?? 0],
    ['Packets', counters?.packets ?? 0],
    ['Packets per second', packetRate],
    ['Messages dropped', counters?.dropped ?? 0],
  ];
  showItems(
    byId('mqtt-numbers'),
    rows,
    ([name]) => name,
    ([name]) => element('div', {}, element('dt', {}, name), element('dd')),
    (item, [, value]) => setText(item.lastChild, numberText(value)),
  );
  const faults = Object.entries(counters?.faults ?? {}).sort((one, other) => other[1] - one[1]);
  byId('no-mqtt-faults').hidden = faults.length > 0;
  showItems(
    byId('mqtt-faults'),
    faults,
    ([name]) => name,
    ([name]) => element('li', { class: 'pair' }, element('span', { class: 'name' }, name), element('span', { class: 'count quiet' })),
    (item, [, count]) => setText(item.lastChild, `${numberText(count)} packet${count === 1 ? '' : 's'}`),
  );
}

function showSessions() {
  byId('no-sessions').hidden = sessions.size > 0;
  showItems(
    byId('sessions'),
    [...sessions.values()].reverse(),
    (session) => session.name,
    (session) => element('li', {}, element('div', { class: 'pair' }, element('span', { class: 'name' }, session.name), element('span', { class: 'count' })), element('div', { class: 'reasons' })),
    (item, session) => {
      const [head, what] = item.children;
      head.lastChild.className = `count t-${session.connected ? 'good' : 'other'}`;
      setText(head.lastChild, session.connected ? 'connected' : 'closed');
      setText(what, `${session.at} ${session.what}`);
    },
  );
}

function showPackets() {
  if (byId('mqtt').hidden) {
    return;
  }
  showMqttNumbers();
  showSessions();
  byId('no-packets').hidden = packets.length > 0;
  showItems(byId('packets'), [...packets].reverse(), (packet) => packet.position, makePacket, () => {});
  setText(byId('packets-sampled'), sampledWords(packetSamples, packetsMissed, 'packets'));
}
