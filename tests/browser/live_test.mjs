// Tests the live page in Debian's Chromium: what it shows of a running server, its switches and controls, the token, hostile
// names, keyboard, phone, light and dark. Run by ctest (label browser), or manually:
// JOBRIG=build/dev/jobrig node tests/browser/live_test.mjs
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import test, { after } from 'node:test';
import { startChromium, withPage } from './chromium.mjs';
import { faintTexts } from './contrast.mjs';
import { serve } from './live.mjs';

const browser = await startChromium();
after(() => browser.close());

const scenario = `
summary: A fleet in a roll-out.
clock: {start: 2026-01-01T00:00:00Z}
things:
  thermostat-1: {firmware-7: {status: QUEUED}}
  thermostat-2: {firmware-7: {status: IN_PROGRESS, timeout: 7d}}
rules:
  - {name: outage, when: {thing: thermostat-1}, answers: [{error: ServiceUnavailableException}]}
  - {name: never, when: {thing: other}, answers: [{error: ThrottlingException}]}
`;
const kOne = '/things/thermostat-1/jobs/firmware-7';
const kTwo = '/things/thermostat-2/jobs/firmware-7';

// Opens the page and checks what applies to every test: no message on the console, no error, no dialog, and requests to the
// admin interface only. `expected`: console messages that the test causes.
async function onLive(server, { expected = /^$/, path = '/', ...options }, use) {
  await withPage(browser, options, async (page, context) => {
    const complaints = [];
    const requests = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => complaints.push(`dialog ${dialog.message()}`));
    context.on('request', (request) => requests.push(request.url()));
    await page.goto(server.admin + path);
    await use(page);
    assert.deepEqual(complaints.filter((text) => !expected.test(text)), []);
    for (const url of requests.filter((one) => !one.startsWith('data:'))) {
      assert.ok(url.startsWith(server.admin), url);
    }
  });
}

const state = (page, words) => page.getByRole('status').filter({ hasText: words }).waitFor();
const thing = (page, name) => page.locator('#things button').filter({ has: page.getByText(name, { exact: true }) });

test('the page shows requests, rules, executions, the timeline and what is unused', async () => {
  const server = await serve(scenario);
  await onLive(server, {}, async (page) => {
    await state(page, 'Live');
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'fleet');
    assert.equal(await page.title(), 'fleet – jobrig live');
    await thing(page, 'thermostat-1').getByText('QUEUED').waitFor();
    await page.locator('#unused').getByText('no request matched it').first().waitFor();
    assert.equal(await server.get(kOne), 503);
    assert.equal(await server.get(kTwo), 200);
    await page.locator('#log').getByText(`GET ${kOne} 503 ServiceUnavailableException rule "outage"`).waitFor();
    await page.locator('#statuses').getByText('503').waitFor();
    await page.locator('#numbers div', { hasText: 'Requests' }).getByText('2', { exact: true }).waitFor();
    await page.locator('#misses').getByText(`GET ${kTwo}`).waitFor();
    await page.locator('#misses .reasons').getByText('thermostat-2').waitFor();
    await thing(page, 'thermostat-1').click();
    const picture = page.locator('#timeline svg[role=img]');
    await picture.waitFor();
    assert.match(await picture.getAttribute('aria-label'), /firmware-7 503 ServiceUnavailableException · rule outage/);
    assert.equal(await server.get(kOne), 503);
    await page.locator('#timeline svg[role=img][aria-label*="after the attempt before"]').waitFor();
  });
  await server.stop();
});

test('a switch turns a rule off: a client that failed recovers, and fails again', async () => {
  const server = await serve(scenario);
  await onLive(server, {}, async (page) => {
    const outage = page.getByRole('switch', { name: 'Rule outage' });
    await outage.waitFor();
    assert.equal(await server.get(kOne), 503);
    await outage.click();
    await page.locator('[role=switch][aria-label="Rule outage"][aria-checked=false]').waitFor();
    assert.equal(await server.get(kOne), 200);
    // By keyboard, for a limited time of the scenario's clock.
    await page.getByRole('combobox', { name: 'Switch' }).selectOption('5m');
    await outage.focus();
    await page.keyboard.press('Space');
    await page.locator('#rules').getByText('on until 2026-01-01 00:05').waitFor();
    assert.equal(await server.get(kOne), 503);
    await page.getByRole('textbox', { name: 'Advance by' }).fill('6m');
    await page.getByRole('button', { name: 'Advance' }).click();
    await page.locator('[role=switch][aria-label="Rule outage"][aria-checked=false]').waitFor();
    assert.equal(await server.get(kOne), 200);
    await page.locator('#log').getByText(`GET ${kOne} 200`).first().waitFor();
  });
  await server.stop();
});

