// usage: node tests/browser/screenshot.mjs IN.html OUT.png [--dark] [--width N] [--height N] [--open CASE[@CLIENT]] [--full]
// Takes a screenshot of an HTML report. --open opens the details of a case (its name, and the index of the client from 0);
// --full captures the whole page instead of the visible part. Exits 2 if its arguments are invalid.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startChromium, withPage } from './chromium.mjs';

function wordsOf() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        dark: { type: 'boolean' },
        full: { type: 'boolean' },
        width: { type: 'string', default: '1280' },
        height: { type: 'string', default: '860' },
        open: { type: 'string' },
      },
    });
    if (positionals.length === 2) {
      return { ...values, page: positionals[0], picture: positionals[1] };
    }
  } catch (error) {
    console.error(error.message);
  }
  console.error('usage: screenshot.mjs IN.html OUT.png [--dark] [--width N] [--height N] [--open CASE[@CLIENT]] [--full]');
  process.exit(2);
}

const words = wordsOf();
const size = { width: Number(words.width), height: Number(words.height) };
const browser = await startChromium();
await withPage(browser, { viewport: size, deviceScaleFactor: 2, colorScheme: words.dark ? 'dark' : 'light' }, async (page) => {
  const address = pathToFileURL(resolve(words.page));
  if (words.open) {
    address.hash = words.open.includes('@') ? words.open : `${words.open}@0`;
  }
  await page.goto(address.href);
  await page.screenshot({ path: words.picture, fullPage: words.full });
});
await browser.close();
