/** UUIDv7 (RFC 9562): ids are made by the application, sort by creation time, and never depend on the database's version. */
let lastMillis = 0;
let counter = 0;

export function newId(now: number = Date.now()): string {
  // A 12-bit counter keeps ids made in the same millisecond in order; when it runs over we borrow the next millisecond.
  if (now > lastMillis) {
    lastMillis = now;
    counter = randomBits() & 0x7ff;
  } else {
    counter += 1;
    if (counter > 0xfff) {
      lastMillis += 1;
      counter = 0;
    }
  }
  const at = randomPlace();
  const hex = lastMillis.toString(16).padStart(12, '0');
  // Version and variant stand where random bits would: 7, and binary 10.
  const tail = HEX[((RANDOM[at] ?? 0) & 0x3f) | 0x80] ?? '';
  let node = '';
  for (let index = at + 2; index < at + 8; index += 1) node += HEX[RANDOM[index] ?? 0] ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8)}-${(0x7000 | counter).toString(16)}-${tail}${HEX[RANDOM[at + 1] ?? 0] ?? ''}-${node}`;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Drawn many at once: asking the system for each id's bytes costs more than making the id. */
const RANDOM = new Uint8Array(4096);
const RANDOM_BYTES = 8;
let drawn = RANDOM.length;

/** Where the next unused random bytes begin. */
function randomPlace(): number {
  if (drawn + RANDOM_BYTES > RANDOM.length) {
    globalThis.crypto.getRandomValues(RANDOM);
    drawn = 0;
  }
  drawn += RANDOM_BYTES;
  return drawn - RANDOM_BYTES;
}

function randomBits(): number {
  const at = randomPlace();
  return ((RANDOM[at] ?? 0) << 8) | (RANDOM[at + 1] ?? 0);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(value: string): boolean {
  return UUID.test(value);
}