test('the controls move the scenario time, and executions follow it', async () => {
  const server = await serve(scenario);
  await onLive(server, { expected: /status of 400/ }, async (page) => {
    await page.locator('#now').getByText('2026-01-01').waitFor();
    await page.getByRole('textbox', { name: 'Advance by' }).fill('7d');
    await page.keyboard.press('Enter');
    await page.locator('#now').getByText('2026-01-08').waitFor();
    await thing(page, 'thermostat-2').getByText('TIMED_OUT').waitFor();
    await page.getByRole('button', { name: 'Freeze' }).click();
    await page.getByText('frozen').waitFor();
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText('real time').waitFor();
    await page.getByRole('textbox', { name: 'Speed' }).fill('3600');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('3600 times real time').waitFor();
    await page.getByRole('textbox', { name: 'Advance by' }).fill('7');
    await page.getByRole('button', { name: 'Advance' }).click();
    await page.getByRole('alert').filter({ hasText: 'a unit' }).waitFor();
  });
  await server.stop();
});

test('the filter follows other things', async () => {
  const server = await serve('summary: A range.\nthings: {"sensor-{1..99}": {j: {status: QUEUED}}}\n');
  await onLive(server, {}, async (page) => {
    await page.getByText('No thing yet.').waitFor();
    await state(page, 'Live'); // only then does a request of a thing of the range reach the page
    await server.get('/things/sensor-7/jobs/j');
    await thing(page, 'sensor-7').waitFor();
    await page.getByRole('searchbox', { name: 'Filter things' }).fill('sensor-1?');
    await page.locator('#things:empty').waitFor({ state: 'attached' });
    await state(page, 'Live');
    await server.get('/things/sensor-8/jobs/j');
    await server.get('/things/sensor-12/jobs/j');
    await thing(page, 'sensor-12').waitFor();
    assert.equal(await thing(page, 'sensor-8').count(), 0);
  });
  await server.stop();
});

test('the token is typed, kept in the tab, and not in the address', async () => {
  const server = await serve(scenario, { options: ['--admin-token', 'secret-token'] });
  await onLive(server, { expected: /status of 401/ }, async (page) => {
    await state(page, 'Token required');
    assert.equal(await page.locator('#things li').count(), 0);
    const field = page.getByLabel('This server requires its token');
    await field.fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('The server did not accept this token.').waitFor();
    await field.fill('secret-token');
    await page.getByRole('button', { name: 'Connect' }).click();
    await state(page, 'Live');
    await thing(page, 'thermostat-1').waitFor();
    assert.ok(!(await field.isVisible()));
    assert.equal(page.url(), `${server.admin}/`);
    assert.deepEqual(await page.evaluate(() => [document.cookie, localStorage.length]), ['', 0]);
    await page.reload();
    await thing(page, 'thermostat-1').waitFor();
  });
  await server.stop();
});

test('names, paths, headers and bodies of clients become text and never run', async () => {
  const attack = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';
  const hostile = `
summary: ${JSON.stringify(attack)}
things: {t: {j: {status: QUEUED}}}
rules:
  - {name: ${JSON.stringify(attack)}, when: {thing: t, headers: {x-probe: "1"}}, answers: [{error: ThrottlingException}]}
  - {name: ${JSON.stringify(`never ${attack}`)}, when: {thing: t, body: {status: ${JSON.stringify(attack)}}}, answers: [documented]}
`;
  const server = await serve(hostile, { name: '<img src=x onerror=document.title=1>.yaml' });
  const { port } = new URL(server.endpoint);
  const raw = (bytes) => new Promise((resolve) => net.connect(port, '127.0.0.1').on('data', resolve).on('error', resolve).on('close', resolve).end(bytes));
  await onLive(server, {}, async (page) => {
    await state(page, 'Live');
    const title = await page.title();
    await server.get('/things/t/jobs/j', { 'x-probe': '1', 'user-agent': attack });
    await server.get('/things/t/jobs/j', { 'x-probe': attack });
    await raw(`GET /things/t/jobs/${attack.replaceAll(' ', '/')} HTTP/1.1\r\nHost: a\r\nX: ${attack}\r\nConnection: close\r\n\r\n`);
    await raw(`POST /things/t/jobs/j HTTP/1.1\r\nHost: a\r\nContent-Length: ${attack.length}\r\nConnection: close\r\n\r\n${attack}`);
    await raw(`\r\n${attack}\r\n\r\n`);
    await page.locator('#log').getByText('429').first().waitFor();
    await page.locator('#misses').getByText('<script>').first().waitFor();
    await thing(page, 't').click();
    await page.locator('#timeline svg[role=img]').waitFor();
    const found = await page.evaluate(() => [
      document.querySelectorAll('img, main script, iframe').length,
      [...document.querySelectorAll('*')].filter((one) => one.getAttributeNames().some((name) => name.startsWith('on'))).length,
      document.title,
    ]);
    assert.deepEqual(found, [0, 0, title]);
    assert.ok((await page.locator('#unused').textContent()).includes('<img src=x onerror='));
  });
  await server.stop();
});

