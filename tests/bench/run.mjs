// `npm run bench`: everything that is measured, in one run on one machine, printed and written to docs/benchmarks.md.
//
//   npm run bench [-- PART ...]     only these parts, printed and not written: words, painted, memory, sizes, anchoring,
//                                   annotations, screens
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

import { root } from '../harness/paths.mjs';
import * as report from './report.mjs';

const option = (name) => process.argv[process.argv.indexOf(`--${name}`) + 1];
const engines = { wasm: option('wasm'), javascript: option('javascript') };
const asked = process.argv.slice(2).filter((word, index, all) => !word.startsWith('--') && !all[index - 1]?.startsWith('--'));

/** Each part measures and gives its chapter as Markdown; modules are loaded when they are needed. */
const PARTS = {
  words: async () => report.words(await (await import('./words.mjs')).words(engines)),
  painted: async () => report.painted(await (await import('./painted.mjs')).painted()),
  memory: async () => report.memory(await (await import('./memory.mjs')).memory()),
  sizes: async () => report.sizes(await (await import('./sizes.mjs')).sizes()),
  anchoring: async () => report.anchoring(await (await import('../compare/anchoring.mjs')).anchoring()),
  annotations: async () => report.annotations(await (await import('./annotations.mjs')).annotations()),
  screens: async () => report.screens(await (await import('./screens.mjs')).screens()),
};

const version = (program) => execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n')[0];
const browsers = [process.env.POSTIL_CHROMIUM ?? '/usr/bin/chromium', process.env.POSTIL_FIREFOX ?? '/usr/bin/firefox-esr'];
const chapters = [
  report.head({
    date: new Date().toISOString().slice(0, 10),
    programs: [...browsers.map(version), `Node.js ${process.versions.node}`],
    processor: `${cpus().length} × ${cpus()[0].model.trim()}`,
    memory: totalmem(),
    load: loadavg()[0],
  }),
];
for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) {
  console.error(`bench: ${name}`);
  chapters.push(await PARTS[name]());
}
const text = `${chapters.join('\n')}`;
console.log(text);
if (asked.length === 0) await writeFile(join(root, 'docs/benchmarks.md'), text);
