// Articles of any length for measuring, made of the two sample articles. Each time they are told again other people trade
// other sums in other places, so that nothing is measured that only ever meets the same words.
import { scan } from '../harness/command-line.mjs';
import { root } from '../harness/paths.mjs';

/** The lengths that are measured, in words. */
export const LENGTHS = [300, 1000, 5000];

const SAMPLES = ['mexico.html', 'philippines.html'];

/** What stands for what, each time the articles are told again. */
const OTHERS = [
  ['Toluca', 'Morelia', 'Puebla', 'Tampico', 'Durango', 'Colima'],
  ['Tejupilco', 'Uruapan', 'Atlixco', 'Altamira', 'Santiago', 'Tecoman'],
  ['Ignacio Barragán Ríos', 'Andrés Villaseñor Prado', 'Mateo Cárdenas Luna', 'Rubén Olvera Salas', 'Hugo Treviño Mora', 'Iván Zepeda Cruz'],
  ['Barragán', 'Villaseñor', 'Cárdenas', 'Olvera', 'Treviño', 'Zepeda'],
  ['Lucía Arriaga Montes', 'Elena Quiroga Vela', 'Marta Sandoval Rey', 'Clara Bustamante Gil', 'Inés Portillo Vera', 'Rosa Manzano Lira'],
  ['Arriaga', 'Quiroga', 'Sandoval', 'Bustamante', 'Portillo', 'Manzano'],
  ['Teresita Magbanua Dizon', 'Corazon Villanueva Reyes', 'Imelda Katigbak Santos', 'Rosario Lumibao Cruz', 'Amparo Tolentino Go', 'Luzviminda Abad Sy'],
  ['Dizon', 'Reyes', 'Santos', 'Lumibao', 'Tolentino', 'Abad'],
  ['Benigno Lacsamana', 'Rodrigo Macapagal', 'Ernesto Pangilinan', 'Jaime Dimaculangan', 'Vicente Manansala', 'Alfonso Catacutan'],
  ['Lacsamana', 'Macapagal', 'Pangilinan', 'Dimaculangan', 'Manansala', 'Catacutan'],
  ['Zamboanga City', 'Davao City', 'Iloilo City', 'General Santos', 'Tacloban', 'Cotabato'],
  ['Basilan', 'Samar', 'Panay', 'Leyte', 'Bohol', 'Negros'],
];

/** The article told for the `turn`-th time: other names, and sums and counts whose first digit is another. Years stay. */
function again(text, turn) {
  const named = OTHERS.reduce((text, names) => text.replaceAll(names[0], names[turn % names.length]), text);
  return named.replace(/\d[\d,.]*/g, (number) =>
    /^(19|20)\d\d$/.test(number.replace(/[.,]$/, '')) || number.length < 3 ? number : `${((Number(number[0]) + turn - 1) % 9) + 1}${number.slice(1)}`,
  );
}

const words = (text) => text.split(/\s+/).filter(Boolean).length;

/** @returns {Promise<{length: number, words: number, title: string, paragraphs: string[]}[]>} an article for each length */
export async function articles() {
  const texts = await Promise.all(SAMPLES.map(async (page) => (await scan(`${root}tests/pages/${page}`)).text.split('\n')));
  const [title] = texts[0];
  const told = texts.map(([, ...paragraphs]) => paragraphs);
  return LENGTHS.map((length) => {
    const paragraphs = [];
    for (let count = 0, turn = 0, next = []; count < length; ) {
      if (next.length === 0) {
        next = told[turn % told.length].map((paragraph) => again(paragraph, Math.floor(turn / told.length)));
        turn += 1;
      }
      paragraphs.push(next.shift());
      count += words(paragraphs.at(-1));
    }
    return { length, words: words(title) + paragraphs.reduce((sum, one) => sum + words(one), 0), title, paragraphs };
  });
}

/** The article as a news site's page: a head that says what it is, a masthead, the text in paragraphs, and what is around it. */
export function page({ title, paragraphs }) {
  const links = (names) => names.map((name) => `<li><a href="/${name.toLowerCase()}">${name}</a></li>`).join('');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} | The Meridian Courier</title>
<meta property="og:type" content="article">
<meta property="og:title" content="${title}">
<meta property="article:published_time" content="2022-10-06T17:45:00-05:00">
<style>body { margin: 2rem auto; max-width: 40rem; background: #fff; color: #222; font: 18px/1.6 Georgia, serif; }</style>
</head>
<body>
<header><p>The Meridian Courier</p><nav><ul>${links(['World', 'Politics', 'Business', 'Culture', 'Sports', 'Letters'])}</ul></nav></header>
<main><article>
<h1>${title}</h1>
<p class="byline">By <a href="/staff">Elena Whitcombe</a>, <time datetime="2022-10-06">October 6, 2022</time></p>
${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n')}
</article></main>
<aside><h2>More</h2><ul>${links(['Harbours', 'Elections', 'Weather', 'Archive'])}</ul></aside>
<footer><p>All names and events are invented.</p></footer>
</body>
</html>
`;
}
