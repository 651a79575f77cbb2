import type { Result } from '@entente/contracts';
import { buildPerson } from '@entente/testkit';
import { clientOf, type Client } from './api.fixture.ts';
import { today, type BillingRecords, type Earner, type Sale } from './billing-records.fixture.ts';
import { hushOf, type Ground } from './partner-records.fixture.ts';

type Run = Result<'payoutRuns.get'>;
/** A run of one partner with its one payout. */
type RunWithPayout = { readonly run: Run; readonly payoutId: string; readonly partnerId: string };

/** What partners earned and how they are paid. One person makes it, and the owner lets it go. */
export type PayoutRecords = {
  /** Somebody of finance, known by name to the partners that are paid. */
  readonly treasurer: () => Promise<Client>;
  readonly settings: () => Promise<Result<'payouts.settings'>>;
  readonly earning: (earner?: Earner) => Promise<Result<'earnings.get'>>;
  readonly dispute: (earner?: Earner) => Promise<Result<'disputes.get'>>;
  /** A partner that has said where to, and that was looked at by somebody else. */
  readonly payee: (earner?: Earner) => Promise<Result<'payees.get'>>;
  /** What the treasurer proposes and nobody has approved. */
  readonly payeeChange: () => Promise<{ id: string; partnerId: string }>;
  readonly draftRun: () => Promise<Run>;
  readonly collected: (earner?: Earner) => Promise<RunWithPayout>;
  readonly ready: (earner?: Earner) => Promise<RunWithPayout>;
  readonly released: (earner?: Earner) => Promise<RunWithPayout>;
  readonly sent: (earner?: Earner) => Promise<RunWithPayout>;
  readonly document: () => Promise<Result<'payouts.documents'>['items'][number]>;
};
type PayoutGround = Ground & { readonly partner: () => Promise<{ id: string }>; readonly billing: BillingRecords };