test('the page of another origin cannot frame it or read its events', async () => {
  const server = await serve(scenario);
  const evil = http.createServer((_, response) => response.end('<!doctype html><title>evil</title><iframe></iframe>')).listen(0, '127.0.0.1');
  await new Promise((resolve) => evil.once('listening', resolve));
  await withPage(browser, {}, async (page) => {
    await page.goto(`http://127.0.0.1:${evil.address().port}/`);
    const read = await page.evaluate(async (admin) => {
      try {
        return (await fetch(`${admin}/events`)).status;
      } catch (error) {
        return error.name;
      }
    }, server.admin);
    assert.equal(read, 'TypeError');
    const refused = page.waitForEvent('console', (message) => /frame/i.test(message.text()));
    await page.evaluate((admin) => {
      document.querySelector('iframe').src = `${admin}/`;
    }, server.admin);
    await refused;
  });
  evil.close();
  await server.stop();
});

test('the page says that the server is gone', async () => {
  const server = await serve(scenario);
  await onLive(server, { expected: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_CONNECTION_RESET/ }, async (page) => {
    await state(page, 'Live');
    await server.stop();
    await state(page, 'Connecting again');
    await page.getByRole('alert').filter({ hasText: 'trying again' }).waitFor();
  });
});

// An MQTT 3.1.1 client of small packets: `send` writes the packets, `end` sends DISCONNECT and waits for the end.
function mqttClient(server, name) {
  const text = (value) => Buffer.concat([Buffer.from([value.length >> 8, value.length & 255]), Buffer.from(value)]);
  const packet = (first, ...parts) => {
    const body = Buffer.concat(parts);
    assert.ok(body.length < 128);
    return Buffer.concat([Buffer.from([first, body.length]), body]);
  };
  const socket = net.connect(new URL(server.mqtt).port, '127.0.0.1').on('data', () => {}).on('error', () => {});
  socket.unref();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const send = (...packets) => socket.write(Buffer.concat(packets));
  send(packet(0x10, text('MQTT'), Buffer.from([4, 2, 0, 60]), text(name)));
  return {
    subscribe: (filter) => send(packet(0x82, Buffer.from([0, 1]), text(filter), Buffer.from([0]))),
    publish: (topic, payload) => send(packet(0x30, text(topic), Buffer.from(payload))),
    end: async () => {
      send(Buffer.from([0xe0, 0]));
      await closed;
    },
  };
}

const kJobs = '$aws/things/thermostat-2/jobs/';
const kMqttRules = `${scenario}  - {name: flagged, when: {thing: thermostat-2, protocol: mqtt}, faults: [retain-flag]}\n`;

test('the page shows sessions, packets and faults of MQTT', async () => {
  const server = await serve(kMqttRules, { options: ['--mqtt', '127.0.0.1:0'] });
  await onLive(server, {}, async (page) => {
    await state(page, 'Live');
    await page.getByRole('heading', { name: 'MQTT' }).waitFor();
    await page.getByText('No packet of a client since').waitFor();
    const client = mqttClient(server, 'device-1');
    client.subscribe(`${kJobs}get/accepted`);
    client.publish(`${kJobs}get`, '{}');
    await page.locator('#packets li', { hasText: 'CONNACK' }).waitFor();
    await page.locator('#packets li', { hasText: 'faults: retain-flag' }).getByText(`${kJobs}get/accepted`).waitFor();
    await page.locator('#sessions li', { hasText: 'device-1' }).getByText('connected', { exact: true }).waitFor();
    await page.locator('#mqtt-faults li', { hasText: 'retain-flag' }).getByText('1 packet', { exact: true }).waitFor();
    await page.locator('#mqtt-numbers div', { hasText: 'Connections' }).getByText('1', { exact: true }).waitFor();
    await client.end();
    await page.locator('#sessions li', { hasText: 'device-1' }).getByText('closed', { exact: true }).waitFor();
  });
  await server.stop();
});

