import type { OperationId, Result } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with usage and disbursements; see sweep-inputs.fixture.ts. */
export type MeteringOperation = Extract<OperationId, `metering.${string}` | `disbursements.${string}`>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in MeteringOperation]: Build<Id> };

const HOUR = 3_600_000;
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

async function usageLine(of: Records): Promise<Result<'metering.lines'>['items'][number]> {
  const { entitlementId } = await of.sale();
  await of.api('metering.report', {
    body: { records: [{ key: `${of.marker} ${of.unique()}`, entitlement: entitlementId, dimension: 'requests', at: hoursAgo(2), quantity: '5' }] },
  });
  const [line] = (await of.api('metering.lines', { query: { entitlementId } })).items;
  if (!line) throw new Error('what was just reported is not there');
  return line;
}
async function billingLine(
  of: Records,
): Promise<{ line: Result<'disbursements.lines'>['items'][number]; sourceId: string; agreementId: string; dealId: string }> {
  const { marketplace, agreementId, dealId } = await of.sale();
  const csv = `Key;Type;Amount;Currency;Date;Agreement;Buyer\n${of.unique()};Sale;5,00;EUR;2026-03-01;unknown;${of.marker} buyer\n`;
  const { sourceId } = await of.api('disbursements.upload', { body: { marketplace, fileName: 'report.csv', csv } });
  const [line] = (await of.api('disbursements.lines', { query: { state: 'unmatched' } })).items;
  if (!line) throw new Error('what was just uploaded is not there');
  return { line, sourceId, agreementId, dealId };
}
const on = async (of: Records): Promise<{ params: { id: string }; ifVersion: number }> => {
  const { id, version } = await usageLine(of);
  return { params: { id }, ifVersion: version };
};

export const meteringInputs: Inputs = {
  'metering.report': async (of) => ({
    body: { records: [{ key: `new ${of.unique()}`, entitlement: (await of.sale()).entitlementId, dimension: 'requests', at: hoursAgo(1), quantity: 1 }] },
  }),
  'metering.upload': async (of) => ({
    body: {
      fileName: 'usage.csv',
      csv: `key,entitlement,dimension,at,quantity\nnew ${of.unique()},${(await of.sale()).entitlementId},requests,${hoursAgo(1)},1\n`,
    },
  }),
  'metering.lines': async (of) => ({ query: { entitlementId: (await usageLine(of)).entitlementId } }),
  'metering.totals': async (of) => ({ query: { entitlementId: (await usageLine(of)).entitlementId } }),
  'metering.batches': () => ({}),
  'metering.retry': on,
  'metering.writeOff': async (of) => ({ ...(await on(of)), body: { reason: 'New' } }),
  'metering.bulk': async (of) => {
    const { id, version } = await usageLine(of);
    return { body: { act: 'write_off', lines: [{ id, version }], reason: 'New' } };
  },
  'metering.correct': async (of) => ({ ...(await on(of)), body: { quantity: '4', reason: 'New' } }),
  'disbursements.figures': async (of) => {
    await billingLine(of);
    return {};
  },
  'disbursements.list': () => ({}),
  'disbursements.lines': async (of) => {
    await billingLine(of);
    return { query: { state: 'unmatched' } };
  },
  'disbursements.candidates': async (of) => ({ params: { id: (await billingLine(of)).line.id } }),
  'disbursements.match': async (of) => {
    const { line, agreementId } = await billingLine(of);
    return { params: { id: line.id }, body: { agreementId, reason: 'New' } };
  },
  'disbursements.writeOff': async (of) => ({ params: { id: (await billingLine(of)).line.id }, body: { reason: 'New' } }),
  'disbursements.unmatch': async (of) => {
    const { line, agreementId } = await billingLine(of);
    await of.api('disbursements.match', { params: { id: line.id }, body: { agreementId, reason: `${of.marker} reason` } });
    return { params: { id: line.id }, body: { reason: 'New' } };
  },
  'disbursements.sources': async (of) => {
    await billingLine(of);
    return {};
  },
  'disbursements.follow': async (of) => ({ body: { connectionId: (await of.sale()).connectionId } }),
  'disbursements.read': async (of) => ({
    params: { id: (await of.api('disbursements.follow', { body: { connectionId: (await of.sale()).connectionId } })).id },
  }),
  'disbursements.upload': async (of) => ({
    body: {
      marketplace: (await of.sale()).marketplace,
      fileName: 'report.csv',
      csv: `Key;Type;Amount;Currency;Date\n${of.unique()};Sale;5,00;EUR;2026-03-01\n`,
    },
  }),
  'disbursements.ofDeal': async (of) => {
    const { line, agreementId, dealId } = await billingLine(of);
    await of.api('disbursements.match', { params: { id: line.id }, body: { agreementId, reason: `${of.marker} reason` } });
    return { params: { id: dealId } };
  },
  'disbursements.feeDifferences': () => ({}),
};
