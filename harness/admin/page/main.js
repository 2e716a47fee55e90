// Connects the stream with the parts of the page. Events change data at once; the page is drawn at most four times a second.
const kDrawEvery = 250;
const kAskEvery = 1000;

let paused = false;
let stopFollowing;
let drawPlanned = false;

function complain(sentence) {
  byId('problem').hidden = !sentence;
  setText(byId('problem'), sentence ?? '');
}

// Runs a request of the user. A failure is shown, and the result is undefined.
async function act(request) {
  try {
    const answer = await request();
    complain();
    return answer;
  } catch (error) {
    complain(error.message);
    return undefined;
  }
}

// A request of the page itself. Without a response, the part of the page stays as it is: the stream shows the problem.
async function look(path) {
  try {
    return await ask('GET', path);
  } catch {
    return undefined;
  }
}

function draw() {
  drawPlanned = false;
  if (!paused) {
    showCounters();
    showThings();
    showLog();
    showPackets();
  }
}

function planDraw() {
  if (!drawPlanned) {
    drawPlanned = true;
    setTimeout(() => requestAnimationFrame(draw), kDrawEvery);
  }
}

function greet(hello) {
  const names = hello.scenario.join(', ');
  document.title = `${names} – jobrig live`;
  setText(byId('scenario'), hello.sandbox ? `${names} (${hello.sandbox})` : names);
  setText(byId('endpoint'), `${hello.endpoint}${hello.sandbox ? `/${hello.sandbox}` : ''} · jobrig ${hello.version}`);
  things.clear();
  lines.splice(0);
  forgetPackets(hello.mqtt);
  byId('things').replaceChildren();
  byId('log').replaceChildren();
  unmatchedShown = -1;
  timeline.of = undefined;
}

const kUses = {
  hello: greet,
  counters: (counters) => {
    takeCounters(counters);
    takeMqttCounters(counters.mqtt);
  },
  exchanges: takeExchanges,
  packets: takePackets,
  dropped: takeDropped,
  executions: takeExecutions,
  rules: takeRules,
  unused: takeUnused,
  clock: takeClock,
};

function showConnection(state, sentence) {
  const words = { live: 'Live', lost: 'Connecting again', refused: 'Token required', waiting: 'Connecting' };
  byId('connection').dataset.state = state;
  setText(byId('connection-words'), words[state]);
  byId('token-form').hidden = state !== 'refused';
  if (state === 'refused') {
    setText(byId('token-problem'), sessionStorage.getItem(kTokenName) ? 'The server did not accept this token.' : '');
    byId('token').focus();
  } else {
    complain(state === 'lost' ? `${sentence}; trying again` : undefined);
  }
}

function connect() {
  stopFollowing?.();
  const find = byId('find').value.trim();
  const glob = find && !/[*?]/.test(find) ? `*${find}*` : find;
  stopFollowing = follow(
    glob ? `?thing=${encodeURIComponent(glob)}` : '',
    (name, data) => {
      kUses[name]?.(data);
      planDraw();
    },
    showConnection,
  );
}

byId('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(kTokenName, byId('token').value.trim());
  byId('token').value = '';
  connect();
});
byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', String(paused));
  setText(byId('pause'), paused ? 'Continue' : 'Pause');
  draw();
});
let findLater;
byId('find').addEventListener('input', () => {
  clearTimeout(findLater);
  findLater = setTimeout(connect, 300);
});
addEventListener('hashchange', connect);
addEventListener('resize', () => {
  planDraw();
  if (timeline.of) {
    drawTimeline(timeline.records);
  }
});
setInterval(() => {
  if (!paused && byId('connection').dataset.state === 'live') {
    if (chosen) {
      refreshTimeline();
    }
    refreshMisses();
  }
}, kAskEvery);
bindClock();
connect();
