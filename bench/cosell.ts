import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, Connection } from './lib/connection.ts';
import { cpuEach, cpuOf } from './lib/cpu.ts';
import { withCopy } from './lib/installation.ts';
import { startProduct } from './lib/product.ts';
import { atMost, beside, p50, p95 } from './lib/report.ts';

/**
 * From the answer to a write (its event is committed then) to the first act that waits for a person, with partners ranked, a team
 * proposed and the brief written. Deals move at a steady rate, whether or not the one before is through.
 */
const SAMPLES = 110;
const WARM_UP = 10;
const EVERY_MS = 800;
/** Often enough to see it, seldom enough not to be the load: each look costs the server a millisecond or two. */
const POLL_MS = 25;
const GIVE_UP_MS = 20_000;
const BAR_MS = 1000;
const PLAY = 'Benchmark: first act';

type Deal = { id: string; version: number };
type Act = { title: string; runId: string | null };
type Step = { kind: string; status: string };

const definition = {
  key: 'benchmark-first-act',
  version: 1,
  name: PLAY,
  purpose: 'Everything that must be there before somebody acts: ranking, team, brief, act.',
  trigger: { on: ['deal.stage_moved'] },
  condition: 'deal.stage == "technical"',
  kpis: ['hours_to_first_action'],
  steps: [
    { id: 'match', kind: 'match', title: 'Propose the team', maxPartners: 4, next: 'brief', else: 'brief' },
    { id: 'brief', kind: 'brief', title: 'Write the brief', next: 'approve' },
    { id: 'approve', kind: 'approve', title: PLAY, assignee: 'deal_owner', clockHours: 24, escalateTo: 'partner_manager', next: 'log' },
    { id: 'log', kind: 'log', title: 'Log it', note: 'Benchmark.' },
  ],
};

await withCopy(async (home, { keys }) => {
  const product = await startProduct(home);
  try {
    const key = (turn: number): string => keys[turn % keys.length] ?? '';
    const once = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const connection = await Connection.open(product.port);
      const answer = await connection.send({ method, path: `/api/v1${path}`, key: key(0), ...(body === undefined ? {} : { body }) });
      connection.close();
      return bodyOf<T>(answer);
    };
    const play = await once<{ id: string }>('POST', '/plays', { name: PLAY });
    await once('POST', `/plays/${play.id}/versions`, { definition });
    await once('POST', `/plays/${play.id}/status`, { status: 'live' });
    const deals = await qualifiedDeals(once);

    const seen: { fromAnswer: number; fromSend: number }[] = [];
    const late: string[] = [];
    const measure = async (deal: Deal, turn: number): Promise<{ fromAnswer: number; fromSend: number } | null> => {
      const connection = await Connection.open(product.port);
      try {
        const sent = performance.now();
        const moved = await connection.send({
          method: 'POST',
          path: `/api/v1/deals/${deal.id}/stage`,
          key: key(turn),
          version: deal.version,
          body: { to: 'technical' },
        });
        const answered = performance.now();
        bodyOf(moved);
        for (let poll = 0; performance.now() - answered < GIVE_UP_MS; poll += 1) {
          const { items } = bodyOf<{ items: Act[] }>(
            await connection.send({ method: 'GET', path: `/api/v1/acts?mine=false&dealId=${deal.id}&limit=20`, key: key(turn + poll) }),
          );
          const act = items.find((candidate) => candidate.title === PLAY);
          const now = performance.now();
          if (act?.runId) {
            const { steps } = await once<{ steps: Step[] }>('GET', `/runs/${act.runId}`);
            const ready = ['match', 'brief'].every((kind) => steps.some((step) => step.kind === kind && step.status === 'done'));
            if (!ready) throw new Error(`the act waits, but not after ranking and brief: ${JSON.stringify(steps)}`);
            return { fromAnswer: now - answered, fromSend: now - sent };
          }
          await sleep(POLL_MS);
        }
        late.push(deal.id);
        return null;
      } finally {
        connection.close();
      }
    };

    const cold = await measure(deals[0] ?? missing(), 0);
    beside('cosell: first act, the very first after a start', cold?.fromAnswer ?? Number.NaN, 'ms');
    const before = cpuOf(product);
    const under: Promise<void>[] = [];
    for (const [turn, deal] of deals.slice(1).entries()) {
      under.push(measure(deal, turn).then((time) => void (time && turn >= WARM_UP && seen.push(time))));
      await sleep(EVERY_MS);
    }
    await Promise.all(under);
    const times = seen.map(({ fromAnswer }) => fromAnswer);
    const extra = {
      ...cpuEach(product, before, deals.length - 1),
      samples: times.length,
      everyMs: EVERY_MS,
      pollMs: POLL_MS,
      max: Math.round(Math.max(...times)),
      neverSeen: late.length,
    };
    beside('cosell: first act, median', p50(times), 'ms');
    atMost('cosell: event committed to first act waiting, p95', p95(times), 'ms', BAR_MS, extra, late.length === 0 && times.length >= 100);
    beside('cosell: the same from sending the write, p95', p95(seen.map(({ fromSend }) => fromSend)), 'ms');
  } finally {
    await product.stop();
  }
});

function missing(): never {
  throw new Error('the large set has no qualified deal');
}

async function qualifiedDeals(once: <T>(method: string, path: string) => Promise<T>): Promise<Deal[]> {
  const found: Deal[] = [];
  let cursor: string | null = null;
  while (found.length < SAMPLES + WARM_UP + 1) {
    const next: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: Deal[]; nextCursor: string | null } = await once('GET', `/deals?status=open&stage=qualified&sort=number&limit=100${next}`);
    found.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return found.slice(0, SAMPLES + WARM_UP + 1);
}
