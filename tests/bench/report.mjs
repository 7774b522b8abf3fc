// The chapters of docs/benchmarks.md, from what was measured.

const count = (number) => Math.round(number).toLocaleString('en-US');
const ms = (time) => (time === null || time === undefined ? '–' : `${count(time)} ms`);
const mb = (bytes) => (bytes === null || bytes === undefined ? '–' : `${(bytes / 1e6).toFixed(1)} MB`);

function table(head, rows) {
  return [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** An aim beside what it came to. */
const aim = (what, value, most, unit) => `- ${what}: aim at most ${most} ${unit}, measured ${value} ${unit}${Number(value) <= most ? '' : ': **missed**'}.`;

export function head({ date, programs, processor, memory, load }) {
  return `# Benchmarks

Written by \`npm run bench\` on ${date}, in one run: ${programs.join(', ')}; ${processor}, ${Math.round(memory / 2 ** 30)} GB; ${load.toFixed(1)} other tasks were running at its start. Medians, unless told otherwise. What is measured and how stands in \`tests/bench/\`.
`;
}

export function words({ sets, rows, skipped }) {
  const rates = Object.fromEntries(rows);
  const wink = Object.entries(rates).find(([name]) => name.startsWith('wink'))[1];
  const lines = rows.map(([name, values]) => [name, ...values.flatMap((value, set) => [count(value), (value / wink[set]).toFixed(2)])]);
  const half = sets.map((set, index) => `${set} ${(rates['Postil, WebAssembly'][index] / wink[index]).toFixed(2)}`);
  return `## Words a second

The whole scan (names with linking, figures, money with conversion) of one process on one core, tables and models loaded. The aim is half of wink-nlp's speed, which reads no names; as WebAssembly it came to ${half.join(', ')} of it.

${table(['', ...sets.flatMap((set) => [set, 'of wink-nlp'])], lines)}
${skipped.map((line) => `\n${line}\n`).join('')}`;
}

export function painted(rows) {
  const of = (place, length) => rows.find((row) => row.place.startsWith(place) && row.length === length && (place !== 'Chromium' || !row.place.includes('CSP')));
  const chromium = of('Chromium', 1000);
  const strict = of('Chromium, strict', 1000);
  return `## From the content script's start to the marks

*loaded*: until the WebAssembly is compiled and the tables are there. *scan and paint*: from then until all marks are painted. *first marks* and *all marks*: from the script's start. *longest task*: on the page's main thread in between, whoever's; Firefox does not tell.

${table(
    ['', 'words', 'marks', 'loaded', 'scan and paint', 'first marks', 'all marks', 'longest task'],
    rows.map((row) => [row.place, count(row.words), row.marks, ms(row.loaded), ms(row.work), ms(row.first), ms(row.all), ms(row.longest)]),
  )}

${aim('1,000 words scanned and painted, Chromium', Math.round(chromium.work), 60, 'ms')}
${aim('the same with loading', Math.round(chromium.all), 200, 'ms')}
${aim('the same in the JavaScript flavour', Math.round(strict.all), 600, 'ms')}
${aim('longest task, Chromium', Math.round(Math.max(...rows.filter((row) => row.place === 'Chromium').map((row) => row.longest))), 50, 'ms')}
`;
}

export function memory(rows) {
  const most = Math.max(...rows.filter((row) => row.place === 'Chromium').map((row) => row.more));
  return `## Memory of an article's tab

*WebAssembly*: its memory, which holds the tables. *in all*: what the page's process holds for scripts more than with the page not marked, after garbage collection; Firefox does not tell.

${table(['', 'words', 'WebAssembly', 'in all'], rows.map((row) => [row.place, count(row.words), mb(row.wasm), mb(row.more)]))}

${aim('in all, Chromium', (most / 1e6).toFixed(1), 12, 'MB')}
`;
}

export function sizes({ zips, rows }) {
  return `## Sizes

${table(['package', 'bytes'], zips.map(([name, bytes]) => [name, count(bytes)]))}

${zips.map(([name, bytes]) => aim(name, (bytes / 1e6).toFixed(2), 4, 'MB')).join('\n')}

${table(['file', 'Chrome', 'Firefox'], rows.map(([name, ...bytes]) => [`\`${name}\``.replace(/^`(all.*)`$/, '$1'), ...[0, 1].map((index) => (bytes[index] ? count(bytes[index]) : '–'))]))}
`;
}

export function anchoring({ annotations, words, native, chromium, other }) {
  const rows = native.map(({ name, ms: time, found }, index) => [
    name,
    `${time.toFixed(1)} ms`,
    // What painting takes, measured apart, is taken off: what is shorter than its swings is not measured.
    chromium ? (chromium[index].ms < 1 ? 'below 1 ms' : ms(chromium[index].ms)) : '–',
    ms(other[index].ms),
    `${count(other[index].ms / time)} ×`,
    count(found),
    `${other[index].found} of ${other[index].tried}`,
  ]);
  return `## Finding quotes again

${count(annotations)} annotations in an article of ${count(words)} invented words, beside approx-string-match with the scoring that Hypothesis documents, on the same texts. The other tool was given ${other[0].tried} of them, and its time is told for all.${chromium ? '' : ' In Chromium: skipped, there is no package.'}

${table(['the article', 'Postil, native', 'Postil in Chromium', 'the other', 'ratio to native', 'Postil found', 'the other found'], rows)}
`;
}

export function annotations({ saved, articles, rows }) {
  return `## ${count(saved)} saved annotations of ${count(articles)} articles

${table(['', 'panel: first rows', 'panel: all counted', 'an article marked', 'the same with nothing saved'], rows.map((row) => [row.browser, ms(row.first), ms(row.panel), ms(row.filled), ms(row.empty)]))}
`;
}

export function screens(rows) {
  return `## Postil's own pages

${table(['', 'Chromium', 'Firefox'], rows.map(([what, ...times]) => [what, ...times.map(ms)]))}
`;
}
