// The built package with two more files of its own content script around the loader's: they leave performance marks, so
// that a page can tell when the loader began, when the engine was compiled and when its tables were there. Every file that
// ships stays as it is; the two are in a copy of the package only.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from '../harness/paths.mjs';

const BEGIN = `performance.mark('bench-start');`;

/** Goes between the file that defines how the engine is loaded and the loader. */
const AROUND = `(() => {
  const { load } = globalThis.postil;
  globalThis.postil.load = async () => {
    const engine = await load.call(globalThis.postil);
    performance.mark('bench-engine');
    return {
      start(tables, asked) {
        tables.then(() => performance.mark('bench-tables'));
        return engine.start(tables, asked);
      },
    };
  };
})();`;

/** @returns {Promise<{folder: string, remove: () => Promise<void>}>} the copy, for `launch(…, { folder })` */
export async function instrumented(browser) {
  const folder = await mkdtemp(join(tmpdir(), 'postil-bench-'));
  await cp(`${root}dist/${browser === 'firefox' ? 'firefox' : 'chrome'}`, folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  const [script] = manifest.content_scripts;
  const loader = script.js.indexOf('loader.js');
  if (loader < 1) throw new Error(`the loader is not where it was: ${script.js}`);
  script.js = ['bench-begin.js', ...script.js.slice(0, loader), 'bench-around.js', ...script.js.slice(loader)];
  await writeFile(path, JSON.stringify(manifest));
  await writeFile(join(folder, 'bench-begin.js'), BEGIN);
  await writeFile(join(folder, 'bench-around.js'), AROUND);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
