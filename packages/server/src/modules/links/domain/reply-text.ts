/** Stands in each mail that can be answered; what is below it in an answer is ours. */
export const MARKER = 'Write your answer above this line';

const ENDS = [
  new RegExp(MARKER, 'i'),
  /^-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|message d.origine|mensaje original)/i,
  /^_{10,}$/,
  /^(on|am|le|el|il|op)\b.{4,200}\b(wrote|schrieb|a écrit|escribió|ha scritto|schreef)\b.{0,80}:$/i,
  /^(from|von|de|da):\s.+@.+$/i,
  /^--\s*$/,
  /^sent from my /i,
];

/** Signs that steer and are not seen, a mark at the beginning among them. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f\u200b\ufeff]/g;

/** The words somebody wrote, without what their mail program put below: the quoted mail and the signature. */
export function ownWords(text: string): string {
  const lines = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\u00a0', ' ')
    .replaceAll(UNSEEN, '')
    .split('\n')
    .map((line) => line.trimEnd());
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim();
    // A long introduction of the quoted mail is broken into two lines.
    const joined = `${line} ${(lines[at + 1] ?? '').trim()}`.trim();
    if (ENDS.some((end) => end.test(line)) || (/^(on|am|le|el|il|op)\b/i.test(line) && ENDS.some((end) => end.test(joined)))) break;
    if (!line.startsWith('>')) kept.push(lines[at] ?? '');
  }
  return kept
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Of a mail that has only HTML: its text. Nothing of it is ever shown as HTML. */
export function textOfHtml(html: string): string {
  return html
    .replaceAll(/<(style|script|head|title)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replaceAll(/<blockquote\b[\s\S]*$/gi, '')
    .replaceAll(/<\/(p|div|tr|li|h\d)\s*>|<br\s*\/?>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(#x?[0-9a-f]{1,6}|\w{2,6});/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return Number.isInteger(code) && code > 31 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ' ';
    });
}
