// The `postil` command that cargo built: the same engine without a browser.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { root } from './paths.mjs';

const run = promisify(execFile);
let built;

/** @returns what `postil scan --format html` prints of a page */
export async function scan(file, ...options) {
  built ??= run('cargo', ['build', '--quiet', '--package', 'postil-cli'], { cwd: root });
  await built;
  const { stdout } = await run(`${root}target/debug/postil`, ['scan', '--format', 'html', ...options, file], {
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout);
}
