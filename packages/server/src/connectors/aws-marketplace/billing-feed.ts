import type { BillingFeed, FeedLine } from '../../modules/disbursements/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { NotReached } from '../../platform/outbound/index.ts';
import { feedLineOf, type FeedRow } from './feed-line.ts';

/** Rows are written before they are seen by everybody: the last minutes are read again, and known rows are passed over. */
const READ_AGAIN_MS = 10 * 60_000;
const MOST_BYTES = 200_000_000;

/**
 * The billing event data feed of AWS Marketplace. AWS puts it into a bucket of the seller as CSV files, once a day; where the
 * connection names no address of its own for it (`billingFeedUrl`), it is asked for below the address of the connection.
 */
export const awsBillingFeed: BillingFeed = {
  async read(access, cursor, parseCsv) {
    const url = new URL(feedAddress(access));
    if (cursor !== null) url.searchParams.set('since', new Date(Math.max(0, Date.parse(cursor) - READ_AGAIN_MS)).toISOString());
    const answer = await access
      .request({ method: 'GET', url: url.href, headers: headersOf(access), maxBytes: MOST_BYTES, timeoutMs: 120_000 })
      .catch((error: unknown) => {
        if (error instanceof NotReached) throw new OutsideError('unavailable', `The billing feed could not be reached. ${error.message}`, { cause: error });
        throw error;
      });
    if (answer.status === 401 || answer.status === 403) throw new OutsideError('auth', 'The billing feed does not accept the credentials of this connection.');
    if (answer.status === 429) throw new OutsideError('throttled', 'The billing feed takes no more requests at the moment.');
    if (answer.status >= 500) throw new OutsideError('unavailable', `The billing feed answered ${answer.status}.`);
    if (answer.status !== 200) throw new OutsideError('protocol', `The billing feed answered ${answer.status}, which is not understood.`);
    const table = await parseCsv(answer.body.toString('utf8'), 'billing-feed.csv');
    if (!table.ok) throw new OutsideError('protocol', `The billing feed cannot be read: ${table.sentence}`);
    const lines: FeedLine[] = [];
    const refused: { row: number; sentence: string }[] = [];
    let newest = cursor;
    for (const { rowNumber, cells, problem } of table.rows) {
      const row = Object.fromEntries(table.headers.map((header, index) => [header, cells[index] ?? ''])) as FeedRow;
      const line = problem === null ? feedLineOf(row, access.account) : { refused: problem };
      if ('refused' in line) refused.push({ row: rowNumber, sentence: line.refused });
      else {
        lines.push(line);
        const written = row['insert_date'] ?? '';
        if (written !== '' && (newest === null || written > newest)) newest = written;
      }
    }
    return { lines, refused, cursor: newest };
  },
};

function feedAddress(access: Access): string {
  const own = access.settings['billingFeedUrl'];
  if (typeof own === 'string' && own !== '') return own;
  if (access.baseUrl === null)
    throw new OutsideError(
      'auth',
      'This connection names no address for the billing feed. AWS delivers it as files: set the address where they can be read, or upload them.',
    );
  return `${access.baseUrl}/billing-feed`;
}

/** The feed of one seller: named as in the scope of a signature, which is how the stand-in knows accounts apart. */
function headersOf(access: Access): Record<string, string> {
  const key = access.credentials['accessKeyId'] ?? '';
  const day = access.now().toISOString().slice(0, 10).replaceAll('-', '');
  return key === ''
    ? {}
    : { authorization: `AWS4-HMAC-SHA256 Credential=${key}/${day}/us-east-1/aws-marketplace/aws4_request, SignedHeaders=host, Signature=unsigned` };
}
