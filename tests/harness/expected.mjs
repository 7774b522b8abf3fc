// What should be marked in a page, as the `postil` command finds it there, in the words of the browser's registry.
import { scan } from './command-line.mjs';
import { marks } from './marks.mjs';

const STYLES = { person: 'person', organization: 'organization', place: 'place', group: 'group' };
const style = ({ kind, type }) => `postil-${kind === 'entity' ? (STYLES[type] ?? 'thing') : kind}`;
const line = (style, text) => `${style} ${text.replace(/\s+/g, ' ').trim()}`;

/** @returns {Promise<string[]>} a line for each mark that the command finds in a file, sorted */
export async function expectedMarks(file) {
  return (await scan(file)).marks.map((mark) => line(style(mark), mark.exact)).sort();
}

/** @returns {Promise<string[]>} a line for each mark on the page, sorted; on whatever background it stands */
export async function shownMarks(page) {
  return (await marks(page)).map(({ style, text }) => line(style.replace(/-\d+$/, ''), text)).sort();
}
