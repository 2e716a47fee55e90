// Tests the HTML report in Debian's Chromium: it opens without errors and requests, filters, opens a case by mouse and by
// keyboard, and is readable in light and dark mode, on a phone and without a script. Run by ctest (label browser), or
// manually: JOBRIG=build/dev/jobrig node tests/browser/report_test.mjs
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { startChromium, withPage } from './chromium.mjs';
import { faintTexts } from './contrast.mjs';
import { everyVerdict, manyCases, otherClient, pageOf } from './pages.mjs';

const browser = await startChromium();
after(() => browser.close());

const two = pageOf('two', everyVerdict(), otherClient());

// Opens a page and checks what applies to every page: no message on the console, no error, no request except for the page
// itself.
async function onPage({ address = two.address, ...options }, use) {
  await withPage(browser, options, async (page, context) => {
    const complaints = [];
    const requests = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    context.on('request', (request) => requests.push(request.url()));
    await page.goto(address);
    await use(page);
    assert.deepEqual(complaints, []);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('data:')),
      [address.split('#')[0]],
    );
  });
}

const cellOf = (page, name, run) => page.locator(`.cell[aria-label*=": ${name}, "][data-run="${run}"]`);
const shownCases = (page) => page.locator('.matrix tr[data-case]:visible .name').allTextContents();

test('the page has its table with headers and a sign and a name for each verdict', async () => {
  await onPage({}, async (page) => {
    assert.equal(await page.title(), '8 cases against 2 clients – jobrig');
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Not good: 2 of 2 runs do not pass.');
    assert.equal(await page.locator('.brand').textContent(), 'jobrig conformance report: 8 cases against 2 clients');
    assert.deepEqual(await page.locator('.matrix > thead th').evaluateAll((all) => all.map((one) => one.scope)), Array(4).fill('col'));
    assert.deepEqual(await shownCases(page), ['cut-body', 'bad-name', 'next', '429-hint', '503-then-ok', 'polling', 'hang', 'tls-expired']);
    const cells = await page.locator('.cell').evaluateAll((all) =>
      all.map((one) => ({ label: one.ariaLabel, sign: one.querySelector('.mark').textContent, word: one.querySelector('.word').textContent })),
    );
    assert.equal(cells.length, 15);
    const signs = new Map(cells.map(({ sign, word }) => [word, sign]));
    assert.equal(signs.size, 8);
    assert.equal(new Set(signs.values()).size, 8);
    for (const { label, word } of cells) {
      assert.ok(label.startsWith(word), label);
    }
    assert.equal(await cellOf(page, 'time/hang', 0).locator('.more').textContent(), 'known');
    assert.equal(await page.locator('.problems li').count(), 2);
  });
});

