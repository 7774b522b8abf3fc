// Takes the pictures of docs/pictures/ in Chromium, and in Firefox those of what Firefox shows in its own way, light and dark:
// `npm run pictures`, after a build.
import { mkdir, writeFile } from 'node:fs/promises';

import { BROWSERS, launch } from './browsers.mjs';
import * as card from './card.mjs';
import { marked, place } from './marks.mjs';
import { root } from './paths.mjs';
import { click, dress, openOwnPage, resize, untilIn } from './pages.mjs';
import { openPopup } from './popup.mjs';
import { serve } from './server.mjs';
import { until } from './session.mjs';

const SUM = '26,000 pesos';
/** Postil's own pages, with the size of their pictures and the view that is chosen in them. */
const SCREENS = [
  ['panel', 380, 860],
  ['panel', 380, 720, 'Saved'],
  ['welcome', 760, 860],
  ['sample', 760, 640],
  ['options', 760, 1000],
];
/** What stands in each when it is complete. */
const FILLED = { panel: '.group', welcome: '.permission', sample: '#note:not(:empty)', options: '.days' };
const THEMES = ['light', 'dark'];

const folder = `${root}docs/pictures`;
await mkdir(folder, { recursive: true });
const server = await serve();
try {
  for (const name of BROWSERS) await take(name);
} finally {
  await server.close();
}

async function take(name) {
  const session = await launch(name, { language: 'en-US', screen: '1200x1000' });
  const isAll = name === 'chromium';
  const keep = (what, theme, picture) => write([isAll ? '' : `${name}-`, what, theme === 'light' ? '' : '-dark'].join(''), picture);
  try {
    const page = await session.newPage();
    await page.setViewport({ width: 900, height: 660 });
    await page.goto(server.url('mexico.html'));
    await marked(page);
    const { x, y } = await place(page, 'money', SUM);
    await page.mouse.move(x, y);
    let open;
    for (const theme of THEMES) {
      await dress(session, page, theme === 'dark');
      open = await card.opened(session, page);
      await stand(page);
      await keep('card', theme, await page.screenshot());
    }

    const { Save } = open.buttons;
    await page.mouse.click(Save.x, Save.y);
    await card.opened(session, page, function saved({ buttons }) {
      return !('Save' in buttons);
    });
    await page.keyboard.press('Escape');
    await card.closed(session, page);
    if (isAll) await takeLegendAndPhone(session, page, keep);

    for (const theme of THEMES) {
      await page.bringToFront();
      const popup = await openPopup(session);
      await popup.dress(theme === 'dark');
      await until(() => popup.evaluate((sum) => document.body.innerText.includes(sum), SUM), "the popup's list");
      await until(() => popup.evaluate(() => document.documentElement.scrollHeight - innerHeight <= 1 && document.body.offsetWidth === innerWidth), "the popup's window to fit");
      await keep('popup', theme, await popup.screenshot());
      await popup.close();
    }

    await session.extension(keepOthers, server.url('philippines.html'));
    for (const [path, width, height, view] of isAll ? SCREENS : SCREENS.filter(([path]) => path === 'panel')) {
      const own = await openOwnPage(session, `${path}.html`);
      await untilIn(own, (signs) => document.querySelector(signs) !== null, `${path} to be filled`, FILLED[path]);
      if (view) await click(own, '[role=tab]', view);
      for (const theme of THEMES) {
        await dress(session, own, theme === 'dark');
        await resize(session, own, width, height);
        await keep(view ? `${path}-${view.toLowerCase()}` : path, theme, await own.screenshot());
      }
      await own.close();
    }
  } finally {
    await session.close();
  }
}

async function takeLegendAndPhone(session, page, keep) {
  await session.extension(() => chrome.storage.local.set({ settings: { view: { conversions: true } } }));
  await page.bringToFront();
  const shown = (root) => [...root.querySelectorAll('.beside span')].some((one) => getComputedStyle(one).visibility === 'visible');
  await until(() => card.inStage(session, page, shown), 'the conversions');
  await card.inStage(session, page, (root) => root.querySelector('.legend-button').click());
  await page.mouse.move(5, 5);
  for (const theme of THEMES) {
    await dress(session, page, theme === 'dark');
    await stand(page);
    await keep('legend', theme, await page.screenshot());
  }

  await page.setViewport({ width: 360, height: 640, isMobile: true, hasTouch: true });
  // A phone loads the page anew.
  await marked(page);
  const mark = await place(page, 'money', SUM);
  await page.touchscreen.tap(mark.x, mark.y);
  for (const theme of THEMES) {
    await dress(session, page, theme === 'dark');
    await card.opened(session, page);
    await stand(page);
    await keep('phone', theme, await page.screenshot());
  }
  await page.setViewport({ width: 900, height: 660 });
  await marked(page);
}

/** In a page of Postil: keeps something of another article, through the background as ever. */
async function keepOthers(url) {
  const article = { key: url, url, title: 'Coast guard paid twice for fuel, auditors say', published: '2022-11-04' };
  const items = [
    ['paid 18.7 million pesos', 'Same supplier as in 2019? Ask the auditors.', ['fuel', 'audit'], 'green'],
    ['Commodore Teresita Magbanua Dizon', 'Suspended; **try her lawyer**.', ['people'], 'blue'],
    ['signed 14 of the 16 receipts', null, ['audit'], 'pink'],
  ];
  const commands = items.map(([exact, note, tags, colour], n) => ({
    do: 'add',
    annotation: {
      id: `urn:uuid:00000000-0000-4000-8000-00000000000${n}`,
      type: 'Annotation',
      created: '2026-11-20T09:00:00Z',
      modified: `2026-11-20T09:0${n}:00Z`,
      body: [...(note ? [{ type: 'TextualBody', purpose: 'commenting', value: note, format: 'text/markdown' }] : []), ...tags.map((value) => ({ type: 'TextualBody', purpose: 'tagging', value }))],
      target: { source: url, title: article.title, styleClass: `postil-${colour}`, selector: [{ type: 'TextQuoteSelector', exact }] },
    },
  }));
  await chrome.runtime.sendMessage({ ask: 'change', article, command: { do: 'many', commands } });
}

/** Waits until the page looks the same twice: what follows a change of its colours comes a little later. */
async function stand(page) {
  let last;
  await until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const now = Buffer.from(await page.screenshot());
    const still = last?.equals(now);
    last = now;
    return still;
  }, 'the page to stand still');
}

async function write(name, picture) {
  await writeFile(`${folder}/${name}.png`, picture);
  console.log(`docs/pictures/${name}.png`);
}
