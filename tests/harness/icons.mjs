// Draws extension/icons/SIZE.png from postil.svg: `node tests/harness/icons.mjs`, after a change to the drawing.
import { readFile } from 'node:fs/promises';
import puppeteer from 'puppeteer-core';

const folder = new URL('../../extension/icons/', import.meta.url);
const drawing = await readFile(new URL('postil.svg', folder), 'utf8');
const browser = await puppeteer.launch({
  executablePath: process.env.POSTIL_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
for (const size of [16, 32, 48, 128]) {
  await page.setViewport({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
  await page.screenshot({ path: new URL(`${size}.png`, folder).pathname, omitBackground: true });
}
await browser.close();
