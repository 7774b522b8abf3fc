// The popup: this page in numbers, on and off for the page and its site, what is saved, pages that are not marked.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { violations } from './harness/pages.mjs';
import { openPopup } from './harness/popup.mjs';
import { until } from './harness/session.mjs';

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    opened(name, (open) => ({ server, session } = open));

    const shows = (popup, selector) => until(() => popup.evaluate((selector) => document.querySelector(selector) !== null, selector), `${selector} in the popup`);

    const host = () => new URL(server.origin).host;
    /** Saves a sum of the page as a reader does. */
    const save = async (page) => {
      const spot = await place(page, 'money', '26,000 pesos');
      await page.mouse.click(spot.x, spot.y);
      const { Save } = (await card.opened(session, page, (card) => card.buttons.Save)).buttons;
      await page.mouse.click(Save.x, Save.y);
      await until(async () => texts(await marks(page), 'saved').length === 1, 'it to be saved');
    };
    const sites = () => session.extension(() => chrome.storage.local.get('settings').then((all) => all.settings?.sites ?? null));
    const unmarked = (page) => until(async () => (await marks(page)).length === 0, 'the marks to go');
    const isOn = (popup, which) => popup.evaluate((which) => document.querySelector(`.switch.${which}`).getAttribute('aria-checked') === 'true', which);
    const says = (popup, words) => until(() => popup.evaluate((words) => document.querySelector('.status').textContent.includes(words), words), words);

    test('this page in numbers: as many marks of each kind as there are', async () => {
      const page = await session.open(server.url('mexico.html'));
      const found = await marked(page);
      const popup = await openPopup(session);
      await shows(popup, '.counts li');
      const told = await popup.evaluate(() => Object.fromEntries([...document.querySelectorAll('.counts li')].map((one) => [one.className, Number(one.querySelector('strong').textContent)])));
      const painted = Object.fromEntries(Object.keys(told).map((style) => [style, found.filter((mark) => mark.style === style).length]));
      assert.deepEqual(told, painted);
      assert.ok(told['postil-person'] > 0 && told['postil-money'] > 0 && told['postil-figure'] > 0, JSON.stringify(told));
      await popup.close();
      await page.close();
    });

    test('the popup begins as high as it was last time, and then is as high as what it shows', async () => {
      const page = await session.open(server.url('mexico.html'));
      await marked(page);
      const popup = await openPopup(session);
      await shows(popup, '.counts li');
      const heights = () => popup.evaluate(() => [Number(localStorage.getItem('popup-height')), document.body.offsetHeight, document.body.style.minHeight]);
      const [remembered, height] = await until(async () => {
        const [remembered, height, least] = await heights();
        return remembered === height && least === '' && [remembered, height];
      }, 'the height to be remembered');
      assert.ok(height > 200, `${remembered} and ${height}`);
      await popup.close();
      await page.close();
      // Only there can a test be in a page of the extension before that page's own scripts.
      if (name !== 'chromium') return;
      await session.extension(() => localStorage.setItem('popup-height', '777'));
      const tab = await session.newPage();
      await tab.evaluateOnNewDocument(() => {
        globalThis.least = [];
        new MutationObserver(() => globalThis.least.push(document.body.style.minHeight)).observe(document, { subtree: true, attributeFilter: ['style'] });
      });
      await tab.goto(session.extensionUrl('popup.html'));
      await until(() => tab.evaluate(() => globalThis.least.length === 2), 'the height to be let go');
      assert.deepEqual(await tab.evaluate(() => globalThis.least), ['777px', '']);
      await tab.close();
    });

    // As above.
    test('before its program is there the popup has its name and its ways, which wait for it', { skip: name === 'firefox' && 'no test gets in before the scripts of the page' }, async () => {
      const tab = await session.newPage();
      await tab.evaluateOnNewDocument(() => {
        const { fetch } = globalThis;
        globalThis.fetch = (file) => new Promise((resolve) => (globalThis.arrives = () => resolve(fetch(file))));
      });
      await tab.goto(session.extensionUrl('popup.html'));
      await until(() => tab.evaluate(() => globalThis.arrives !== undefined), 'the program to be asked for');
      const shown = () => tab.evaluate(() => [document.querySelector('h1').textContent, ...[...document.querySelectorAll('.ways button')].map((button) => [button.textContent, button.disabled])]);
      assert.deepEqual(await shown(), ['Postil', ['Open panel', true], ['Options', true]]);
      assert.deepEqual(await violations(session, tab), []);
      await tab.evaluate(() => globalThis.arrives());
      await until(async () => (await shown()).join() === 'Postil,Open panel,false,Options,false', 'the ways to lead somewhere');
      await tab.close();
    });

    test('the page is turned off and on, and its site stays as it is', async () => {
      const page = await session.open(server.url('mexico.html'));
      await marked(page);
      let popup = await openPopup(session);
      await shows(popup, '.switch.page');
      assert.deepEqual([await isOn(popup, 'page'), await isOn(popup, 'site')], [true, true]);
      await popup.click('.switch.page');
      await unmarked(page);
      await says(popup, 'silent on this page');
      await shows(popup, '.not-marked');
      assert.deepEqual([await isOn(popup, 'page'), await isOn(popup, 'site')], [false, true]);
      assert.deepEqual(await sites(), { mode: 'automatic', exceptions: {}, pages: { [page.url()]: false } });
      await popup.close();
      const other = await session.open(server.url('philippines.html'));
      await marked(other);
      await other.close();
      // Nor after it was loaded anew, at another place of it.
      await page.goto('about:blank');
      await page.goto(`${server.url('mexico.html')}#end`);
      await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
      assert.deepEqual(await marks(page), []);
      await page.bringToFront();
      popup = await openPopup(session);
      await shows(popup, '.switch.page');
      assert.equal(await isOn(popup, 'page'), false);
      await popup.click('.switch.page');
      await marked(page);
      await shows(popup, '.counts .postil-money');
      await says(popup, 'reads along on this page again');
      assert.deepEqual(await sites(), { mode: 'automatic', exceptions: {} });
      await popup.close();
      await page.close();
    });

    test('the site is turned off, and one page of it on', async () => {
      const page = await session.open(server.url('mexico.html'));
      await marked(page);
      const popup = await openPopup(session);
      await shows(popup, '.switch.site');
      await popup.click('.switch.site');
      await unmarked(page);
      await says(popup, 'silent on this site');
      assert.deepEqual([await isOn(popup, 'page'), await isOn(popup, 'site')], [false, false]);
      await popup.click('.switch.page');
      await marked(page);
      await says(popup, 'reads along on this page');
      assert.deepEqual([await isOn(popup, 'page'), await isOn(popup, 'site')], [true, false]);
      assert.deepEqual(await sites(), { mode: 'automatic', exceptions: { [host()]: 'never' }, pages: { [page.url()]: true } });
      await page.reload();
      await marked(page);
      // Whoever speaks of the site afterwards speaks of all its pages.
      await session.menu('toggle-site', page);
      await until(async () => Object.keys((await sites()).exceptions).length === 0, 'the site to be on');
      assert.deepEqual(await sites(), { mode: 'automatic', exceptions: {} });
      await popup.close();
      await page.close();
    });

    test('a site on which an older version stayed silent is shown as off, and turned on', async () => {
      await session.extension((host) => chrome.storage.local.set({ settings: { silent_hosts: [host] } }), host());
      const page = await session.open(server.url('mexico.html'));
      const popup = await openPopup(session);
      await shows(popup, '.switch.site');
      assert.deepEqual([await isOn(popup, 'page'), await isOn(popup, 'site')], [false, false]);
      await popup.click('.switch.site');
      await marked(page);
      await says(popup, 'reads along');
      assert.deepEqual([await isOn(popup, 'page'), await isOn(popup, 'site')], [true, true]);
      assert.deepEqual(await sites(), { mode: 'automatic', exceptions: {} });
      await popup.close();
      await page.close();
    });

    test('whether a page is on: loader, engine and popup read every kind of setting the same way', async () => {
      const address = server.url('mexico.html');
      const kinds = [
        [{}, true, true],
        [{ sites: { mode: 'asked', exceptions: {} } }, false, false],
        [{ sites: { mode: 'never', exceptions: {} } }, false, false],
        [{ sites: { mode: 'automatic', exceptions: { [host()]: 'never' } } }, false, false],
        [{ sites: { mode: 'never', exceptions: { [host()]: 'automatic' } } }, true, true],
        [{ sites: { mode: 'asked', exceptions: { 'other.example': 'automatic' } } }, false, false],
        [{ sites: { mode: 'automatic', exceptions: { [host()]: 'asked' }, pages: { [address]: true } } }, true, false],
        [{ sites: { mode: 'automatic', exceptions: {}, pages: { [address]: false } } }, false, true],
        [{ sites: { mode: 'never', exceptions: {}, pages: { [address]: false } } }, false, false],
        [{ silent_hosts: [host()] }, false, false],
        [{ silent_hosts: ['other.example'] }, true, true],
        [{ silent_hosts: [host()], sites: { mode: 'automatic', exceptions: {} } }, false, false],
        [{ silent_hosts: [host()], sites: { mode: 'automatic', exceptions: { [host()]: 'automatic' } } }, true, true],
        [{ silent_hosts: [host()], sites: { mode: 'automatic', exceptions: {}, pages: { [address]: true } } }, true, false],
      ];
      for (const [settings, pageOn, siteOn] of kinds) {
        await session.extension((settings) => chrome.storage.local.set({ settings }), settings);
        const page = await session.open(address);
        if (pageOn) await marked(page);
        else await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
        const popup = await openPopup(session);
        await shows(popup, pageOn ? '.counts li' : '.not-marked');
        assert.deepEqual([await isOn(popup, 'page'), await isOn(popup, 'site')], [pageOn, siteOn], JSON.stringify(settings));
        assert.equal((await marks(page)).length > 0, pageOn, JSON.stringify(settings));
        await popup.close();
        await page.close();
      }
      await session.extension(() => chrome.storage.local.clear());
    });

    test('the context menu turns the page off and on', async () => {
      const page = await session.open(server.url('mexico.html'));
      await marked(page);
      await session.menu('toggle-page', page);
      await unmarked(page);
      assert.deepEqual((await sites()).pages, { [page.url()]: false });
      await session.menu('toggle-page', page);
      await marked(page);
      assert.equal((await sites()).pages, undefined);
      await page.close();
    });

    test('what is saved leads to its place, and the note on the article is written, shown as Markdown and taken back', async () => {
      const page = await session.open(server.url('mexico.html'));
      await marked(page);
      await save(page);
      await page.keyboard.press('Escape');
      await page.evaluate(() => scrollTo(0, 0));
      const popup = await openPopup(session);
      await shows(popup, '.page-note .write');
      await popup.click('.page-note .write');
      await shows(popup, '.page-note textarea');
      await popup.evaluate(() => (document.querySelector('.page-note textarea').value = 'Ask **twice** <b>why</b> [here](https://example.com)'));
      await popup.click('.page-note [type=submit]');
      await shows(popup, '.page-note .note strong');
      const drawn = await popup.evaluate(() => [document.querySelector('.page-note .note').textContent, document.querySelector('.page-note .note a').href, document.querySelector('.page-note .note b')]);
      assert.deepEqual(drawn, ['Ask twice <b>why</b> here', 'https://example.com/', null]);
      await popup.click('.page-note .undo');
      await shows(popup, '.page-note .write');
      await popup.click('.page-note .redo');
      await shows(popup, '.page-note .note strong');
      await popup.click('.page-note .remove');
      await shows(popup, '.page-note .write');
      await until(() => popup.evaluate(() => document.querySelector('button.saved .quote')?.textContent === '26,000 pesos'), 'what is saved');
      await popup.click('button.saved');
      await card.opened(session, page, (card) => /26,000/.test(card.title));
      await session.extension(() => chrome.storage.local.clear());
      await page.close();
    });

    test('where articles are marked only when asked, the popup asks, and then tells what was found', async () => {
      await session.extension(() => chrome.storage.local.set({ settings: { sites: { mode: 'asked', exceptions: {} } } }));
      const page = await session.open(server.url('mexico.html'));
      const popup = await openPopup(session);
      await shows(popup, '.mark-page');
      assert.deepEqual(await marks(page), []);
      await popup.click('.mark-page');
      await marked(page);
      await shows(popup, '.counts .postil-money');
      await popup.close();
      await page.close();
    });

    test('axe-core finds nothing wrong with the popup of the toolbar, light and dark', async () => {
      await session.extension(() => chrome.storage.local.clear());
      const page = await session.open(server.url('mexico.html'));
      await marked(page);
      await save(page);
      const bare = await session.open(server.url('not-an-article.html'));
      for (const [tab, shown] of [[page, 'button.saved'], [bare, '.not-marked']]) {
        for (const dark of [false, true]) {
          await tab.bringToFront();
          const popup = await openPopup(session);
          await shows(popup, shown);
          await popup.dress(dark);
          assert.deepEqual(await popup.violations(), [], `${shown}, ${dark ? 'dark' : 'light'}`);
          await popup.close();
        }
        await tab.close();
      }
      await session.extension(() => chrome.storage.local.clear());
    });

    test('a page that is no article is marked by nobody, and the popup says so', async () => {
      const page = await session.open(server.url('not-an-article.html'));
      const popup = await openPopup(session);
      await shows(popup, '.mark-page');
      await popup.click('.mark-page');
      await until(() => popup.evaluate(() => /marked nothing/.test(document.querySelector('.status').textContent)), 'the popup to say so');
      assert.deepEqual(await marks(page), []);
      await popup.close();
      await page.close();
    });
  });
}
