import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { fundsOn, policy } from './funds.fixture.ts';

const db = await testDatabase();
const WHAT = [
  'request',
  'request',
  'approve',
  'approve',
  'approve',
  'days',
  'days',
  'days',
  'claim',
  'claim',
  'claim',
  'claim',
  'decide',
  'decide',
  'decide',
  'pay',
  'pay',
  'return',
  'reverse',
  'reject',
  'ask',
  'answer',
  'withdraw',
  'cancel',
  'amend',
  'extend',
  'answerExtension',
  'adjust',
  'transfer',
] as const;
const step = fc.record({
  what: fc.constantFrom(...WHAT),
  amount: fc.integer({ min: 1, max: 60_000 }),
  which: fc.nat(7),
  yes: fc.boolean(),
  days: fc.integer({ min: 1, max: 6 }),
});

test('over random histories of two funds the balances hold, and the ledger agrees with them', { timeout: 120_000 }, async () => {
  const reached = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 70, size: 'max' }), async (steps) => {
      const { call, clock, until, scene } = fundsOn(db);
      const s = await scene(['Acme']);
      const budget = await s.budget({
        policy: {
          ...policy,
          leadWorkingDays: 1,
          approvals: [
            { fromMinor: 0, people: 1 },
            { fromMinor: 40_000, people: 2 },
          ],
        },
      });
      const [fund, short] = [
        await s.allocate(budget.id, 'Acme', 200_000),
        await s.allocate(budget.id, 'Acme', 100_000, { startsOn: '2026-01-02', endsOn: '2026-04-20' }),
      ];
      const acme = s.of('Acme');
      const today = (): string => clock.now.toISOString().slice(0, 10);
      const requests = async () => (await call(s.ana, 'fundRequests.list', { query: { limit: 200 } })).items;
      const claims = async () => (await call(s.ana, 'fundClaims.list', { query: { limit: 200 } })).items;
      const pick = <Item>(items: readonly Item[], which: number): Item | undefined => items[which % Math.max(items.length, 1)];
      const runs: Record<(typeof WHAT)[number], (of: { amount: number; which: number; yes: boolean; days: number }) => Promise<unknown>> = {
        request: ({ amount, yes, days }) =>
          s.submitted(yes ? fund.id : short.id, 'Acme', {
            totalCostMinor: amount * 2,
            requestedLocalMinor: amount,
            startsOn: addDays(today(), days + 3),
            endsOn: addDays(today(), days + 4),
          }),
        approve: async ({ which, yes }) =>
          call(yes ? s.ana : s.ben, 'fundRequests.approve', {
            params: {
              id:
                pick(
                  (await requests()).filter(({ state }) => state === 'submitted'),
                  which,
                )?.id ?? fund.id,
            },
            body: {},
          }),
        claim: async ({ which, amount, yes }) =>
          s.claimed(
            pick(
              (await requests()).filter(({ state }) => state === 'in_execution' || state === 'executed'),
              which,
            )?.id ?? fund.id,
            [amount],
            { final: yes && which === 0, lines: (await s.claimBody([Math.ceil(amount / 9)])).lines.map((line) => ({ ...line, invoiceDate: today() })) },
          ),
        decide: async ({ which, amount, yes }) => {
          const claim = pick(
            (await claims()).filter(({ state }) => state === 'submitted'),
            which,
          );
          return call(s.ben, 'fundClaims.approve', {
            params: { id: claim?.id ?? fund.id },
            body: { rest: yes ? 'keep' : 'release', lines: [{ number: 1, approvedMinor: Math.min(amount, claim?.claimedLocalMinor ?? 0), reason: 'Less' }] },
          });
        },
        reject: async ({ which, yes }) =>
          call(s.ben, 'fundClaims.reject', {
            params: {
              id:
                pick(
                  (await claims()).filter(({ state }) => state === 'submitted' || state === 'info_requested'),
                  which,
                )?.id ?? fund.id,
            },
            body: { reason: 'No', rest: yes ? 'keep' : 'release' },
          }),
        ask: async ({ which }) =>
          call(s.ben, 'fundClaims.ask', {
            params: {
              id:
                pick(
                  (await claims()).filter(({ state }) => state === 'submitted'),
                  which,
                )?.id ?? fund.id,
            },
            body: { question: 'Why?' },
          }),
        answer: async ({ which, amount }) => {
          const id =
            pick(
              (await claims()).filter(({ state }) => state === 'info_requested'),
              which,
            )?.id ?? fund.id;
          const body = await s.claimBody([Math.ceil(amount / 9)]);
          await call(acme, 'portalFunds.updateClaim', {
            params: { id },
            body: { ...body, lines: body.lines.map((line) => ({ ...line, invoiceDate: today() })) },
          });
          return call(acme, 'portalFunds.submitClaim', { params: { id }, body: {} });
        },
        withdraw: async ({ which }) =>
          call(acme, 'portalFunds.withdrawClaim', { params: { id: pick(await claims(), which)?.id ?? fund.id }, body: { reason: 'Wrong' } }),
        cancel: async ({ which }) =>
          call(acme, 'portalFunds.cancelRequest', { params: { id: pick(await requests(), which)?.id ?? fund.id }, body: { reason: 'No' } }),
        amend: async ({ which, days }) =>
          call(acme, 'portalFunds.updateRequest', {
            params: {
              id:
                pick(
                  (await requests()).filter(({ state }) => state === 'approved'),
                  which,
                )?.id ?? fund.id,
            },
            body: { startsOn: addDays(today(), days + 3), endsOn: addDays(today(), days + 4) },
          }),
        extend: async ({ which, days }) => {
          const request = pick(
            (await requests()).filter(({ claimUntil }) => claimUntil !== null),
            which,
          );
          return call(acme, 'portalFunds.askExtension', {
            params: { id: request?.id ?? fund.id },
            body: { claimUntil: addDays(request?.claimUntil ?? today(), days), reason: 'Late' },
          });
        },
        answerExtension: async ({ yes }) =>
          call(s.ben, 'fundExtensions.decide', {
            params: { id: (await call(s.ana, 'fundExtensions.list', { query: { state: 'asked' } })).items[0]?.id ?? fund.id },
            body: { grant: yes, answer: 'So' },
          }),
        pay: () => s.setEarnings('due', 'paid'),
        return: () => s.setEarnings('paid', 'returned'),
        reverse: async ({ which, amount, yes }) =>
          call(s.ana, 'fundClaims.reverse', {
            params: {
              id:
                pick(
                  (await claims()).filter(({ state }) => state === 'approved' || state === 'paid'),
                  which,
                )?.id ?? fund.id,
            },
            body: { amountMinor: yes ? null : amount, reason: 'Credited' },
          }),
        adjust: ({ amount, yes }) =>
          call(s.ana, 'funds.adjustAllocation', { params: { id: fund.id }, body: { byMinor: yes ? amount : -amount, reason: 'So' } }),
        transfer: ({ amount, yes }) =>
          call(s.ana, 'funds.transfer', {
            params: { id: yes ? fund.id : short.id },
            body: { toAllocationId: yes ? short.id : fund.id, amountMinor: amount, reason: 'So' },
          }),
        days: ({ days }) => until(addDays(today(), days)),
      };
      // Two activities are under way when it begins, so that there is something to claim.
      for (const amountMinor of [39_999, 36_000])
        await s.approved(fund.id, 'Acme', { totalCostMinor: amountMinor * 2, requestedLocalMinor: amountMinor, startsOn: '2026-03-16', endsOn: '2026-03-20' });
      await until('2026-03-17');
      for (const each of steps) {
        try {
          await runs[each.what](each);
          reached.set(each.what, (reached.get(each.what) ?? 0) + 1);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
        await s.balance(fund.id);
      }
      // When all is over, nothing is left that waits: what is not paid or owed has expired.
      await until('2027-02-01');
      for (const claim of await claims())
        if (claim.state === 'submitted' || claim.state === 'info_requested')
          await call(s.ben, 'fundClaims.reject', { params: { id: claim.id }, body: { reason: 'Over' } });
      for (const extension of (await call(s.ana, 'fundExtensions.list', { query: { state: 'asked' } })).items)
        await call(s.ben, 'fundExtensions.decide', { params: { id: extension.id }, body: { grant: false, answer: 'Over' } });
      for (const id of [fund.id, short.id]) {
        const [, available, committed, claimed] = await s.balance(id);
        assert.deepEqual([available, committed, claimed], [0, 0, 0]);
      }
    }),
    { numRuns: Number(process.env['FUND_HISTORIES'] ?? 8), endOnFailure: true },
  );
  if (process.env['FUND_HISTORIES']) console.log(Object.fromEntries(reached));
  // A history in which everything is refused would prove nothing.
  for (const what of ['request', 'approve', 'claim', 'decide', 'pay']) assert.ok(reached.has(what), what);
});
