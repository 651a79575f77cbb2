import { z } from 'zod';
import type { BillingFeed, FeedLine } from '../../../modules/disbursements/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { call } from '../client.ts';
import { notReached } from '../outside-error.ts';
import { microsoftSettings } from '../settings.ts';
import { isFields, listAt, textAt, type Fields } from '../values.ts';
import { linesOf, payoutsOf, type Earning } from './earning-lines.ts';

/** Rows are written before they are seen by everybody: the last minutes are read again, and known rows are passed over. */
const READ_AGAIN_MS = 10 * 60_000;
const MOST_BYTES = 200_000_000;

const earning = z.looseObject({
  earningId: z.string().min(1),
  role: z.string().nullish(),
  subscriptionId: z.string().nullish(),
  offerId: z.string().nullish(),
  privateOfferId: z.string().nullish(),
  customerName: z.string().nullish(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  transactionAmount: z.coerce.string(),
  feeAmount: z.coerce.string(),
  taxAmount: z.coerce.string(),
  earningAmount: z.coerce.string(),
  transactionDate: z.string(),
  status: z.string(),
  paymentId: z.string().nullish(),
  paymentDate: z.string().nullish(),
  updatedDateTime: z.string(),
});

/**
 * The earnings report of Partner Center. Microsoft gives it out as an export that is made on request; where the connection names no
 * address of its own for it (`earningsUrl`), it is asked for below the address of the connection.
 */
export const microsoftBillingFeed: BillingFeed = {
  async read(access, cursor) {
    const rows = await readRows(access, cursor);
    const lines: FeedLine[] = [];
    const refused: { row: number; sentence: string }[] = [];
    const read: Earning[] = [];
    let newest = cursor;
    for (const [index, row] of rows.entries()) {
      const parsed = earning.safeParse(row);
      const made = parsed.success
        ? linesOf(parsed.data, row)
        : { refused: `The row lacks ${[...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ')}.` };
      if ('refused' in made || !parsed.success) {
        refused.push({ row: index + 1, sentence: 'refused' in made ? made.refused : 'The row cannot be read.' });
        continue;
      }
      lines.push(...made);
      read.push(parsed.data);
      const at = parsed.data.updatedDateTime;
      if (!Number.isNaN(Date.parse(at)) && (newest === null || Date.parse(at) > Date.parse(newest))) newest = at;
    }
    return { lines: [...lines, ...payoutsOf(read)], refused, cursor: newest };
  },
};

async function readRows(access: Access, cursor: string | null): Promise<readonly Fields[]> {
  const { earningsUrl } = microsoftSettings(access);
  const since = cursor === null ? null : new Date(Math.max(0, Date.parse(cursor) - READ_AGAIN_MS)).toISOString();
  if (earningsUrl !== null) return readExport(access, earningsUrl, since);
  if (access.baseUrl === null)
    throw new OutsideError(
      'auth',
      'This connection names no address for the earnings report. Set the address where its export can be read, or upload the report.',
    );
  const rows: Fields[] = [];
  let path: string | null = '/reports/earnings';
  let query: Readonly<Record<string, string>> | undefined = since === null ? undefined : { since };
  while (path !== null) {
    const { body }: { body: Fields } = await call(access, 'ingestion', { method: 'GET', path, ...(query === undefined ? {} : { query }) });
    rows.push(...listAt(body, ['value']));
    path = textAt(body, ['@odata.nextLink']);
    query = undefined;
  }
  return rows;
}

/** An address that lets in whoever knows it: no token of ours is sent there. */
async function readExport(access: Access, address: string, since: string | null): Promise<readonly Fields[]> {
  const answer = await access
    .request({ method: 'GET', url: address, headers: { accept: 'application/json' }, maxBytes: MOST_BYTES, timeoutMs: 120_000 })
    .catch((error: unknown) => {
      throw notReached(error);
    });
  if (answer.status === 401 || answer.status === 403)
    throw new OutsideError('auth', 'The address of the earnings report does not let us in any more. Set a new one.');
  if (answer.status !== 200)
    throw new OutsideError(
      answer.status >= 500 || answer.status === 429 ? 'unavailable' : 'protocol',
      `The address of the earnings report answered ${answer.status}.`,
    );
  let body: unknown;
  try {
    body = JSON.parse(answer.body.toString('utf8'));
  } catch (error) {
    throw new OutsideError('protocol', 'The earnings report at the address is no JSON.', { cause: error });
  }
  const rows = Array.isArray(body) ? body.filter(isFields) : listAt(body, ['value']);
  return since === null ? rows : rows.filter((row) => Date.parse(textAt(row, ['updatedDateTime']) ?? '') >= Date.parse(since));
}
