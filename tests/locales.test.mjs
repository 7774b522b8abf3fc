// Every language has every word of the interface, every word that is used exists, and none is left over.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from './harness/paths.mjs';

/** Where keys are used, and which file endings hold them. */
const PLACES = [
  ['crate/webext/src', '.rs'],
  ['crate/content/src', '.rs'],
  ['crate/background/src', '.rs'],
  ['crate/pages/src', '.rs'],
  ['extension', '.js'],
  ['.', 'manifest.json'],
];

/** Keys that are put together: `message(&format!("type_{}", …))`. What may follow is what each engine knows. */
const ENTITIES = ['person', 'organization', 'place', 'group', 'product', 'weapon', 'event', 'law', 'work'];
const FIGURES = ['number', 'ordinal', 'percent', 'count', 'measure', 'age', 'date', 'time', 'duration'];
const MADE = {
  type_: [...ENTITIES, ...FIGURES, 'money', 'highlight', 'figure', 'note', 'never'],
  types_: ENTITIES,
  style_: ['person', 'organization', 'place', 'group', 'thing', 'figure', 'money'],
  density_: ['everything', 'first', 'figures'],
  bound_: ['about', 'at_least', 'more_than', 'at_most', 'less_than'],
  mode_: ['automatic', 'asked', 'never'],
  backup_: ['deletion', 'import', 'migration', 'restoration'],
  colour_: ['yellow', 'green', 'blue', 'pink'],
  part_: ['morning', 'afternoon', 'evening', 'night'],
  period_: ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'],
};

async function sources() {
  const texts = [];
  for (const [folder, ending] of PLACES) {
    const recursive = folder !== '.' && folder !== 'extension';
    for (const name of await readdir(join(root, folder), { recursive })) {
      if (name.endsWith(ending)) texts.push(await readFile(join(root, folder, name), 'utf8'));
    }
  }
  return texts.join('\n');
}

const languages = await readdir(join(root, 'extension/_locales'));
const messages = Object.fromEntries(
  await Promise.all(
    languages.map(async (language) => {
      const text = await readFile(join(root, 'extension/_locales', language, 'messages.json'), 'utf8');
      return [language, JSON.parse(text)];
    }),
  ),
);

test('every language has the same keys, sorted, with the same things to fill in', () => {
  const keys = Object.keys(messages.en);
  assert.deepEqual(keys, keys.toSorted());
  for (const language of languages) {
    assert.deepEqual(Object.keys(messages[language]), keys, language);
    for (const key of keys) {
      const { message, placeholders = {} } = messages[language][key];
      assert.ok(message.trim(), `${language} ${key} is empty`);
      assert.deepEqual(placeholders, messages.en[key].placeholders ?? {}, `${language} ${key}`);
      const filled = [...message.matchAll(/\$([A-Z]+)\$/g)].map(([, name]) => name.toLowerCase());
      assert.deepEqual([...new Set(filled)].toSorted(), Object.keys(placeholders).toSorted(), `${language} ${key}`);
    }
  }
});

test('every key that is used exists, and every key is used', async () => {
  const text = await sources();
  const known = new Set(Object.keys(messages.en));
  const prefixes = new Set([...text.matchAll(/format!\("([a-z]+_)\{/g)].map(([, prefix]) => prefix).filter((prefix) => [...known].some((key) => key.startsWith(prefix))));
  const made = [...prefixes].flatMap((prefix) => {
    assert.ok(MADE[prefix], `keys are made from ${prefix}, and this test does not know which`);
    return MADE[prefix].map((rest) => prefix + rest);
  });
  const named = [
    ...text.matchAll(/\b(?:message|message_with|getMessage)\(\s*['"]([a-z_]+)['"]/g),
    ...text.matchAll(/__MSG_([a-z_]+)__/g),
  ].map(([, key]) => key);
  const missing = [...new Set([...made, ...named])].filter((key) => !known.has(key));
  assert.deepEqual(missing, []);
  // A key may also be handed on before it is looked up, as any string of the source that is one.
  const strings = new Set([...text.matchAll(/['"]([a-z]+(?:_[a-z]+)*)['"]/g)].map(([, string]) => string));
  const used = new Set([...made, ...named, ...strings]);
  // The title of each page is made from the name that its document bears.
  for (const page of ['panel', 'options', 'welcome']) used.add(`${page}_title`);
  assert.deepEqual([...known].filter((key) => !used.has(key)), []);
});