test('filters leave only what is asked for', async () => {
  await onPage({}, async (page) => {
    const said = () => page.locator('#shown').textContent();
    assert.equal(await said(), '8 cases');
    await page.getByRole('checkbox', { name: 'Failed' }).check();
    assert.deepEqual(await shownCases(page), ['cut-body']);
    assert.equal(await said(), '1 of 8 cases');
    await page.getByRole('checkbox', { name: 'Not called' }).check();
    assert.deepEqual(await shownCases(page), ['cut-body', 'next']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.waitForFunction(() => document.getElementById('shown').value === '8 cases');
    await page.getByRole('searchbox').fill('HINT throttled');
    assert.deepEqual(await shownCases(page), ['429-hint']);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('combobox', { name: 'Area' }).selectOption('request');
    assert.deepEqual(await shownCases(page), ['bad-name', 'next']);
    await page.getByRole('combobox', { name: 'Level' }).selectOption('INFO');
    assert.deepEqual(await shownCases(page), ['bad-name']);
    await page.getByRole('combobox', { name: 'Level' }).selectOption('SHOULD');
    assert.deepEqual(await shownCases(page), []);
    assert.ok(await page.getByText('No case is like that.').isVisible());
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('checkbox', { name: 'Clients differ' }).check();
    assert.deepEqual(await shownCases(page), ['cut-body', 'tls-expired']);
  });
});

test('a click opens what happened and another closes it', async () => {
  await onPage({}, async (page) => {
    const cell = cellOf(page, 'broken-success/cut-body', 0);
    await cell.click();
    assert.equal(await cell.getAttribute('aria-expanded'), 'true');
    const detail = page.locator(`#${await cell.getAttribute('aria-controls')}`);
    const text = await detail.innerText();
    for (const part of [
      'outcome: expected an error, found an empty success',
      'RFC 9110 section 15.6.4',
      'a success | with nothing in it',
      '{"execution":{"jobI\\xff\\x01|`<&]]>',
      'Credential=[redacted]',
      "jobrig conform --run broken-success/cut-body --seed 7 --adapter -- ./client --key 'a b'",
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.deepEqual(await detail.locator('.escape').allTextContents(), ['\\xff', '\\x01', '\\x1b']);
    const picture = detail.getByRole('img');
    assert.match(await picture.getAttribute('aria-label'), /Try 1 at 2\.0 ms: 200 · fault delay, cut · reset, response after 40\.0 ms\./);
    assert.ok((await picture.locator('rect, path').count()) >= 4);
    // A click on the other client shows it in the same row.
    await cellOf(page, 'broken-success/cut-body', 1).click();
    assert.equal(await cell.getAttribute('aria-expanded'), 'false');
    assert.equal(await page.locator('.detail').count(), 1);
    await cellOf(page, 'broken-success/cut-body', 1).click();
    assert.equal(await page.locator('.detail').count(), 0);
  });
});

test('the table is walked and opened by the keyboard', async () => {
  await onPage({}, async (page) => {
    const label = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    await page.locator('.fold').first().focus();
    await page.keyboard.press('Tab');
    assert.equal(await label(), 'Failed: broken-success/cut-body, boto3 1.26.27');
    await page.keyboard.press('ArrowDown');
    assert.equal(await label(), 'Informational: request/bad-name, boto3 1.26.27');
    await page.keyboard.press('ArrowRight');
    assert.equal(await label(), 'Informational: request/bad-name, other 1.26.27');
    await page.keyboard.press('End');
    assert.equal(await label(), 'Timed out (known): time/hang, other 1.26.27');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.detail').count(), 1);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('.detail') !== null), true);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.detail').count(), 0);
    assert.equal(await label(), 'Timed out (known): time/hang, boto3 1.26.27');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, 'solid');
  });
});

test('an area folds and its cells are left out of the walk', async () => {
  await onPage({}, async (page) => {
    const fold = page.getByRole('button', { name: /^request/ });
    await fold.click();
    assert.equal(await fold.getAttribute('aria-expanded'), 'false');
    assert.ok(!(await shownCases(page)).includes('bad-name'));
    await cellOf(page, 'broken-success/cut-body', 0).focus();
    await page.keyboard.press('ArrowDown');
    assert.match(await page.evaluate(() => document.activeElement.ariaLabel), /retry\/429-hint/);
  });
});

test('an address with a case opens it', async () => {
  await onPage({ address: `${two.address}#retry/503-then-ok@1` }, async (page) => {
    assert.equal(await page.locator('.detail h3').textContent(), 'retry/503-then-ok');
    assert.match(await page.locator('.detail').getByRole('img').getAttribute('aria-label'), /Try 2 at 120 ms: 200/);
    assert.equal(await page.locator('.picture .gap text').textContent(), '116 ms');
    assert.deepEqual(await page.locator('.escape').allTextContents(), ['\\n\n']); // a bare LF on the wire
    await page.getByRole('button', { name: 'Close' }).click();
    assert.equal(await page.evaluate(() => location.hash), '');
  });
});

for (const fragment of ['%', '%E0%A4%A@1', '@', 'retry/503-then-ok@%', 'no/such-case@9', '%00"]']) {
  test(`a page whose address ends with #${fragment} works`, async () => {
    await onPage({ address: `${two.address}#${fragment}` }, async (page) => {
      await cellOf(page, 'retry/503-then-ok', 1).click();
      assert.equal(await page.locator('.detail h3').last().textContent(), 'retry/503-then-ok');
    });
  });
}

for (const colorScheme of ['light', 'dark']) {
  test(`every text can be read in ${colorScheme}`, async () => {
    await onPage({ colorScheme }, async (page) => {
      const dark = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      assert.equal(dark, colorScheme === 'dark' ? 'rgb(20, 23, 26)' : 'rgb(255, 255, 255)');
      for (const name of ['broken-success/cut-body', 'time/hang', 'retry/429-hint', 'state/polling', 'request/bad-name', 'request/next', 'retry/503-then-ok']) {
        await cellOf(page, name, 0).click();
      }
      assert.equal(await page.locator('.picture > svg text').first().isVisible(), true);
      assert.deepEqual(await page.evaluate(faintTexts), []);
    });
  });
}

