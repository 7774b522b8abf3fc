// How many words a second the whole scan reads on one core, natively, as WebAssembly and as the JavaScript that wasm2js
// makes of it, beside wink-nlp and compromise, on the same texts in one run.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { root } from '../harness/paths.mjs';
import { articles } from './articles.mjs';

/** The newswire that the developers have beside the checkout; measured too where it is there. */
const NEWSWIRE = { shared: join(root, '../shared'), set: 'newswire-dev' };
const TOOLS = join(root, 'target/compare');

const run = (command, ...words) => execFileSync(command, words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });
const file = ({ shared, set }) => join(shared, `corpora/dev/${set}.jsonl.gz`);
const script = (name) => join(root, 'tests/compare', name);
const rate = (said) => JSON.parse(said.trimEnd().split('\n').pop()).words_per_second;

/** The articles of the benchmark as a set like those of the data folder. */
async function ownSet() {
  const own = { shared: join(root, 'target/bench'), set: 'articles' };
  mkdirSync(join(own.shared, 'corpora/dev'), { recursive: true });
  const lines = (await articles()).map(({ length, title, paragraphs }) => JSON.stringify({ id: `${length}`, text: [title, ...paragraphs].join('\n'), spans: [] }));
  writeFileSync(file(own), gzipSync(`${lines.join('\n')}\n`));
  return own;
}

function install() {
  if (existsSync(join(TOOLS, 'node_modules/wink-nlp'))) return;
  mkdirSync(TOOLS, { recursive: true });
  writeFileSync(join(TOOLS, 'package.json'), '{}\n');
  run('npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', TOOLS, 'compromise@14.17.0', 'wink-nlp@2.4.0', 'wink-eng-lite-web-model@1.8.1');
}

/**
 * @param {{wasm: string, javascript: string}} engines the bare engine in both forms, as `npm run bench` builds it
 * @returns {Promise<{sets: string[], rows: [string, number[]][], skipped: string[]}>} words a second of each tool, set by set
 */
export async function words({ wasm, javascript }) {
  install();
  const skipped = [];
  const sets = [await ownSet()];
  if (existsSync(file(NEWSWIRE))) sets.push(NEWSWIRE);
  else skipped.push('words a second on newswire: skipped, there is no ../shared/corpora');
  const tables = join(root, 'extension/tables');
  const native = (set) => Number(/(\d+) words a second/.exec(run('cargo', 'run', '--release', '-q', '-p', 'postil-tables', '--', 'speed', '--shared', set.shared, '--set', set.set))[1]);
  const engine = (module) => (set) => rate(run('node', script('wasm.mjs'), module, tables, file(set)));
  const other = (tool) => (set) => rate(run('node', script('javascript.mjs'), tool, TOOLS, file(set)));
  const tools = {
    'Postil, native': native,
    'Postil, WebAssembly': engine(wasm),
    'Postil, JavaScript flavour': engine(javascript),
    'wink-nlp 2.4.0, no names': other('wink'),
    'compromise 14.17.0': other('compromise'),
  };
  const rows = Object.entries(tools).map(([name, measure]) => [name, sets.map(measure)]);
  return { sets: ['the articles below', 'newswire-dev'].slice(0, sets.length), rows, skipped };
}
