import { bodyOf, Connection } from './lib/connection.ts';
import { cpuEach, cpuOf, untilQuiet } from './lib/cpu.ts';
import { withCopy } from './lib/installation.ts';
import { runLoad } from './lib/load-test.ts';
import { startProduct } from './lib/product.ts';
import { atLeast, atMost, beside, p50, p95 } from './lib/report.ts';

/** Each view, order and filter the list of deals has, a page of 50, asked for by many callers at once; then all of them mixed. */
const CLIENTS = 16;
const SECONDS = 4;
const BAR_MS = 40;
const BAR_PER_SECOND = 1000;

await withCopy(async (home, { keys }) => {
  const product = await startProduct(home);
  try {
    await untilQuiet(product);
    const first = await Connection.open(product.port);
    const get = async <T>(path: string): Promise<T> => bodyOf<T>(await first.send({ method: 'GET', path: `/api/v1${path}`, key: keys[0] ?? '' }));
    type Deal = { name: string; accountId: string | null; accountName: string | null; ownerId: string | null };
    const { items, nextCursor } = await get<{ items: Deal[]; nextCursor: string }>('/deals?status=open&limit=50');
    const deal = items.find((row) => row.accountId !== null && row.ownerId !== null) ?? items[0];
    const partner = (await get<{ items: { id: string }[] }>('/partners?limit=1')).items[0];
    const word = (deal?.accountName ?? 'north').split(' ')[0] ?? 'north';
    const later = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
    const today = new Date().toISOString().slice(0, 10);
    const views: readonly (readonly [string, string])[] = [
      ['view all', ''],
      ['view open', 'status=open'],
      ['view without a partner', 'status=open&withoutPartner=true'],
      ['view quiet for 30 days', 'status=open&stalledDays=30'],
      ['view late stages', 'stage=business,committed'],
      ['second page', `status=open&cursor=${encodeURIComponent(nextCursor)}`],
      ['order by amount', 'sort=-amount'],
      ['order by close date', 'status=open&sort=closeOn'],
      ['order by activity', 'sort=activity'],
      ['order by account', 'sort=account'],
      ['order by number', 'sort=-number'],
      ['order by clock', 'sort=due'],
      ['filter owner', `ownerId=${deal?.ownerId ?? ''}&sort=-amount`],
      ['filter account', `accountId=${deal?.accountId ?? ''}`],
      ['filter partner', `partnerId=${partner?.id ?? ''}`],
      ['filter role', 'role=marketplace'],
      ['filter route', 'route=marketplace&status=open'],
      ['filter region', 'region=EMEA&sort=-amount'],
      ['filter amount', 'minAmountMinor=20000000&sort=-amount'],
      ['filter close dates', `closeFrom=${today}&closeTo=${later}&sort=closeOn`],
      ['filter stage and owner', `stage=technical&ownerId=${deal?.ownerId ?? ''}`],
      ['search a word', `q=${encodeURIComponent(word)}`],
      ['search a number', 'q=4711'],
      ['search what is not there', 'q=zzyzxq'],
    ];
    const path = (query: string): string => `/api/v1/deals?limit=50${query === '' ? '' : `&${query}`}`;
    for (const [name, query] of views) {
      const { items: rows } = await get<{ items: unknown[] }>(path(query).slice('/api/v1'.length));
      const before = cpuOf(product);
      const load = await runLoad({
        port: product.port,
        clients: CLIENTS,
        seconds: SECONDS,
        next: (client, turn) => ({ method: 'GET', path: path(query), key: keys[(client + turn * CLIENTS) % keys.length] ?? '' }),
      });
      const extra = {
        ...cpuEach(product, before, load.sent),
        rows: rows.length,
        p50: Math.round(p50(load.times) * 10) / 10,
        refused: load.refused,
        firstRefusal: load.firstRefusal,
      };
      atMost(`deals list, ${name}: p95`, p95(load.times), 'ms', BAR_MS, extra, load.refused === 0);
      atLeast(`deals list, ${name}: requests`, load.perSecond, '/s', BAR_PER_SECOND, {}, load.refused === 0);
    }
    first.close();
    const before = cpuOf(product);
    const mixed = await runLoad({
      port: product.port,
      clients: CLIENTS,
      seconds: 10,
      // A step that has no factor in common with their number, so that clients do not march through them together.
      next: (client, turn) => ({
        method: 'GET',
        path: path(views[(client * 5 + turn * 7) % views.length]?.[1] ?? ''),
        key: keys[(client + turn * CLIENTS) % keys.length] ?? '',
      }),
    });
    beside('deals list, all of them mixed: median', p50(mixed.times), 'ms', cpuEach(product, before, mixed.sent));
    atMost('deals list, all of them mixed: p95', p95(mixed.times), 'ms', BAR_MS, { clients: CLIENTS, refused: mixed.refused }, mixed.refused === 0);
    atLeast('deals list, all of them mixed: requests', mixed.perSecond, '/s', BAR_PER_SECOND, { clients: CLIENTS }, mixed.refused === 0);
  } finally {
    await product.stop();
  }
});
