// The options and the first page: what the reader chooses there reaches the articles.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import { marked, marks, texts } from './harness/marks.mjs';
import { choose, click, dress, openOwnPage, resize, untilIn, violations } from './harness/pages.mjs';
import { openPopup } from './harness/popup.mjs';
import { until } from './harness/session.mjs';

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session, page, options;
    opened(name, (open) => ({ server, session } = open));
    before(async () => {
      page = await session.open(server.url('mexico.html'));
      await marked(page);
      options = await openOwnPage(session, 'options.html');
    });

    const settings = () => session.extension(() => chrome.storage.local.get('settings').then((all) => all.settings ?? {}));
    const said = (words) => untilIn(options, (words) => document.querySelector('body > .status').textContent.includes(words), words, words);

    test('the first page is opened once, behind the others', async () => {
      const url = session.extensionUrl('welcome.html');
      const open = () => session.extension((url) => chrome.tabs.query({}).then((tabs) => tabs.filter((tab) => tab.url === url).map((tab) => tab.active)), url);
      await until(async () => (await open()).length === 1, 'the first page');
      assert.deepEqual(await open(), [false]);
    });

    test('the home currency is guessed, and the one chosen is kept', async () => {
      const first = await options.evaluate(() => document.querySelector('#currency option').textContent);
      assert.match(first, /\([A-Z]{3}\)/);
      const codes = await options.evaluate(() => [...document.querySelectorAll('#currency option')].map((option) => option.value));
      assert.ok(codes.length > 100 && ['EUR', 'USD', 'MXN', 'PHP', 'JPY'].every((code) => codes.includes(code)), codes.join());
      assert.ok(!codes.includes('DEM'), 'a currency that is gone');
      await choose(options, '#currency', 'JPY');
      await said('Saved.');
      assert.equal((await settings()).currency, 'JPY');
      const panel = await openOwnPage(session, 'panel.html');
      await untilIn(panel, () => /¥/.test(document.querySelector('.bars td span')?.textContent), 'the sums in yen');
      await panel.close();
      await choose(options, '#units', 'imperial');
      await until(async () => (await settings()).units === 'imperial', 'the units');
    });

    test('a threshold leaves out doubtful marks', async () => {
      const before = (await marks(page)).length;
      await click(options, '#threshold');
      await until(async () => (await settings()).threshold > 0, 'the threshold');
      for (let step = 0; step < 10; step++) await options.press('ArrowUp');
      await until(async () => (await settings()).threshold === 0.95 || (await settings()).threshold > 0.9, 'the threshold at its end');
      await until(async () => (await marks(page)).length < before, 'fewer marks');
      await options.evaluate(() => {
        const slider = document.querySelector('#threshold');
        slider.value = 0;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        slider.dispatchEvent(new Event('change', { bubbles: true }));
      });
      await until(async () => (await marks(page)).length === before, 'all marks');
    });

    test('a name of her own is marked, and one she never wants is not', async () => {
      await click(options, '#name');
      await options.type('trade in grenades');
      await choose(options, '#name-type', 'event');
      await click(options, 'section[aria-labelledby=names] button', 'Add');
      await said('Saved.');
      await until(async () => (await settings()).own_names?.length === 1, 'the name');
      await click(options, '#name');
      await options.type('Toluca');
      await choose(options, '#name-type', 'never');
      await options.press('Enter');
      await until(async () => (await settings()).own_names?.length === 2, 'the other name');
      await until(async () => !texts(await marks(page), 'place').includes('Toluca'), 'the name to go');
      await click(options, 'section[aria-labelledby=names] li:last-child button');
      await until(async () => texts(await marks(page), 'place').includes('Toluca'), 'the name to come back');
    });

    test('two choices at once are both kept', async () => {
      await options.evaluate(() => {
        for (const id of ['legend', 'conversions']) document.querySelector(`#${id}`).click();
      });
      await until(async () => (await settings()).view.conversions === true, 'the later choice');
      assert.equal((await settings()).view.legend, false);
      await options.evaluate(() => {
        for (const id of ['legend', 'conversions']) document.querySelector(`#${id}`).click();
      });
      await until(async () => (await settings()).view.conversions === false, 'the later choice');
      assert.equal((await settings()).view.legend, true);
    });

    test('a kind that she does not want is not marked', async () => {
      await click(options, '#mark-place');
      await until(async () => texts(await marks(page), 'place').length === 0, 'the places to go');
      assert.ok(texts(await marks(page), 'person').length > 0);
      await click(options, '#mark-place');
      await until(async () => texts(await marks(page), 'place').length > 0, 'the places to come back');
    });

    test('a colour of her own is kept, and given up', async () => {
      const before = await options.evaluate(() => document.querySelector('#colour-person').value);
      await choose(options, '#colour-person', '#aa3366');
      await until(async () => (await settings()).colours?.person === '#aa3366', 'the colour');
      const swatch = await options.evaluate(() => getComputedStyle(document.querySelector('.kinds .postil-person .swatch')).color);
      assert.equal(swatch, 'rgb(170, 51, 102)');
      await click(options, '.kinds .postil-person .reset');
      await until(async () => !('person' in (await settings()).colours), 'the colour to be given up');
      await untilIn(options, (before) => document.querySelector('#colour-person').value === before, 'the automatic colour', before);
    });

    test('how a page looks is kept', async () => {
      await choose(options, '#density', 'first');
      await until(async () => (await settings()).view.density === 'first', 'the density');
      await choose(options, '#density', 'everything');
      await click(options, '#legend');
      await until(async () => (await settings()).view.legend === false, 'the legend');
      await click(options, '#legend');
      await click(options, '#conversions');
      await until(async () => (await settings()).view.conversions === true, 'the conversions');
      await click(options, '#conversions');
      await until(async () => (await settings()).view.conversions === false, 'no conversions');
    });

    test('articles are marked by themselves or only when asked, but for the exceptions', async () => {
      await choose(options, '#site-mode', 'asked');
      await until(async () => (await marks(page)).length === 0, 'the marks to go');
      await click(options, '#site');
      await options.type(new URL(server.origin).host);
      await choose(options, '#added-mode', 'automatic');
      await click(options, 'section[aria-labelledby=sites] button', 'Add');
      await marked(page);
      assert.deepEqual((await settings()).sites, { mode: 'asked', exceptions: { [new URL(server.origin).host]: 'automatic' } });
      await click(options, 'section[aria-labelledby=sites] li button');
      await choose(options, '#site-mode', 'automatic');
      await marked(page);
      await choose(options, '#added-mode', 'never');
    });

    test('a silent site shows no marks until it is removed from the list', async () => {
      await click(options, '#site');
      await options.type(new URL(server.origin).host);
      await options.press('Enter');
      await until(async () => (await marks(page)).length === 0, 'the marks to go');
      await click(options, 'section[aria-labelledby=sites] li button');
      await marked(page);
      await click(options, '#site');
      await options.type('http://');
      await options.press('Enter');
      await said('not the address of a site');
    });

    test('a correction is listed and can be taken back', async () => {
      await session.extension((correction) => chrome.runtime.sendMessage({ ask: 'correct', correction }), {
        id: 'urn:uuid:1',
        created: '2026-01-01T00:00:00Z',
        scope: { reach: 'everywhere' },
        exact: 'Sedena',
        kind: 'entity',
        change: { do: 'dismiss' },
      });
      await until(async () => !texts(await marks(page), 'organization').includes('Sedena'), 'the correction to hold');
      await options.close();
      options = await openOwnPage(session, 'options.html');
      await click(options, 'section[aria-labelledby=corrections] li button');
      await until(async () => texts(await marks(page), 'organization').includes('Sedena'), 'the mark to come back');
    });

    test('the backup is a file with everything, and the rates and shortcuts are told', async () => {
      const file = await session.download(() => click(options, '.back-up'));
      assert.equal(JSON.parse(file.text).type, 'AnnotationCollection');
      const told = await options.evaluate(() => document.body.innerText);
      assert.match(told, /Daily rates from January 4, 1999 to/);
      assert.match(told, /Highlight the selection\s+\S+/);
      assert.match(told, /0 annotations in 0 articles/);
    });

    test('the popup opens the options', async () => {
      await options.close();
      await page.bringToFront();
      const popup = await openPopup(session);
      await until(() => popup.evaluate(() => document.querySelector('.open-options:enabled') !== null), 'the popup');
      await popup.click('.open-options');
      const url = session.extensionUrl('options.html');
      await until(() => session.extension((url) => chrome.tabs.query({}).then((tabs) => tabs.some((tab) => tab.url === url)), url), 'the options');
      options = await openOwnPage(session, 'options.html');
    });

    test('axe-core finds nothing wrong on any page, light and dark', async () => {
      for (const path of ['popup.html', 'options.html', 'welcome.html']) {
        const own = await openOwnPage(session, path);
        for (const dark of [false, true]) {
          await dress(session, own, dark);
          for (const width of path === 'popup.html' ? [340] : [360, 900]) {
            await resize(session, own, width, 800);
            assert.deepEqual(await violations(session, own), [], `${path}, ${width} px, ${dark ? 'dark' : 'light'}`);
            const overflow = await own.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(overflow <= 0, `${path} is ${overflow} px too wide at ${width} px`);
          }
        }
        await dress(session, own, false);
        await own.close();
      }
    });

    test('where the right to read pages is missing, every page says so', { skip: name === 'chromium' && 'Chromium lets no test withdraw it' }, async () => {
      await session.privileged(`(async () => {
        const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
        const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(session.id)});
        await ExtensionPermissions.remove(${JSON.stringify(session.id)}, { permissions: [], origins: ['http://*/*', 'https://*/*'] }, extension);
      })()`);
      for (const path of ['popup.html', 'panel.html', 'options.html', 'welcome.html']) {
        const own = await openOwnPage(session, path);
        await untilIn(own, () => /may not read pages/.test(document.querySelector('.permission.missing h2')?.textContent), `${path} to say so`);
        assert.deepEqual(await violations(session, own), [], path);
        await own.close();
      }
    });
  });
}