test('what is too faint is found', async () => {
  await onPage({}, async (page) => {
    await page.addStyleTag({ content: '.brand { color: #999; }' });
    assert.equal((await page.evaluate(faintTexts)).length, 1);
  });
});

test('every control has a name and every scrolling block can be reached', async () => {
  await onPage({}, async (page) => {
    await cellOf(page, 'broken-success/cut-body', 0).click();
    for (const role of ['button', 'checkbox', 'combobox', 'searchbox', 'img', 'table', 'region']) {
      const all = page.getByRole(role);
      const named = page.getByRole(role, { name: /\S/ });
      // The accessible name of a table is its heading.
      if (role !== 'table') {
        assert.equal(await named.count(), await all.count(), role);
      }
      assert.ok((await all.count()) > 0, role);
    }
    assert.equal(await page.locator('pre:not([tabindex="0"]):not(:has(.left-out))').count(), 0);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  });
});

// Fails if a sticky part of the page covers the element.
async function isUncovered(locator) {
  await locator.evaluate((one) => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.ok(
    await locator.evaluate((one) => {
      const box = one.getBoundingClientRect();
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + 1);
      return box.top >= 0 && box.bottom <= innerHeight && (hit === one || one.contains(hit));
    }),
  );
}

for (const width of [1400, 390]) {
  test(`a link from the findings opens its case below the sticky head at ${width} pixels`, async () => {
    await onPage({ viewport: { width, height: 600 } }, async (page) => {
      await page.getByRole('checkbox', { name: 'Passed' }).check();
      await page.getByRole('button', { name: /^broken-success/ }).click();
      const link = page.locator('.findings a[href="#broken-success/cut-body@0"]').first();
      await link.evaluate((one) => (one.closest('details').open = true));
      await link.click();
      assert.equal(await page.locator('.detail h3').textContent(), 'broken-success/cut-body');
      await isUncovered(cellOf(page, 'broken-success/cut-body', 0));
    });
    await onPage({ address: `${two.address}#time/hang@1`, viewport: { width, height: 600 } }, async (page) => {
      await isUncovered(cellOf(page, 'time/hang', 1));
    });
  });
}

test('the findings name each failing check and each reason of a skip', async () => {
  await onPage({ address: pageOf('one', everyVerdict()).address }, async (page) => {
    assert.match(await page.getByRole('heading', { level: 1 }).textContent(), /^Not good: boto3 1\.26\.27 fails 2 of 4 judged MUST cases\./);
    const lists = await page.locator('.findings details').evaluateAll((all) => all.map((one) => [one.querySelector('summary').textContent, one.textContent]));
    assert.deepEqual(
      lists.map(([title]) => title),
      ['Failed MUST cases 2', 'Other failed cases 1', 'Problems in the run 2', 'SHOULD not met 1', 'Known failures 1', 'Skipped cases 1'],
    );
    assert.match(lists[0][1], /outcome one case/);
    assert.match(lists.at(-1)[1], /the client did not declare tls/);
    const hidden = page.locator('.findings a:not(:visible)');
    assert.ok((await hidden.count()) > 0); // lists that open on demand
  });
});

test('two runs of one client show what changed', async () => {
  const later = everyVerdict();
  const [run] = later.runs;
  run.began = run.began.replace(/^2026/, '2027');
  const mended = run.results.find((result) => result.case === 'broken-success/cut-body');
  Object.assign(mended, { verdict: 'passed', reason: '' });
  mended.checks[0].holds = true;
  const { address } = pageOf('later', everyVerdict(), later);
  await onPage({ address }, async (page) => {
    assert.equal(await page.locator('.changes').count(), 1);
    assert.match(await page.locator('.changes h3').textContent(), /^Changed since boto3 1\.26\.27 of 2026-/);
    assert.match(await page.locator('.changes').textContent(), /Fixed 1.*broken-success\/cut-body Failed → Passed/s);
  });
});

