import { bodyOf, type Answer, type Sent } from './connection.ts';
import { runLoad, type Load } from './load-test.ts';

export type WriteKind = 'mixed' | 'create' | 'move' | 'comment';
export const WRITERS = 16;

/** What a client does in turn; each has its own deals, because two at one deal would rightly be refused. */
const cycles = {
  mixed: ['create', 'move', 'comment', 'move', 'comment'],
  create: ['create'],
  move: ['move'],
  comment: ['comment'],
} as const satisfies Record<WriteKind, readonly ('create' | 'move' | 'comment')[]>;

type Deal = { id: string; version: number; stage: 'prospect' | 'qualified' };

/**
 * Amounts stay below what the plays of the workspace listen to: that every move should start a play is not what a write is
 * measured by, and the worker still reads each event and looks at each play.
 */
export function runWrites(options: { port: number; keys: readonly string[]; what: WriteKind; seconds: number }): Promise<Load> {
  const deals: (Deal | undefined)[] = [];
  const cycle = cycles[options.what];
  return runLoad({
    port: options.port,
    clients: WRITERS,
    seconds: options.seconds,
    next: (client, turn, last) => {
      const key = options.keys[(client + turn * WRITERS) % options.keys.length] ?? '';
      remember(deals, client, last);
      const deal = deals[client];
      const step = deal === undefined ? 'create' : (cycle[turn % cycle.length] ?? 'create');
      if (deal === undefined || step === 'create')
        return {
          method: 'POST',
          path: '/api/v1/deals',
          key,
          body: { name: `Benchmark ${client}-${turn}`, amountMinor: 100_000 + ((turn * 7919) % 1_900_000), currency: 'EUR', closeOn: '2030-06-30' },
        };
      return step === 'move' ? move(deal, key) : { method: 'POST', path: `/api/v1/deals/${deal.id}/comments`, key, body: { body: `Turn ${turn}` } };
    },
  });
}

function move(deal: Deal, key: string): Sent {
  const to = deal.stage === 'prospect' ? 'qualified' : 'prospect';
  return { method: 'POST', path: `/api/v1/deals/${deal.id}/stage`, key, version: deal.version, body: { to } };
}

/** The answer to a comment names no deal: the deal and its version are as they were. */
function remember(deals: (Deal | undefined)[], client: number, last: Answer | null): void {
  if (last === null || last.status >= 300) return;
  const answer = bodyOf<Partial<Deal>>(last);
  if (answer.stage !== undefined && answer.id !== undefined && answer.version !== undefined)
    deals[client] = { id: answer.id, version: answer.version, stage: answer.stage };
}
