import { typedQuantity } from '../../metering/quantity.ts';
import { modelFault } from '../pricing/model/check.ts';
import { type ItemDraft, itemOf } from './item-draft.ts';
import type { Change, ChangeKind, Item } from './words.ts';

/** A change as it is typed; parts that its kind does not ask for keep what they held. */
export type ChangeDraft = {
  kind: ChangeKind;
  itemId: string | null;
  quantity: string;
  otherProduct: boolean;
  productId: string | null;
  description: string;
  otherPrice: boolean;
  price: Item['price'];
  item: ItemDraft;
  withId: string | null;
  endsOn: string;
  anchorDay: number | null;
  when: 'today' | 'period_end' | 'day';
  day: string;
  reason: string;
};

/** Less of something waits for the end of what is charged, unless a day is said. */
const waits = (kind: ChangeKind): boolean => kind === 'downgrade' || kind === 'remove';
function effectiveOf(draft: ChangeDraft, today: string): { effectiveOn?: string } {
  if (draft.when === 'today') return waits(draft.kind) ? { effectiveOn: today } : {};
  return { effectiveOn: draft.when === 'day' ? draft.day : 'period_end' };
}

/** What the form says as a change, or nothing while something is missing: an item that stays as it is is none either. `today` is the contract's. */
export function changeOf(draft: ChangeDraft, items: readonly Pick<Item, 'id' | 'quantity'>[], today: string): Change | undefined {
  const reason = draft.reason.trim() === '' ? {} : { reason: draft.reason.trim() };
  if (draft.kind === 'co_term') return coTermOf(draft, reason);
  if (draft.when === 'day' && draft.day === '') return undefined;
  const effective = effectiveOf(draft, today);
  if (draft.kind === 'add') {
    const item = itemOf(draft.item);
    return item && { kind: 'add', item, ...effective, ...reason };
  }
  if (draft.itemId === null) return undefined;
  if (draft.kind === 'remove') return { kind: 'remove', itemId: draft.itemId, ...effective, ...reason };
  const quantity = typedQuantity(draft.quantity);
  if (quantity === null || (draft.otherPrice && modelFault(draft.price) !== null)) return undefined;
  if (draft.otherProduct && (draft.productId === null || draft.description.trim() === '')) return undefined;
  const before = items.find(({ id }) => id === draft.itemId);
  if (!draft.otherPrice && !draft.otherProduct && before !== undefined && typedQuantity(before.quantity) === quantity) return undefined;
  return {
    kind: draft.kind,
    itemId: draft.itemId,
    quantity,
    ...(draft.otherProduct && draft.productId !== null ? { productId: draft.productId, description: draft.description.trim() } : {}),
    ...(draft.otherPrice ? { price: draft.price } : {}),
    ...effective,
    ...reason,
  };
}

function coTermOf(draft: ChangeDraft, reason: { reason?: string }): Change | undefined {
  if (draft.withId !== null) return { kind: 'co_term', withSubscriptionId: draft.withId, ...reason };
  if (draft.endsOn === '' && draft.anchorDay === null) return undefined;
  return {
    kind: 'co_term',
    ...(draft.endsOn === '' ? {} : { endsOn: draft.endsOn }),
    ...(draft.anchorDay === null ? {} : { anchorDay: draft.anchorDay }),
    ...reason,
  };
}
