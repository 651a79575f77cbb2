import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestIsDue, isQuiet, isTimeZone, localMoment, USUAL_PREFERENCES, wholeMail } from './when-to-mail.ts';

const at = (text: string) => new Date(text);

test('the hour is that of the person', () => {
  assert.deepEqual(localMoment(at('2026-06-01T22:30:00Z'), 'Europe/Berlin'), { day: '2026-06-02', hour: 0 });
  assert.deepEqual(localMoment(at('2026-01-01T03:00:00Z'), 'America/New_York'), { day: '2025-12-31', hour: 22 });
  assert.equal(isTimeZone('Europe/Berlin'), true);
  assert.equal(isTimeZone('Mars/Base'), false);
  assert.deepEqual(localMoment(at('2026-06-01T22:30:00Z'), 'Mars/Base'), { day: '2026-06-01', hour: 22 });
});

test('quiet hours may pass midnight', () => {
  const quiet = (from: number | null, to: number | null, hour: number) =>
    isQuiet(at(`2026-06-01T${String(hour).padStart(2, '0')}:30:00Z`), { ...USUAL_PREFERENCES, quietFrom: from, quietTo: to });
  assert.deepEqual(
    [21, 22, 3, 6, 7].map((hour) => quiet(22, 7, hour)),
    [false, true, true, true, false],
  );
  assert.deepEqual(
    [8, 12, 14].map((hour) => quiet(12, 14, hour)),
    [false, true, false],
  );
  assert.equal(quiet(9, 9, 9), false);
  assert.equal(quiet(null, 9, 3), false);
});

test('a digest comes once a day, from its hour on, and never in quiet hours', () => {
  const preferences = { ...USUAL_PREFERENCES, digestHour: 8, timeZone: 'Europe/Berlin' };
  assert.equal(digestIsDue(at('2026-06-02T05:59:00Z'), preferences, null), false);
  assert.equal(digestIsDue(at('2026-06-02T06:00:00Z'), preferences, null), true);
  assert.equal(digestIsDue(at('2026-06-02T20:00:00Z'), preferences, '2026-06-02T06:00:00Z'), false);
  assert.equal(digestIsDue(at('2026-06-03T06:00:00Z'), preferences, '2026-06-02T20:00:00Z'), true);
  assert.equal(digestIsDue(at('2026-06-02T06:30:00Z'), { ...preferences, quietFrom: 20, quietTo: 9 }, null), false);
});

test('wishes that are not known are left out, the others keep their usual way', () => {
  const whole = wholeMail({ 'deal.comment': 'off', nonsense: 'off', 'lead.offered': 'loud' });
  assert.deepEqual([whole['deal.comment'], whole['lead.offered'], Object.keys(whole).length], ['off', 'at_once', 31]);
  assert.deepEqual(wholeMail(null), USUAL_PREFERENCES.mail);
});
