import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvCell, dealsCsv, type DealRow } from './export.ts';

const row: DealRow = {
  id: '01900000-0000-7000-8000-000000000001',
  number: 7,
  name: '=HYPERLINK("http://x")',
  accountId: null,
  accountName: 'Aurora, "Health"',
  stage: 'prospect',
  status: 'open',
  amountMinor: -150,
  currency: 'EUR',
  closeOn: null,
  ownerId: null,
  ownerName: '@lena',
  region: null,
  roles: ['source', 'resell'],
  partnerCount: 2,
  routes: ['direct'],
  nextActTitle: null,
  nextActDueAt: null,
  nextStep: '-1+1',
  lastActivityAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  version: 1,
};

test('a cell that begins like a formula becomes text', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', ' =']) assert.match(csvCell(`${start}1`), /^"?'/);
  assert.equal(csvCell('Aurora'), 'Aurora');
});

test('quotes and commas are kept, amounts stay exact numbers', () => {
  const text = dealsCsv([row]);
  assert.ok(text.startsWith('\uFEFFnumber,'));
  assert.ok(text.includes(`7,"'=HYPERLINK(""http://x"")","Aurora, ""Health""",prospect,open,-1.50,EUR,`));
  assert.ok(text.includes(`'@lena`));
  assert.ok(text.includes(`'-1+1`));
});
