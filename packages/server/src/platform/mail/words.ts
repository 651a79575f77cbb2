// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const BREAKS = /[\u0000-\u001f\u007f\u2028\u2029]+/g;

/** Text of others as one line of a subject or a greeting: it cannot begin another header, nor go on for ever. */
export const oneLine = (text: string): string => text.replaceAll(BREAKS, ' ').trim().slice(0, 200);

/** Text of others inside HTML. */
export const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
