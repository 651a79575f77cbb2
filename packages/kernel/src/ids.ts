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
  const bytes = new Uint8Array(16);
  globalThis.crypto.getRandomValues(bytes);
  let millis = lastMillis;
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = millis % 256;
    millis = Math.floor(millis / 256);
  }
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function randomBits(): number {
  const two = new Uint8Array(2);
  globalThis.crypto.getRandomValues(two);
  return ((two[0] ?? 0) << 8) | (two[1] ?? 0);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(value: string): boolean {
  return UUID.test(value);
}
