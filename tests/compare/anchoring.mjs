// Finding quotes again: Postil's anchorer beside approx-string-match with Hypothesis' scoring, on the
// same articles and quotes, in one run; natively, and in Chromium as users get it, from the built package.
//
//   node tests/compare/anchoring.mjs [how many quotes the other tool gets, 100 unless told]
//
// The scoring follows what the Hypothesis client documents of its own: of all matches of the quote
// the one with the best sum of likeness of quote (weight 50), text before (20), text behind (20) and
// nearness to the saved position (2). Nothing of its code is used.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import search from 'approx-string-match';

import { root } from '../harness/paths.mjs';
import { inBrowser } from './anchoring-browser.mjs';

const cargo = ['run', '--quiet', '--release', '-p', 'postil-core', '--example', 'anchor_speed'];
const run = (...more) => execFileSync('cargo', [...cargo, ...more], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });

/** All matches of a text, verbatim ones alone where there are any. */
function matches(text, pattern, maxErrors) {
  const found = [];
  for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + 1)) {
    found.push({ start: at, end: at + pattern.length, errors: 0 });
  }
  return found.length > 0 ? found : search(text, pattern, maxErrors);
}

/** How like a text is to the best place for it, 0 to 1. */
function likeness(text, pattern) {
  if (pattern.length === 0 || text.length === 0) return 0;
  const [best] = matches(text, pattern, pattern.length).sort((a, b) => a.errors - b.errors);
  return best === undefined ? 0 : 1 - best.errors / pattern.length;
}

function locate(text, { exact, prefix, suffix }, hint) {
  let best = null;
  for (const match of matches(text, exact, Math.min(256, exact.length / 2))) {
    const before = text.slice(Math.max(0, match.start - prefix.length), match.start);
    const after = text.slice(match.end, match.end + suffix.length);
    const sum =
      50 * (1 - match.errors / exact.length) +
      20 * (prefix ? likeness(before, prefix) : 1) +
      20 * (suffix ? likeness(after, suffix) : 1) +
      2 * (1 - Math.abs(match.start - hint) / text.length);
    if (best === null || sum > best.sum) best = { ...match, sum };
  }
  return best;
}

/** The other tool's time for all quotes, told from the first `count`, and how many of these it found. */
function byTheOther(text, quotes, count) {
  const start = performance.now();
  let found = 0;
  for (const { quote, position } of quotes.slice(0, count)) {
    if (locate(text, quote, position.start) !== null) found += 1;
  }
  return { ms: ((performance.now() - start) / count) * quotes.length, found, tried: count };
}

/** What the Rust program prints of itself: a line for each text. */
function native() {
  const [head, ...lines] = run().trim().split('\n');
  const [annotations, words] = head.match(/\d+/g).map(Number);
  const rows = lines.map((line) => {
    const [, name, ms, states] = /^(.*?)\s+([\d.]+) ms\s+(.*)$/.exec(line);
    const [exact, moved, changed] = states.match(/\d+/g).map(Number);
    return { name, ms: Number(ms), found: exact + moved + changed };
  });
  return { annotations, words, rows };
}

/** @param {number} [count] how many quotes the other tool gets; it is slow */
export async function anchoring(count = 100) {
  const { annotations, words, rows } = native();
  const { texts, quotes } = JSON.parse(run('--', '--cases'));
  const chromium = existsSync(`${root}dist/chrome`) ? await inBrowser(texts, quotes) : null;
  return { annotations, words, native: rows, chromium, other: texts.map(({ text }) => byTheOther(text, quotes, count)) };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { native, chromium, other } = await anchoring(Number(process.argv[2] ?? 100));
  console.table(native.map((row, index) => ({ ...row, 'in Chromium': chromium?.[index].ms, 'the other': other[index].ms, 'the other found': `${other[index].found} of ${other[index].tried}` })));
  if (chromium === null) console.log('in Chromium: skipped, there is no dist/chrome; npm run build makes it');
}
