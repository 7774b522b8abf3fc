// Newer exchange rates: asked for only by readers who want them, of one address; whatever comes instead of the file, the
// rates that are there stay, and the reader is told.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { BROWSERS, launch } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked, place } from './harness/marks.mjs';
import { click, openOwnPage, untilIn } from './harness/pages.mjs';
import { root } from './harness/paths.mjs';
import { serve } from './harness/server.mjs';
import { until } from './harness/session.mjs';

const BANK = 'www.ecb.europa.eu';
const ADDRESS = `https://${BANK}/stats/eurofxref/eurofxref-hist-90d.xml`;
/** Longer than Postil waits for the bank. */
const LONG = 60_000;

/** The last day of the table that comes with Postil, as its head says. */
async function lastDay() {
  const table = await readFile(`${root}extension/tables/rates.bin`);
  const payload = 20;
  return table.readInt32LE(payload) + table.readUInt32LE(payload + 4) - 1;
}
const iso = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** A file as the bank writes it. */
function file(days) {
  const cubes = Object.entries(days).map(([day, rates]) => {
    const each = Object.entries(rates).map(([code, rate]) => `<Cube currency="${code}" rate="${rate}"/>`);
    return `<Cube time="${day}">${each.join('')}</Cube>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><Cube>${cubes.join('\n')}</Cube></gesmes:Envelope>`;
}

/** An article of a day, with a sum in it. */
const article = (day) => `<!doctype html><html lang="en"><head><title>Barracks sold their stock</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="${day}"></head><body><article>
<h1>Barracks sold their stock</h1>
<p>Officers of a barracks near Toluca, Mexico, sold what they were to guard, a court in Mexico City was told, and the buyers came back.</p>
<p>One of them paid 26,000 pesos for a crate, another a little less, and nobody at the gate of the barracks asked what was in the crates.</p>
</article></body></html>`;

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session, options, next, answer;
    const headers = [];
    before(async () => {
      next = iso((await lastDay()) + 1);
      server = await serve({ '/today.html': { body: article(next) } });
      const bank = (request, response) => {
        headers.push(request.headers);
        answer(request, response);
      };
      session = await launch(name, { answers: { [BANK]: bank } });
    });
    after(async () => {
      await session?.close();
      await server?.close();
    });

    const give = (body, status = 200) => (_, response) => response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    const stored = () => session.extension(() => chrome.storage.local.get(['rates', 'rates:update']));
    const days = () => options.evaluate(() => document.querySelector('.days').textContent);
    const askNow = async (words, patience) => {
      const before = (await stored())['rates:update']?.tried;
      await click(options, '.update-now');
      await until(async () => (await stored())['rates:update']?.tried !== before, 'the update', patience);
      await untilIn(options, (words) => document.querySelector('.update').innerText.includes(words), words, words);
    };
    /** What the card says of the sum in an article of the day that only the newer file knows. */
    const converted = async () => {
      const page = await session.open(server.url('today.html'));
      await marked(page);
      const { x, y } = await place(page, 'money', '26,000 pesos');
      await page.mouse.click(x, y);
      const { answer, facts } = await card.opened(session, page);
      await page.close();
      return [answer, ...facts].join(' ');
    };

    test('as long as nobody asks, nobody is asked', async () => {
      await session.extension(() => chrome.storage.local.set({ settings: { currency: 'USD' } }));
      assert.match(await converted(), /newest rate/);
      options = await openOwnPage(session, 'options.html');
      assert.deepEqual(session.network.answered, []);
      assert.deepEqual(await stored(), {});
    });

    test('who wants newer rates daily gets them at once, and articles are converted with them', async () => {
      answer = give(file({ [next]: { USD: 1.25, MXN: 25 } }));
      await click(options, '#update-rates');
      await untilIn(options, () => /Newer rates came/.test(document.querySelector('.update').innerText), 'the newer rates');
      const told = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(next));
      assert.match(await days(), new RegExp(`to ${told}`));
      const said = await converted();
      assert.match(said, /\$1,300/);
      assert.doesNotMatch(said, /newest rate/);
    });

    test('the one request goes to the one address and says nothing of the reader', () => {
      assert.deepEqual(session.network.answered, [ADDRESS]);
      const [sent] = headers;
      assert.equal(sent.cookie, undefined);
      assert.equal(sent.referer, undefined);
      assert.equal(sent['if-none-match'], undefined);
      assert.doesNotMatch(JSON.stringify(sent), /extension:|localhost/);
    });

    test('the same file again changes nothing', async () => {
      const before = (await stored()).rates;
      await askNow('there are no newer rates');
      assert.equal((await stored()).rates, before);
    });

    const bad = {
      'a page that is no file of rates': [() => give('<!doctype html><title>Maintenance</title>'), 'does not begin like'],
      'a file that is cut short': [() => give(file({ [next]: { USD: 1.3 } }).slice(0, -30)), 'cut short'],
      'a file whose rates contradict the known ones': [() => give(file({ [next]: { USD: 1.4, MXN: 31 } })), 'does not fit'],
      'a file from the future': [() => give(file({ '2999-01-01': { USD: 1.25 } })), 'has not come yet'],
      'a file that is not there': [() => give('not found', 404), 'error 404'],
      'a bank in trouble': [() => give('', 503), 'error 503'],
      'a connection that breaks': [() => (request) => request.socket.destroy(), 'could not be reached'],
      'fifty megabytes': [
        () => (_, response) => {
          response.writeHead(200);
          const part = Buffer.alloc(1_000_000, ' ');
          let sent = 0;
          const more = () => {
            while (sent < 50 && !response.destroyed) {
              sent += 1;
              if (!response.write(part)) return response.once('drain', more);
            }
            response.end();
          };
          more();
        },
        'larger than',
      ],
      'an answer that never ends': [() => (_, response) => response.writeHead(200).write('<?xml'), 'did not answer within'],
    };
    for (const [what, [make, words]] of Object.entries(bad)) {
      test(`${what}: the rates stay, and the options say so`, async () => {
        const [before, told] = [(await stored()).rates, await days()];
        answer = make();
        await askNow(words, LONG);
        assert.equal((await stored()).rates, before);
        assert.equal(await days(), told);
        assert.match(await converted(), /\$1,300/);
      });
    }

    test('daily means once a day, when an article is opened', async () => {
      answer = give(file({ [next]: { USD: 1.25, MXN: 25 } }));
      const count = session.network.answered.length;
      await converted();
      assert.equal(session.network.answered.length, count);
      await session.extension(() => chrome.storage.local.set({ 'rates:update': { tried: '2026-01-01T00:00:00Z', outcome: 'newer' } }));
      await converted();
      await until(async () => (await stored())['rates:update'].outcome === 'unchanged', 'the daily update');
      await converted();
      assert.equal(session.network.answered.length, count + 1);
    });

    test('who no longer wants them asks no more', async () => {
      const count = session.network.answered.length;
      await click(options, '#update-rates');
      await until(() => session.extension(() => chrome.storage.local.get('settings').then(({ settings }) => settings.update_rates === false)), 'the choice');
      await session.extension(() => chrome.storage.local.set({ 'rates:update': { tried: '2026-01-01T00:00:00Z', outcome: 'newer' } }));
      await converted();
      // Another article's round trip through the background: whatever the first one set off has been sent by then.
      await converted();
      assert.equal(session.network.answered.length, count);
      assert.ok(session.network.answered.every((address) => address === ADDRESS), session.network.answered.join());
    });

    test('stored rates that are damaged are passed over', async () => {
      await session.extension(() => chrome.storage.local.get('rates').then(({ rates }) => chrome.storage.local.set({ rates: `${rates.slice(0, -20)}AAAA` })));
      assert.match(await converted(), /newest rate/);
    });
  });
}
