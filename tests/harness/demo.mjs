// Shows Postil at work: `node tests/harness/demo.mjs chromium|firefox [--url URL] [--headless]`, called by `npm start`.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { launch } from './browsers.mjs';
import * as card from './card.mjs';
import { marked, place } from './marks.mjs';
import { root } from './paths.mjs';
import { openPopup } from './popup.mjs';
import { serve } from './server.mjs';
import { until } from './session.mjs';

const SAMPLE = 'mexico.html';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: 'string' }, headless: { type: 'boolean', default: false } },
});
const [browser = 'chromium'] = positionals;

const server = await serve();
const session = await launch(browser, { online: true, headless: values.headless, downloads: `${root}target/demo/downloads` });
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

/** Does what a reader does, and leaves under target/demo/ what she would have seen and got. */
async function report(page) {
  const found = await marked(page).catch(() => []);
  const folder = `${root}target/demo`;
  await mkdir(folder, { recursive: true });
  if (found.length > 0) {
    const details = await session.extension(
      async (url) => {
        const [tab] = (await chrome.tabs.query({})).filter((tab) => tab.url === url);
        const answer = await chrome.tabs.sendMessage(tab.id, { ask: 'details' });
        return answer.done;
      },
      page.url(),
    );
    await page.bringToFront();
    const saved = await save(page, found);
    console.log(`Marked: ${found.length}`);
    console.table(
      found.map(({ style, text }) => ({ kind: style.replace('postil-', ''), text: text.replace(/\s+/g, ' ').slice(0, 60) })),
    );
    const converted = [...details.sums.map(({ line }) => line), ...details.figures].filter((line) => line.converted);
    console.log(`Converted: ${converted.length}`);
    console.table(converted.map(({ exact, reading, converted }) => ({ text: exact, says: reading, converted })));
    console.log(`Saved: ${saved.length}`);
    console.table(saved);
  }
  await writeFile(`${folder}/${browser}.png`, await page.screenshot());
  console.log(`Screenshot: target/demo/${browser}.png`);
  if (found.length > 0) return;
  console.log('Postil marked nothing in this page.');
  // A page of one's own may be no article; the sample is one.
  if (!values.url) process.exitCode = 1;
}

/** Saves the first sum of money, or else the first mark, and exports what is saved through the popup. */
async function save(page, found) {
  const { style, text } = found.find((mark) => mark.style === 'postil-money') ?? found[0];
  const spot = await place(page, style.replace('postil-', ''), text.replace(/\s+/g, ' '));
  await page.mouse.move(spot.x, spot.y);
  const open = await card.opened(session, page);
  await page.mouse.click(open.buttons.Save.x, open.buttons.Save.y);
  await card.opened(session, page, (card) => !card.buttons.Save);
  const popup = await openPopup(session);
  await until(() => popup.evaluate(() => document.querySelector('.export button')?.disabled === false), 'the export');
  const file = await session.download(() => popup.click('.export button'));
  await popup.close();
  await writeFile(`${root}target/demo/${browser}.json`, file.text);
  console.log(`Exported annotations: target/demo/${browser}.json`);
  return JSON.parse(file.text).first.items.map((item) => ({
    quote: item.target.selector.find((selector) => selector.type === 'TextQuoteSelector').exact,
    says: JSON.stringify(item.body.find((body) => body.purpose === 'classifying')?.reading ?? {}).slice(0, 120),
  }));
}

/** With a window: until the reader closes it. */
function untilClosed() {
  console.log('Postil is running. Close the browser to end.');
  return new Promise((resolve) => session.browser.once('disconnected', resolve));
}
