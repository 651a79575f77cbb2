import type { Parsed, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { UsageDeps } from './context.ts';
import { retryLine, writeOffLine } from './line-acts.ts';
import { narrowed } from './lists.ts';

type Body = Parsed<'metering.bulk'>['body'];
type Outcome = Result<'metering.bulk'>;
type Chosen = { readonly id: string; readonly version: number | null };
const AT_ONCE = 500;

/** Each hour by itself: one that is refused does not hold up the others, and says why. */
export async function actOnMany(deps: UsageDeps, context: Context, body: Body): Promise<Outcome> {
  requireScope(context, 'usage:write');
  const { act, reason } = body;
  if ((body.lines === undefined) === (body.matching === undefined)) throw invalid('lines', 'Name the hours, or say by a filter which they are.');
  if (act === 'write_off' && reason === undefined) throw invalid('reason', 'Say why these hours are given up.');
  const chosen = body.matching === undefined ? named(body.lines ?? []) : await found(deps, context, act, body.matching);
  const outcome: Outcome = { changed: [], refused: [], more: chosen.length > AT_ONCE };
  for (const { id, version } of chosen.slice(0, AT_ONCE)) {
    try {
      const extra = { ifVersion: version };
      await (act === 'retry' ? retryLine(deps, context, id, extra) : writeOffLine(deps, context, id, { reason: reason ?? '' }, extra));
      outcome.changed.push(id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      outcome.refused.push({ id, sentence: error.message });
    }
  }
  // Refused, they would be found again and again.
  return { ...outcome, more: outcome.more && outcome.changed.length > 0 };
}
const named = (lines: NonNullable<Body['lines']>): Chosen[] =>
  [...new Map(lines.map((line) => [line.id, line])).values()].map(({ id, version }) => ({ id, version: version ?? null }));
const invalid = (path: string, sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path, code: 'required', sentence }] });

/** Those that the act can be done with, as `actsOf` tells it of one. */
function found(deps: UsageDeps, context: Context, act: Body['act'], matching: NonNullable<Body['matching']>): Promise<Chosen[]> {
  const { tenantId } = context;
  const now = context.now.toISOString();
  const able =
    act === 'retry'
      ? sql`and l.expires_at > ${now}::timestamptz and (l.state = 'rejected' or (l.state = 'waiting' and l.ready_at > ${now}::timestamptz))`
      : sql`and l.state in ('waiting', 'rejected', 'expired')`;
  return deps.database.reading(tenantId, async (tx) => {
    const where = await narrowed(deps, tx, tenantId, matching);
    const { rows } = await sql<Chosen>`
      select l.id, l.version from usage_line l where l.tenant_id = ${tenantId}::uuid ${where} ${able} order by l.hour, l.id limit ${AT_ONCE + 1}`.execute(tx);
    return rows;
  });
}
