// How large what users install is: every file of both packages from a size on, and the zips.
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { root } from '../harness/paths.mjs';

/** Smaller files are counted together. */
const SMALL = 20_000;

async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries.filter((entry) => entry.isFile()).map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { name: relative(folder, path), bytes: (await stat(path)).size };
    }),
  );
}

/** @returns {Promise<{zips: [string, number][], rows: [string, number?, number?][]}>} bytes of the zips, and of each file in Chrome's and Firefox's package */
export async function sizes() {
  const dist = join(root, 'dist');
  const names = (await readdir(dist)).filter((name) => name.endsWith('.zip')).sort();
  const zips = await Promise.all(names.map(async (name) => [name, (await stat(join(dist, name))).size]));
  const files = {};
  for (const [index, folder] of ['chrome', 'firefox'].entries()) {
    for (const { name, bytes } of await filesOf(join(dist, folder))) {
      const row = (files[bytes < SMALL ? `all files below ${SMALL / 1000} KB` : name] ??= []);
      row[index] = (row[index] ?? 0) + bytes;
    }
  }
  const rows = Object.entries(files).map(([name, bytes]) => [name, ...bytes]);
  return { zips, rows: rows.sort((a, b) => Math.max(...b.slice(1).filter(Boolean)) - Math.max(...a.slice(1).filter(Boolean))) };
}
