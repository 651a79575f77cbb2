import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addDays, percent } from '@entente/kernel';
import { payoutFee } from './domain/fee.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the worked cases');

type Case = { id: string; area: string; given: Record<string, number | string>; expect: Record<string, number | string> };
const { cases } = JSON.parse(readFileSync(join(folder, 'money-cases', 'cases.json'), 'utf8')) as { cases: Case[] };
const of = (area: string): Case[] => cases.filter((each) => each.area === area);

for (const { id, given, expect } of of('payout.fee'))
  test(id, () => {
    const terms = {
      waivable: percent(String(given['waivable_pct'])),
      notWaivable: percent(String(given['non_waivable_pct'])),
      fastMinor: BigInt(given['fast_ach_fee_cents'] ?? 0),
      allowanceMinor: BigInt(given['limit'] ?? 0),
      usedMinor: BigInt(given['used'] ?? 0),
    };
    assert.equal(payoutFee(BigInt(given['amount_cents'] ?? 0), terms, given['method'] === 'ach_fast').feeMinor, BigInt(expect['fee_cents'] ?? 0));
  });

for (const { id, given, expect } of of('commission.hold'))
  test(id, () => assert.equal(addDays(String(given['date']), Number(given['hold_days'])), expect['earned_on']));
