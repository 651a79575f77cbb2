/** Reads markup without drawing it: a parsed document outside the page runs no scripts and loads nothing. */
export function htmlToText(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const hidden of page.querySelectorAll('script, style, head')) hidden.remove();
  for (const block of page.querySelectorAll('p, div, tr, li, h1, h2, h3, br')) block.append('\n');
  return (page.body.textContent ?? '')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/\n\s*\n+/g, '\n\n')
    .trim();
}
