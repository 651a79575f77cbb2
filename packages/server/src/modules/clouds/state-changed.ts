import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { nameOfConnection } from './deps.ts';
import { followOf, type CloudState } from './domain/follow.ts';
import { linkInput } from './domain/step.ts';
import type { CloudsPorts } from './ports.ts';

/** What module sync saw change on a co-sell record; the same for every cloud. */
export type ReviewChange = {
  readonly viewId: string;
  readonly connectionId: string;
  readonly dealId: string;
  readonly routeId: string | null;
  readonly outsideId: string | null;
  readonly from: (CloudState & { readonly links?: readonly Named[] }) | null;
  readonly to: CloudState | null;
  readonly links?: readonly Named[];
};
type Named = { readonly type: string; readonly id: string; readonly label?: string | null };

/** The review over there moves the route here, says what is next, and asks a person where one is needed. */
export async function stateChanged(tx: Tx, context: Context, ports: Pick<CloudsPorts, 'deals' | 'inbox'>, change: ReviewChange): Promise<void> {
  await linksChanged(tx, context, change);
  if (change.to === null) return;
  const { tenantId } = context;
  const { name } = await nameOfConnection(tx, tenantId, change.connectionId);
  const deal = await ports.deals.brief(tx, tenantId, change.dealId);
  const follow = followOf(change.to, name, deal.name, context.now);
  if (follow === null || (change.from !== null && sameState(change.from, change.to))) return;
  if (change.routeId !== null)
    await ports.deals.follow(tx, context, change.dealId, change.routeId, {
      state: follow.route,
      nextStep: follow.nextStep,
      dueAt: follow.dueAt,
      outsideId: change.outsideId,
    });
  await ports.inbox.closeActs(tx, context, change.viewId, follow.outcome);
  if (follow.ask !== null)
    await ports.inbox.openAct(tx, context, {
      ...follow.ask,
      dealId: change.dealId,
      partnerId: null,
      assigneeId: deal.ownerId,
      assigneeRole: deal.ownerId === null ? 'alliance_manager' : null,
      dueAt: follow.dueAt,
      recordId: change.viewId,
    });
  await recordChange(tx, context, {
    operation: 'clouds.reviewChanged',
    recordType: 'view',
    recordId: change.viewId,
    before: change.from,
    after: change.to,
    events: [
      {
        type: 'cosell.review_changed',
        dealId: change.dealId,
        payload: {
          with: name,
          from: change.from?.key ?? null,
          to: change.to.key,
          label: change.to.label,
          sentence: change.to.sentence,
          outsideId: change.outsideId,
        },
      },
    ],
  });
}
/** What is named on the record may change with nothing else; what we asked for ourselves was told when it was done. */
async function linksChanged(tx: Tx, context: Context, change: ReviewChange): Promise<void> {
  if (change.from === null || change.links === undefined) return;
  const own = await tx
    .selectFrom('cloud_step')
    .select(['step', 'input'])
    .where('tenant_id', '=', context.tenantId)
    .where('view_id', '=', change.viewId)
    .where('step', 'in', ['link', 'unlink'])
    .where('status', '!=', 'failed')
    .where('created_at', '>', new Date(context.now.getTime() - OWN_LINK_MS).toISOString())
    .execute();
  const asked = (step: 'link' | 'unlink') => new Set(own.flatMap((each) => (each.step === step ? [keyOf(linkInput.parse(each.input))] : [])));
  const [before, after] = [change.from.links ?? [], change.links];
  const [had, has] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const [ownAdded, ownRemoved] = [asked('link'), asked('unlink')];
  const added = after.filter((each) => !had.has(keyOf(each)) && !ownAdded.has(keyOf(each)));
  const removed = before.filter((each) => !has.has(keyOf(each)) && !ownRemoved.has(keyOf(each)));
  if (added.length === 0 && removed.length === 0) return;
  const { name } = await nameOfConnection(tx, context.tenantId, change.connectionId);
  const words = (named: readonly Named[]): string[] => named.map((each) => each.label ?? each.id);
  await recordChange(tx, context, {
    operation: 'clouds.linksChanged',
    recordType: 'view',
    recordId: change.viewId,
    before: before.map(keyOf),
    after: after.map(keyOf),
    events: [{ type: 'cosell.links_changed', dealId: change.dealId, payload: { with: name, added: words(added), removed: words(removed) } }],
  });
}
const OWN_LINK_MS = 10 * 60_000;
const keyOf = ({ type, id }: { readonly type: string; readonly id: string }): string => `${type} ${id}`;

/** What they add to their own side is read along, and is no change of the review. */
const sameState = (a: CloudState, b: CloudState): boolean =>
  a.key === b.key && a.label === b.label && a.stage === b.stage && (a.key !== 'needs_work' || a.sentence === b.sentence);
