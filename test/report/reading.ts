import { Parser } from 'htmlparser2';

/** What a reader sees: texts of the body, blanks collapsed. */
export function textOf(page: string): string {
  return walk(page).texts.join(' ').replace(/\s+/g, ' ').trim();
}

/** The same per line of a table. */
export const rowsOf = (page: string): string[] =>
  page
    .split('<tr ')
    .slice(1)
    .map((row) => textOf(`<tr ${row.split('</tr>')[0]}</tr>`));
export const tagsOf = (page: string): string[] => walk(page).tags;
export const attributesOf = (page: string): string[] => walk(page).attributes;

function walk(page: string): { texts: string[]; tags: string[]; attributes: string[] } {
  const found = { texts: [] as string[], tags: [] as string[], attributes: [] as string[] };
  let silent = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      found.tags.push(name);
      found.attributes.push(...Object.keys(attributes));
      if (name === 'script' || name === 'style') silent += 1;
    },
    ontext(text) {
      if (silent === 0) found.texts.push(text);
    },
    onclosetag(name) {
      if (name === 'script' || name === 'style') silent -= 1;
      if (/^(td|th|p|li|h\d|dt|dd|span|strong|br)$/.test(name)) found.texts.push(' ');
    },
  });
  parser.end(page);
  // Entities arrive as texts of their own; joined again without the blanks that separate elements.
  return { ...found, texts: [found.texts.join('')] };
}

/** The markup of one section of the page. */
export function sectionOf(page: string, id: string): string {
  const start = page.indexOf(`<section id="${id}"`);
  if (start === -1) throw new Error(`The page has no section ${id}`);
  return page.slice(start, page.indexOf('</section>', start));
}