test('the legend names every mark of the page', async () => {
  await onPage({}, async (page) => {
    await page.getByText('Legend', { exact: true }).click();
    const legend = await page.locator('.legend').innerText();
    const marks = await page.locator('.cell').evaluateAll((all) => all.flatMap((one) => [...one.querySelectorAll('.mark, .more')].map((mark) => mark.textContent)));
    for (const mark of new Set([...marks.flatMap((mark) => mark.split(', ')), '·'])) {
      assert.ok(legend.includes(mark), mark);
    }
    await cellOf(page, 'broken-success/cut-body', 0).click();
    const caption = page.locator('.picture figcaption');
    const shapes = await page.locator('.picture > svg').locator('rect, path, line').evaluateAll((all) => all.map((one) => one.getAttribute('class')).filter(Boolean));
    for (const shape of new Set(shapes.filter((one) => one !== 'call'))) {
      assert.ok((await caption.locator(`.${shape}`).count()) > 0, shape);
    }
    assert.deepEqual(await page.evaluate(faintTexts), []);
  });
});

test('on a phone numbers are stacked and versions show and no word or triangle is cut', async () => {
  await onPage({ viewport: { width: 390, height: 844 } }, async (page) => {
    const boxes = await page.locator('.clients tbody tr').first().locator('.number:visible').evaluateAll((all) =>
      all.map((one) => ({ ...one.getBoundingClientRect().toJSON(), label: one.querySelector('.label').textContent })),
    );
    assert.ok(boxes.length > 5);
    boxes.reduce((above, below) => (assert.ok(below.top >= above.bottom && below.right <= 390, below.label), below));
    const scrolls = await page.locator('.scroll').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
    assert.equal(scrolls, 0);
    assert.deepEqual(await page.locator('.matrix .version').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height > 10)), [true, true]);
    const cut = await page.locator('.arrow').evaluateAll((all) =>
      all.filter((one) => {
        const [box, around] = [one.getBoundingClientRect(), one.parentElement.getBoundingClientRect()];
        return box.left < around.left || box.left < 0 || box.width < 4 || box.height < 4;
      }).length,
    );
    assert.equal(cut, 0);
    // A name breaks only behind a hyphen or a slash.
    const broken = await page.locator('.matrix .name, .findings a').evaluateAll((all) =>
      all.filter((one) => one.checkVisibility() && one.firstChild?.nodeType === Node.TEXT_NODE).filter((one) => {
        const text = one.firstChild;
        const range = document.createRange();
        const top = (at) => {
          range.setStart(text, at);
          range.setEnd(text, at + 1);
          return range.getBoundingClientRect().top;
        };
        for (let at = 1; at < text.data.length; at += 1) {
          if (getComputedStyle(one).writingMode === 'horizontal-tb' && top(at) > top(at - 1) + 5 && !/[-/\s]/.test(text.data[at - 1])) {
            return true;
          }
        }
        return false;
      }).map((one) => one.textContent),
    );
    assert.deepEqual(broken, []);
  });
});

test('on a phone nothing is wider than the window', async () => {
  await onPage({ viewport: { width: 390, height: 844 } }, async (page) => {
    await cellOf(page, 'broken-success/cut-body', 0).click();
    await page.locator('.picture > svg').waitFor();
    const [wide, window] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
    assert.equal(wide, window);
    assert.ok(await page.locator('.detail h3').isVisible());
  });
});

test('without a script the table and the verdicts show and a sentence says what is missing', async () => {
  await onPage({ javaScriptEnabled: false }, async (page) => {
    assert.ok(await page.getByText('Without JavaScript this page shows every verdict').isVisible());
    assert.equal(await page.locator('.cell:visible').count(), 15);
    assert.ok(await cellOf(page, 'broken-success/cut-body', 0).getByText('Failed').isVisible());
    assert.equal(await page.locator('.filters').isVisible(), false);
  });
});

test('two hundred cases of four clients are a page below five million bytes that says what it left out', async () => {
  const many = pageOf('many', ...['a', 'b', 'c', 'd'].map((client) => manyCases(client, 200, 4000)));
  assert.ok(many.bytes < 5e6, `${many.bytes} bytes`);
  await onPage({ address: many.address }, async (page) => {
    assert.equal(await page.locator('#shown').textContent(), '200 cases');
    await cellOf(page, 'area-3/case-003', 2).click();
    assert.match(await page.locator('.detail .left-out').first().innerText(), /\[… \d+ bytes left out here …\]/);
  });
});
