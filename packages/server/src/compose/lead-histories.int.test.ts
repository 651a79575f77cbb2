import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '@entente/kernel';
import { hours, startLeads } from './leads.fixture.ts';

const f = await startLeads();
const PARTNERS = 5;

type Command =
  | { readonly kind: 'accept' | 'decline' | 'contacted' | 'convert' | 'offer'; readonly partner: number }
  | { readonly kind: 'route' | 'pull_back' | 'take' | 'tick' | 'close' };
const byPartner = fc.record({
  kind: fc.constantFrom('accept', 'accept', 'decline', 'decline', 'contacted', 'convert', 'offer'),
  partner: fc.nat(PARTNERS - 1),
});
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: byPartner },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('route', 'pull_back', 'tick', 'tick', 'take') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('close') }) },
);

type Row = { state: string; partner_id: string | null; hops: number; source: string; source_detail: string };
type OfferRow = { partner_id: string; hop: number; answer: string | null };

test('whatever several people and the clock do at once, a lead is with one partner, nobody who refused is asked again, and its source stays', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('round_robin' as const, 'claim' as const, 'best_fit' as const),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.array(command, { minLength: 1, maxLength: 5 }), { minLength: 3, maxLength: 9 }),
      async (choose, maxHops, batches) => {
        const w = await f.workspace();
        const partners: string[] = [];
        for (let index = 0; index < PARTNERS; index += 1) partners.push(await f.partner(w, `P${index}`));
        const { definition } = await f.call(f.vendor(w), 'leadRouting.get');
        await f.call(f.vendor(w), 'leadRouting.publish', {
          body: { definition: { ...definition, maxHops, routes: definition.routes.map((route) => ({ ...route, choose })) } },
        });
        const { id } = await f.call(f.vendor(w), 'leads.create', {
          body: { companyName: 'Acme', contactEmail: 'ida@acme.com', source: 'Fair', sourceDetail: 'Hall 4' },
        });
        let at = 0;
        for (const batch of batches) {
          at += 13;
          const results = await Promise.allSettled(batch.map((one) => run(one)));
          for (const one of results) if (one.status === 'rejected') assert.ok(one.reason instanceof Problem, String(one.reason));
          await check();
        }

        function run(one: Command): Promise<unknown> {
          const params = { id };
          const vendor = f.vendor(w, hours(at));
          if ('partner' in one) {
            const partnerId = partners[one.partner] ?? '';
            const person = f.person(w, partnerId, `Person ${one.partner}`, hours(at));
            if (one.kind === 'accept') return f.call(person, 'portalLeads.accept', { params });
            if (one.kind === 'decline') return f.call(person, 'portalLeads.decline', { params, body: { reason: 'No.' } });
            if (one.kind === 'contacted') return f.call(person, 'portalLeads.contacted', { params, body: { note: 'Called.' } });
            if (one.kind === 'convert') return f.call(person, 'portalLeads.convert', { params, body: { valueBand: 'to-20k', closeOn: '2027-03-31' } });
            return f.call(vendor, 'leads.route', { params, body: { partnerId } });
          }
          if (one.kind === 'route') return f.call(vendor, 'leads.route', { params, body: {} });
          if (one.kind === 'pull_back') return f.call(vendor, 'leads.pullBack', { params, body: { reason: 'Back.' } });
          if (one.kind === 'take') return f.call(vendor, 'leads.take', { params });
          if (one.kind === 'close') return f.call(vendor, 'leads.close', { params, body: { reason: 'Done.' } });
          return f.tick(hours(at));
        }

        async function check(): Promise<void> {
          const lead = (await f.admin.query<Row>('select state, partner_id, hops, source, source_detail from lead where id = $1', [id])).rows[0];
          const offers = (await f.admin.query<OfferRow>('select partner_id, hop, answer from lead_offer where lead_id = $1 order by hop', [id])).rows;
          const clocks = (await f.admin.query<{ kind: string }>('select kind from clock where record_id = $1', [id])).rows.map((row) => row.kind);
          const deals = (await f.admin.query('select id from deal where tenant_id = $1', [w.tenantId])).rows;
          assert.ok(lead);
          const accepted = offers.filter((offer) => offer.answer === 'accepted');
          const open = offers.filter((offer) => offer.answer === null);
          assert.deepEqual([lead.source, lead.source_detail], ['Fair', 'Hall 4']);
          assert.ok(lead.hops <= maxHops && lead.hops === new Set(offers.map((offer) => offer.hop)).size);
          assert.ok(accepted.length <= 1 && (accepted.length === 0 || open.length === 0));
          if (choose !== 'claim') assert.ok(accepted.length + open.length <= 1);
          assert.equal(open.length > 0, lead.state === 'offered');
          if (lead.state === 'accepted' || lead.state === 'contacted') assert.equal(accepted[0]?.partner_id, lead.partner_id);
          if (lead.state === 'with_vendor') assert.deepEqual([lead.partner_id, accepted.length], [null, 0]);
          for (const refused of offers.filter((offer) => offer.answer === 'declined' || offer.answer === 'pulled_back'))
            assert.equal(
              offers.some((offer) => offer.partner_id === refused.partner_id && offer.hop > refused.hop),
              false,
              'asked again',
            );
          assert.ok(clocks.includes('lead.answer') || lead.state !== 'offered', 'an offer has its clock');
          assert.ok(clocks.includes('lead.contact') || lead.state !== 'accepted', 'an accepted lead has its clock');
          assert.equal(deals.length, lead.state === 'converted' ? 1 : 0, 'one deal, when it is one');
        }
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
});
