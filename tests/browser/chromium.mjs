// Starts Debian's Chromium with a new profile, quiet and without a wish to call anybody, and hands out contexts.
import { chromium } from 'playwright-core';

const words = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// In milliseconds: only how long a hang holds up the tests.
const hangGuard = 120_000;

// A browser with a profile of its own, which goes when it is closed.
export function startChromium() {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: words, timeout: hangGuard });
}

// Calls `use` with a new page of a context with these options; the context is gone afterwards.
export async function withPage(browser, options, use) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(hangGuard);
  try {
    return await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}
