// Starts Debian's Chromium with a new profile, without background network traffic, and creates contexts.
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

// In milliseconds; a hang guard.
const hangGuard = 120_000;

// A browser with its own profile, which is deleted when the browser is closed.
export function startChromium() {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: words, timeout: hangGuard });
}

// Calls `use` with a new page in a context with these options, then closes the context.
export async function withPage(browser, options, use) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(hangGuard);
  try {
    return await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}