test('without an MQTT port the page has no part for it', async () => {
  const server = await serve(scenario);
  await onLive(server, {}, async (page) => {
    await state(page, 'Live');
    await thing(page, 'thermostat-1').waitFor(); // the stream has begun
    assert.equal(await page.locator('#mqtt').isVisible(), false);
  });
  await server.stop();
});

test('names of MQTT clients and topics are text', async () => {
  const server = await serve(scenario, { options: ['--mqtt', '127.0.0.1:0'] });
  const attack = '<img src=x onerror=document.title=1>';
  await onLive(server, {}, async (page) => {
    await state(page, 'Live');
    const client = mqttClient(server, attack);
    client.publish(attack, attack);
    await page.locator('#packets li', { hasText: 'PUBLISH' }).getByText(attack).first().waitFor();
    await page.locator('#sessions li').getByText(attack, { exact: true }).waitFor();
    assert.equal(await page.locator('img').count(), 0);
    await client.end();
  });
  await server.stop();
});

test('a sandbox is watched by its name in the address', async () => {
  const server = await serve(scenario);
  const made = await fetch(`${server.admin}/sandboxes`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
  assert.equal(made.status, 201);
  await onLive(server, { path: '/#sandbox-1' }, async (page) => {
    await page.getByRole('heading', { level: 1, name: '(sandbox-1)' }).waitFor();
    await server.get(`/sandbox-1${kOne}`);
    await page.locator('#log').getByText(`GET /sandbox-1${kOne}`).waitFor();
  });
  await server.stop();
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [390, 1280]) {
    test(`the page is readable at ${width} px in ${colorScheme} mode`, async () => {
      const server = await serve(kMqttRules, { options: ['--mqtt', '127.0.0.1:0'] });
      await onLive(server, { colorScheme, viewport: { width, height: 844 } }, async (page) => {
        await state(page, 'Live');
        const client = mqttClient(server, 'device-1');
        client.subscribe(`${kJobs}get/accepted`);
        client.publish(`${kJobs}get`, '{}');
        await page.locator('#packets li', { hasText: 'faults: retain-flag' }).waitFor();
        await page.locator('#mqtt-faults li').first().waitFor();
        await server.get(kOne);
        await server.get(kTwo);
        await page.locator('#log').getByText('503').first().waitFor();
        await thing(page, 'thermostat-1').click();
        await page.locator('#timeline svg[role=img]').waitFor();
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
        assert.deepEqual(await page.evaluate(faintTexts), []);
      });
      await server.stop();
    });
  }
}

test('under load the page samples, says so, and stays smooth', async () => {
  const server = await serve('summary: A fleet.\nthings: {"s-{1..10000}": {j: {status: QUEUED}}}\n');
  await onLive(server, {}, async (page) => {
    await state(page, 'Live');
    const { port } = new URL(server.endpoint);
    const client = net.connect(port, '127.0.0.1');
    let n = 0;
    let sending = true;
    const batch = () =>
      Array.from({ length: 200 }, () => `GET /things/s-${1 + (n++ % 10000)}/jobs/j HTTP/1.1\r\nHost: a\r\n\r\n`).join('');
    client.on('data', () => {});
    const timer = setInterval(() => sending && client.write(batch()), 20);
    timer.unref(); // a failure must not keep this program running
    client.unref();
    await page.getByText(/a sample: \d+ of [\d,]+ exchanges/).waitFor();
    await page.locator('#things li').nth(10).waitFor();
    const things = await page.locator('#things li').count();
    assert.ok(things > 10 && things <= 100, String(things));
    assert.ok((await page.locator('#log li').count()) <= 60);
    await thing(page, await page.locator('#things .name').first().textContent()).click();
    await page.locator('#timeline svg, #timeline p').first().waitFor();
    sending = false;
    clearInterval(timer);
    client.destroy();
  });
  await server.stop();
});
