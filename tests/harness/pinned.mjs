// A profile of Chromium in which Postil's button stands in the toolbar, as with whoever uses it daily. Where it does not,
// Chromium first lets it glide out of the menu of extensions, for a quarter of a second, and then opens the popup.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The id that Chromium gives to an unpacked extension: the first half of its path's SHA-256, in letters from a to p. */
const idOf = (path) =>
  [...createHash('sha256').update(path).digest('hex').slice(0, 32)].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join('');

/** @returns the profile's folder, to be removed after use */
export async function pinned(folder) {
  const profile = await mkdtemp(join(tmpdir(), 'postil-profile-'));
  await mkdir(join(profile, 'Default'));
  const preferences = { extensions: { pinned_extensions: [idOf(await realpath(folder))] } };
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  return profile;
}
