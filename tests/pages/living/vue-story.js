// The same article as in react-story.js, rendered by Vue.
import { createApp, h, nextTick, ref } from 'vue';

import { TEXTS, TITLE } from './story.js';

const count = ref(0);
globalThis.render = async (now) => {
  count.value = now;
  await nextTick();
};

createApp({
  render() {
    const paragraphs = TEXTS.map((text, index) => {
      const [start, ...rest] = text.split(' ');
      return h('p', { key: index }, [count.value % 2 ? h('b', start) : start, ` ${rest.join(' ')}`, count.value > 2 ? ` Update ${count.value}.` : '']);
    });
    if (count.value % 3 === 1) paragraphs.push(paragraphs.shift());
    return h('article', [h('h1', TITLE), h('p', `The council has counted ${100 + count.value} boats in the harbour since Monday and expects many more of them to come down the river in the next days.`), paragraphs]);
  },
}).mount('main');
