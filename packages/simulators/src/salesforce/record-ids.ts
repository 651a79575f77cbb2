const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const suffixes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The three letters that keep a 15-letter id apart from its like in systems that ignore case. */
function suffix(id: string): string {
  return [0, 5, 10]
    .map((start) => suffixes[[0, 1, 2, 3, 4].reduce((bits, offset) => bits | (/[A-Z]/.test(id[start + offset] ?? '') ? 1 << offset : 0), 0)] ?? '')
    .join('');
}

/** Eighteen letters: key prefix, instance, number. A later number sorts after an earlier one. */
export function recordId(prefix: string, number: number): string {
  let rest = number;
  let encoded = '';
  while (encoded.length < 9) {
    encoded = (digits[rest % 62] ?? '') + encoded;
    rest = Math.floor(rest / 62);
  }
  const short = `${prefix}5g0${encoded}`;
  return short + suffix(short);
}

/** The long form of either form; undefined when it is neither. */
export function longId(text: string): string | undefined {
  if (!/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(text)) return undefined;
  const short = text.slice(0, 15);
  return short + suffix(short);
}
