// Shows Postil at work: `node tests/harness/demo.mjs chromium|firefox [--url URL] [--headless]`, called by `npm start`.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { launch } from './browsers.mjs';
import { root } from './paths.mjs';
import { serve } from './server.mjs';
import { until } from './session.mjs';

const SAMPLE = 'mexico.html';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: 'string' }, headless: { type: 'boolean', default: false } },
});
const [browser = 'chromium'] = positionals;

const server = await serve();
const session = await launch(browser, { headless: values.headless });
try {
  const page = await session.open(values.url ?? server.url(SAMPLE));
  if (values.headless) await report(page);
  else await untilClosed();
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
} finally {
  await session.close();
  await server.close();
}

/** Leaves under target/demo/ what a reader would have seen. */
async function report(page) {
  const marked = await until(() => marks(page).then((found) => found.length > 0 && found), 'marks').catch(() => []);
  const folder = `${root}target/demo`;
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/${browser}.png`, await page.screenshot());
  console.table(marked);
  console.log(`Screenshot: target/demo/${browser}.png`);
  if (marked.length > 0) return;
  console.log('Postil marked nothing in this page.');
  // A page of one's own may be no article; the sample is one.
  if (!values.url) process.exitCode = 1;
}

/** What is highlighted, and how; the page and the content script share the registry. */
function marks(page) {
  return page.evaluate(() =>
    [...CSS.highlights]
      .filter(([name]) => name.startsWith('postil-'))
      .flatMap(([name, ranges]) => [...ranges].map((range) => ({ highlight: name, text: String(range) }))),
  );
}

/** With a window: until the reader closes it. */
function untilClosed() {
  console.log('Postil is running. Close the browser to end.');
  return new Promise((resolve) => session.browser.once('disconnected', resolve));
}
