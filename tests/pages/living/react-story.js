// An article that React renders anew with every count: text nodes change, split and join, and keyed paragraphs move.
import { createElement as h, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

import { TEXTS, TITLE } from './story.js';

function Story() {
  const [count, setCount] = useState(0);
  globalThis.render = (count) => flushSync(() => setCount(count));
  const paragraphs = TEXTS.map((text, index) => {
    const [start, ...rest] = text.split(' ');
    return h('p', { key: index }, count % 2 ? h('b', null, start) : start, ` ${rest.join(' ')}`, count > 2 ? ` Update ${count}.` : null);
  });
  if (count % 3 === 1) paragraphs.push(paragraphs.shift());
  return h('article', null, h('h1', null, TITLE), h('p', null, `The council has counted ${100 + count} boats in the harbour since Monday and expects many more of them to come down the river in the next days.`), paragraphs);
}

createRoot(document.querySelector('main')).render(h(Story));