export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
export const payeeOf = (legalName: string) => ({
  legalName,
  address: { street: 'Rue 1', city: 'Lyon', postalCode: '69001', region: null, country: 'FR' },
  taxId: 'FR40303265045',
  taxForm: { kind: 'vat' as const, fileId: null, validUntil: '2090-01-01' },
  bank: { kind: 'iban' as const, iban: 'FR1420041010050500013M02606', bic: null, holder: legalName },
  currency: 'EUR',
});
export const payoutSettings = (companyName: string) => ({
  disputeDays: 7,
  timeZone: 'UTC',
  payDay: 13,
  documentPrefix: 'SB',
  minimums: [],
  companyName,
  companyAddress: { street: 'Kaistrasse 1', city: 'Hamburg', postalCode: '20457', region: null, country: 'DE' },
  companyTaxId: 'DE811907980',
  payers: [{ currency: 'EUR', holder: companyName, iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' }],
});

export function buildPayouts(ground: PayoutGround): PayoutRecords {
  const { api, marker, server, workspace, unique, billing } = ground;
  const hush = hushOf(marker);
  const named = (what: string): string => `${hush} ${what} ${unique()}`;
  let hired: Promise<Client> | undefined;
  const treasurer = (): Promise<Client> =>
    (hired ??= buildPerson(server, workspace, { name: `${marker} treasurer`, role: 'finance' }).then(({ headers }) => clientOf(server, headers)));
  const earnerOf = async (given?: Earner): Promise<Earner> => given ?? { partnerId: (await ground.partner()).id, word: hush };

  async function settings(): Promise<Result<'payouts.settings'>> {
    const { version } = await api('payouts.settings');
    return api('payouts.changeSettings', { ifVersion: version, body: payoutSettings(`${marker} company`) });
  }
  let agreed: Promise<unknown> | undefined;
  const agree = (): Promise<unknown> => (agreed ??= settings());

  const sales = new Map<string, Promise<Sale>>();
  async function earning(given?: Earner): Promise<Result<'earnings.get'>> {
    const earner = await earnerOf(given);
    const sale = sales.get(earner.partnerId) ?? billing.sale(earner);
    sales.set(earner.partnerId, sale);
    const { dealId } = await sale;
    await billing.split(await sale);
    const [newest] = (await api('earnings.list', { query: { partnerId: earner.partnerId, dealId, kind: 'split', state: 'due' } })).items;
    if (!newest) throw new Error('nothing was earned');
    return api('earnings.get', { params: { id: newest.id } });
  }

  const payees = new Map<string, Promise<Result<'payees.get'>>>();
  async function approvedPayee({ partnerId, word }: Earner): Promise<Result<'payees.get'>> {
    const { waiting } = await (await treasurer())('payees.change', { params: { id: partnerId }, body: payeeOf(`${word} legal name`) });
    for (const { id } of waiting) await api('payees.approve', { params: { id } });
    return api('payees.get', { params: { id: partnerId } });
  }
  function payee(earner: Earner): Promise<Result<'payees.get'>> {
    const known = payees.get(earner.partnerId) ?? approvedPayee(earner);
    payees.set(earner.partnerId, known);
    return known;
  }

  /** Runs go on after the answer; waits until nothing is being done. */
  async function atRest(id: string): Promise<Run> {
    for (let left = 200; left > 0; left -= 1) {
      const run = await api('payoutRuns.get', { params: { id } });
      if (run.progress.doing === null) return run;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('the run did not come to rest');
  }
  const draftRun = async (partnerId?: string): Promise<Run> => {
    const partnerIds = [partnerId ?? (await ground.partner()).id];
    return (await treasurer())('payoutRuns.create', { body: { name: `${marker} run ${unique()}`, until: today(), currency: 'EUR', partnerIds } });
  };
  async function collected(given?: Earner): Promise<RunWithPayout> {
    await agree();
    const earner = await earnerOf(given);
    await earning(earner);
    await payee(earner);
    const { id } = await draftRun(earner.partnerId);
    await (
      await treasurer()
    )('payoutRuns.collect', { params: { id } });
    const run = await atRest(id);
    const [payout] = (await api('payoutRuns.payouts', { params: { id } })).items;
    if (!payout) throw new Error('the run holds nothing');
    return { run, payoutId: payout.id, partnerId: earner.partnerId };
  }
  async function ready(given?: Earner): Promise<RunWithPayout> {
    const { run, ...rest } = await collected(given);
    return { run: await (await treasurer())('payoutRuns.ready', { params: { id: run.id }, ifVersion: run.version }), ...rest };
  }
  async function released(given?: Earner): Promise<RunWithPayout> {
    const { run, ...rest } = await ready(given);
    await api('payoutRuns.release', { params: { id: run.id }, body: { contentHash: run.contentHash ?? '', payOn: inDays(3) } });
    return { run: await atRest(run.id), ...rest };
  }
  async function sent(given?: Earner): Promise<RunWithPayout> {
    const { run, ...rest } = await released(given);
    return { run: await api('payoutRuns.send', { params: { id: run.id }, body: {} }), ...rest };
  }

  return {
    treasurer,
    settings,
    earning,
    async dispute(given) {
      const { id: earningId } = await earning(given);
      return api('disputes.open', { body: { earningId, reason: `${given?.word ?? hush} reason` } });
    },
    payee: async (given) => payee(await earnerOf(given)),
    async payeeChange() {
      const { id: partnerId } = await ground.partner();
      const { waiting } = await (await treasurer())('payees.change', { params: { id: partnerId }, body: payeeOf(named('legal name')) });
      return { id: waiting[0]?.id ?? '', partnerId };
    },
    draftRun: () => draftRun(),
    collected,
    ready,
    released,
    sent,
    async document() {
      const { partnerId } = await released();
      const [document] = (await api('payouts.documents', { query: { partnerId } })).items;
      if (!document) throw new Error('what was released has no document');
      return document;
    },
  };
}
