// Requests to the admin interface and the stream of GET /events. EventSource cannot send the token, so the stream is read
// with fetch. The token stays in this tab.
const kTokenName = 'jobrig-token';
const kMaxWait = 10000;

// Address of a sandbox: `/#sandbox-1`.
const sandboxOf = () => decodeURIComponent(location.hash.slice(1));
const pathOf = (path) => (sandboxOf() ? `/sandboxes/${encodeURIComponent(sandboxOf())}${path}` : path);

function headersWith(more = {}) {
  const token = sessionStorage.getItem(kTokenName);
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

async function check(response) {
  if (response.ok) {
    return response;
  }
  let sentence = `the server responded with status ${response.status}`;
  try {
    sentence = (await response.json()).error ?? sentence;
  } catch {
    // Not JSON: the status says enough.
  }
  throw new Refused(response.status, sentence);
}

// Sends one request and returns the JSON of its response.
async function ask(method, path, body) {
  const options = { method, headers: headersWith(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
  }
  return (await check(await fetch(pathOf(path), options))).json();
}

// Calls `use(name, data, id)` for each event in a block of text.
function readEvent(block, use) {
  const fields = { event: 'message', data: '', id: undefined };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) {
      fields[line.slice(0, colon)] = line.slice(colon + 2);
    }
  }
  if (fields.data) {
    use(fields.event, JSON.parse(fields.data), fields.id);
  }
}

async function readStream(response, use, signal) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  while (!signal.aborted) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      readEvent(block, use);
    }
  }
}

// Keeps the stream open until the result is called. `show` receives the state of the connection: live, lost or refused.
function follow(query, use, show) {
  const stop = new AbortController();
  let position;
  const run = async () => {
    for (let wait = 500; !stop.signal.aborted; wait = Math.min(2 * wait, kMaxWait)) {
      try {
        const headers = headersWith(position === undefined ? {} : { 'Last-Event-ID': position });
        const response = await check(await fetch(pathOf(`/events${query}`), { headers, signal: stop.signal }));
        wait = 500;
        show('live');
        await readStream(
          response,
          (name, data, id) => {
            position = id ?? position;
            use(name, data);
          },
          stop.signal,
        );
        show('lost', 'the server ended the stream');
      } catch (error) {
        if (stop.signal.aborted) {
          return;
        }
        if (error instanceof Refused && error.status === 401) {
          show('refused', error.message);
          return;
        }
        show('lost', error instanceof Refused ? error.message : 'no connection to the server');
      }
      await new Promise((resume) => setTimeout(resume, wait));
    }
  };
  run();
  return () => stop.abort();
}
