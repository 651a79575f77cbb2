import { addDays, addMonths, explained, majorOf, Problem, type ChargeKind } from '@entente/kernel';
import type { PriceModel } from '@entente/contracts';
import { safeMinor } from '../../../platform/rating/index.ts';
import { periodOf, segmentsOf } from './due.ts';
import { basisWords, periodPrice, recurringLine } from './recurring.ts';
import { cut, shareOf } from './proration.ts';
import { endOf, type Item, type Line, type PastCharge, type Subscription } from './subscription.ts';

export type NewItem = Pick<Item, 'kind' | 'productId' | 'vendorId' | 'description' | 'quantity' | 'price' | 'taxCategory' | 'meterId' | 'subject'>;
/** A day, or `period_end`. */
type Effective = string | undefined;
type Replaced = {
  readonly itemId: string;
  readonly quantity?: string | undefined;
  readonly price?: PriceModel | undefined;
  readonly description?: string | undefined;
  readonly productId?: string | undefined;
  readonly effectiveOn?: Effective;
};
export type Change =
  | ({ readonly kind: 'upgrade' | 'downgrade' } & Replaced)
  | { readonly kind: 'add'; readonly item: NewItem; readonly effectiveOn?: Effective }
  | { readonly kind: 'remove'; readonly itemId: string; readonly effectiveOn?: Effective }
  | { readonly kind: 'co_term'; readonly endsOn: string | null; readonly anchorDay: number | null }
  | { readonly kind: 'pause'; readonly from?: string | undefined }
  | { readonly kind: 'resume'; readonly on?: string | undefined }
  | { readonly kind: 'cancel'; readonly effectiveOn?: Effective }
  | { readonly kind: 'renew'; readonly termMonths: number };
export type Planned = {
  readonly effectiveOn: string;
  readonly after: Subscription;
  /** What is credited and charged at once; what falls due later is charged then. */
  readonly lines: readonly Line[];
  readonly netMinor: bigint;
  readonly sentence: string;
};
type Given = { readonly changeId: string; readonly newItemId: string; readonly today: string; readonly now: Date; readonly charges: readonly PastCharge[] };

const refuse = (sentence: string, reason: string): never => {
  throw new Problem('conflict', sentence, { reason });
};

/** What a change of a subscription does: pure, so that a preview is exactly what will be done. */
export function planChange(subscription: Subscription, change: Change, given: Given): Planned {
  if (subscription.cancelledOn !== null && subscription.cancelledOn <= given.today) refuse('The subscription is cancelled. Start a new one.', 'cancelled');
  if (subscription.state === 'ended' && change.kind !== 'renew') refuse('The term has ended. Renew it first.', 'ended');
  const { effectiveOn, at, after, cutItems, sentence } = changed(subscription, change, given);
  const credits = cutItems.size === 0 ? [] : creditLines(subscription, cutItems, effectiveOn, at, given);
  const shortened: Subscription =
    subscription.proration === 'none'
      ? after
      : {
          ...after,
          items: after.items.map((item) =>
            cutItems.has(item.id) && item.chargedUntil > effectiveOn ? { ...item, chargedUntil: effectiveOn > item.from ? effectiveOn : item.from } : item,
          ),
        };
  const charged: Line[] = [];
  const items = shortened.items.map((item) => {
    if (item.kind === 'usage') return item;
    const segments = segmentsOf(shortened, item, given.today);
    charged.push(...segments.map((segment) => recurringLine(shortened, segment)).filter(({ amountMinor }) => amountMinor !== 0n));
    const last = segments.at(-1);
    return last ? { ...item, chargedUntil: last.part.to } : item;
  });
  const lines = [...credits, ...charged.map((line) => ({ ...line, chargedOn: given.today }))];
  return { effectiveOn, after: { ...shortened, items }, lines, netMinor: lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n), sentence };
}

type Changed = { effectiveOn: string; at: Date | null; after: Subscription; cutItems: ReadonlySet<string>; sentence: string };
const NOTHING: ReadonlySet<string> = new Set();

function changed(subscription: Subscription, change: Change, given: Given): Changed {
  const { today, now } = given;
  const all = new Set(subscription.items.map(({ id }) => id));
  /** Under a contract by the second, what takes effect today takes effect now. */
  const instantOf = (day: string): Date | null => (subscription.proration === 'second' && day === today ? now : null);
  const dayOf = (asked: Effective, usual: 'now' | 'period_end', from: string): string => {
    const whole = subscription.proration === 'none' && change.kind !== 'add';
    const wanted = whole && (asked === undefined || asked !== 'period_end') ? 'period_end' : (asked ?? (usual === 'now' ? today : 'period_end'));
    const base = asked !== undefined && asked !== 'period_end' ? asked : today;
    const day = wanted === 'period_end' ? endOfPeriod(subscription, base > from ? base : from) : wanted;
    if (day < from) refuse(`It begins on ${from}, and cannot change before.`, 'before_start');
    return day;
  };
  switch (change.kind) {
    case 'upgrade':
    case 'downgrade': {
      const old = runningItem(subscription, change.itemId);
      const effectiveOn = dayOf(change.effectiveOn, change.kind === 'upgrade' ? 'now' : 'period_end', old.from);
      insideTerm(subscription, old, effectiveOn);
      const at = instantOf(effectiveOn);
      const next: Item = {
        ...old,
        id: given.newItemId,
        quantity: change.quantity ?? old.quantity,
        price: change.price ?? old.price,
        description: change.description ?? old.description,
        productId: change.productId ?? old.productId,
        rule: change.price ? null : old.rule,
        from: effectiveOn,
        fromAt: at?.toISOString() ?? null,
        chargedUntil: effectiveOn,
        replacesId: old.id,
      };
      if (next.quantity === old.quantity && change.price === undefined && change.productId === undefined && change.description === undefined)
        refuse('Nothing of the item would change.', 'unchanged');
      if (old.kind === 'recurring') direction(change.kind, old, next, subscription.currency);
      const items = [...subscription.items.map((item) => (item.id === old.id ? { ...item, to: effectiveOn, toAt: at?.toISOString() ?? null } : item)), next];
      return {
        effectiveOn,
        at,
        after: { ...subscription, items },
        cutItems: new Set([old.id]),
        sentence: replacedWords(old, next, effectiveOn),
      };
    }
    case 'add': {
      const effectiveOn = dayOf(change.effectiveOn, 'now', subscription.startsOn);
      insideTerm(subscription, { to: null }, effectiveOn);
      const at = instantOf(effectiveOn);
      const item: Item = {
        ...change.item,
        id: given.newItemId,
        rule: null,
        from: effectiveOn,
        to: null,
        fromAt: at?.toISOString() ?? null,
        toAt: null,
        chargedUntil: effectiveOn,
        replacesId: null,
      };
      return {
        effectiveOn,
        at,
        after: { ...subscription, items: [...subscription.items, item] },
        cutItems: NOTHING,
        sentence: `${item.description} is added from ${effectiveOn} on.`,
      };
    }
    case 'remove': {
      const old = runningItem(subscription, change.itemId);
      const effectiveOn = dayOf(change.effectiveOn, 'period_end', old.from);
      insideTerm(subscription, old, effectiveOn);
      const at = instantOf(effectiveOn);
      const items = subscription.items.map((item) => (item.id === old.id ? { ...item, to: effectiveOn, toAt: at?.toISOString() ?? null } : item));
      return { effectiveOn, at, after: { ...subscription, items }, cutItems: new Set([old.id]), sentence: `${old.description} ends on ${effectiveOn}.` };
    }
    case 'co_term':
      return coTerm(subscription, change, today, all);
    case 'pause': {
      const effectiveOn = dayOf(change.from, 'now', subscription.startsOn);
      if (subscription.pauses.some(({ from, to }) => to === null || (from <= effectiveOn && effectiveOn < to)))
        refuse('It is paused already, or will be.', 'paused');
      insideTerm(subscription, { to: null }, effectiveOn);
      const state = effectiveOn <= today ? ('paused' as const) : subscription.state;
      return {
        effectiveOn,
        at: null,
        after: { ...subscription, state, pauses: [...subscription.pauses, { from: effectiveOn, to: null }] },
        cutItems: all,
        sentence: `Paused from ${effectiveOn} on.`,
      };
    }
    case 'resume': {
      const paused = subscription.pauses.find(({ to }) => to === null);
      if (!paused && subscription.cancelledOn !== null && change.on === undefined) return keepGoing(subscription, subscription.cancelledOn);
      const open = paused ?? refuse('It is not paused.', 'not_paused');
      const on = change.on ?? today;
      if (on < open.from) refuse(`The pause begins on ${open.from}; it cannot end before.`, 'before_pause');
      const pauses = subscription.pauses.flatMap((pause) => (pause === open ? (on === open.from ? [] : [{ ...pause, to: on }]) : [pause]));
      const state = on <= today ? ('active' as const) : subscription.state;
      return { effectiveOn: on, at: null, after: { ...subscription, state, pauses }, cutItems: NOTHING, sentence: `Goes on from ${on}.` };
    }
    case 'cancel': {
      const effectiveOn = dayOf(change.effectiveOn, 'period_end', subscription.startsOn);
      const end = subscription.endsOn !== null && subscription.endsOn < effectiveOn ? subscription.endsOn : effectiveOn;
      const state = end <= today ? ('cancelled' as const) : subscription.state;
      return { effectiveOn: end, at: instantOf(end), after: { ...subscription, state, cancelledOn: end }, cutItems: all, sentence: `Ends on ${end}.` };
    }
    case 'renew': {
      if (subscription.endsOn === null) return refuse('It has no term; it runs on until somebody ends it.', 'no_term');
      if (subscription.cancelledOn !== null) refuse('It is cancelled and cannot be renewed.', 'cancelled');
      const endsOn = addMonths(subscription.endsOn, change.termMonths, Number(subscription.startsOn.slice(8, 10)));
      return {
        effectiveOn: subscription.endsOn,
        at: null,
        after: { ...subscription, endsOn, state: subscription.state === 'ended' ? 'active' : subscription.state },
        cutItems: NOTHING,
        sentence: `Renewed until ${endsOn}.`,
      };
    }
  }
}

/** An end that is still to come is taken back: what was given back of the time after it is charged again when it is due. */
const keepGoing = (subscription: Subscription, end: string): Changed => ({
  effectiveOn: end,
  at: null,
  after: { ...subscription, cancelledOn: null },
  cutItems: NOTHING,
  sentence: `It no longer ends on ${end}.`,
});

/** The new days begin to count where what is charged ends, so that nothing is charged twice and nothing needs to be given back. */
function coTerm(subscription: Subscription, change: Extract<Change, { kind: 'co_term' }>, today: string, all: ReadonlySet<string>): Changed {
  const anchorDay = change.anchorDay ?? subscription.anchorDay;
  const endsOn = change.endsOn ?? subscription.endsOn;
  if (anchorDay === subscription.anchorDay && endsOn === subscription.endsOn) refuse('It ends and bills on these days already.', 'unchanged');
  if (endsOn !== null && endsOn <= today) refuse('The common end lies in the past.', 'before_start');
  if (subscription.gridBefore !== null && subscription.gridFrom > today && anchorDay !== subscription.anchorDay)
    refuse(`Its billing day moves on ${subscription.gridFrom} already. Move it again after that.`, 'moving');
  const moved = anchorDay !== subscription.anchorDay;
  const gridFrom = moved ? endOfPeriod(subscription, today < subscription.startsOn ? subscription.startsOn : today) : subscription.gridFrom;
  const after: Subscription = {
    ...subscription,
    anchorDay,
    endsOn,
    ...(moved ? { gridFrom, gridBefore: { from: subscription.gridFrom, anchorDay: subscription.anchorDay } } : {}),
  };
  // Only an end that comes sooner takes something back.
  const sooner = endsOn !== null && (subscription.endsOn === null || endsOn < subscription.endsOn);
  const effectiveOn = sooner ? endsOn : moved ? gridFrom : today;
  const words = [moved ? `bills on day ${anchorDay} from ${gridFrom} on` : '', endsOn === subscription.endsOn ? '' : `ends on ${endsOn}`].filter(
    (text) => text !== '',
  );
  return { effectiveOn, at: null, after, cutItems: sooner ? all : NOTHING, sentence: `It ${words.join(' and ')}.` };
}

function runningItem(subscription: Subscription, id: string): Item {
  const item = subscription.items.find((one) => one.id === id);
  if (!item) throw new Problem('not_found', 'There is no such item of this subscription.');
  if (item.to !== null) refuse(`${item.description} ends on ${item.to} already.`, 'ended');
  return item;
}
function insideTerm(subscription: Subscription, item: Pick<Item, 'to'>, day: string): void {
  const end = endOf(subscription, item);
  if (end !== null && day > end) refuse(`It ends on ${end}, before that day.`, 'after_end');
}
const endOfPeriod = (subscription: Subscription, day: string): string => {
  // A day that itself begins a period changes nothing of the one before.
  const period = periodOf(subscription, day);
  const charged = subscription.items.some(({ kind, chargedUntil }) => kind === 'recurring' && chargedUntil > day);
  return period.from === day && !charged && subscription.timing === 'advance' ? day : period.to;
};

/** What takes the place of what: of the same thing, how much and whether the price is another one. */
function replacedWords(old: Item, next: Item, day: string): string {
  if (next.description !== old.description) return `${next.description} from ${day} on, instead of ${old.description}.`;
  const [more, price] = [
    next.quantity === old.quantity ? '' : `${next.quantity} instead of ${old.quantity}`,
    next.price === old.price ? '' : 'at another price',
  ];
  const words = [more, price].filter((text) => text !== '').join(', ');
  return words === '' ? `${next.description} from ${day} on.` : `${next.description} from ${day} on, ${words}.`;
}

function direction(kind: 'upgrade' | 'downgrade', old: Item, next: Item, currency: string): void {
  const [was, is] = [periodPrice(old, currency).amountMinor, periodPrice(next, currency).amountMinor];
  if (kind === 'upgrade' && is < was) refuse('This would cost less than before: it is a downgrade.', 'not_an_upgrade');
  if (kind === 'downgrade' && is > was) refuse('This would cost more than before: it is an upgrade.', 'not_a_downgrade');
}

/** What is given back of charges that pay for time after a day. What was given back before counts, so a charge is given back once. */
function creditLines(subscription: Subscription, items: ReadonlySet<string>, day: string, at: Date | null, given: Given): Line[] {
  const { currency, proration, timeZone } = subscription;
  if (proration === 'none') return [];
  return given.charges.flatMap((charge): Line[] => {
    const item = subscription.items.find(({ id }) => id === charge.itemId);
    if (!item || !items.has(item.id) || item.kind === 'usage' || charge.period.to <= day) return [];
    const from = charge.period.from > day ? charge.period.from : day;
    const kept = shareOf(proration, { from: charge.period.from, to: from }, charge.period, timeZone, {
      fromAt: charge.fromAt,
      toAt: from === day ? (at?.toISOString() ?? null) : null,
    });
    const whole = shareOf(proration, charge.period, charge.period, timeZone, { fromAt: charge.fromAt });
    const share = { ...kept, whole: whole.part };
    const { keptMinor, backMinor } = cut(charge.amountMinor, share);
    const amountMinor = charge.backMinor - backMinor;
    if (amountMinor >= 0n) return [];
    const money = (minor: bigint): string => majorOf(minor, currency);
    return [
      {
        key: `credit:${charge.id}:${given.changeId}`,
        kind: 'credit' satisfies ChargeKind,
        itemId: item.id,
        productId: item.productId,
        vendorId: item.vendorId,
        description: `${charge.description}, given back from ${from} on`,
        quantity: item.quantity,
        unitPrice: null,
        amountMinor,
        period: { from: from === charge.period.to ? addDays(from, -1) : from, to: charge.period.to },
        chargedOn: given.today,
        taxCategory: item.taxCategory,
        creditsId: charge.id,
        explanation: explained(`What was charged for the time from ${from} to ${charge.period.to} is given back.`, {
          rule: item.rule,
          inputs: [
            { label: 'Charged', value: `${money(charge.amountMinor)} ${currency}`, from: { type: 'charge', id: charge.id } },
            { label: 'Given back before', value: `${money(charge.backMinor)} ${currency}` },
            { label: 'Proration', value: basisWords[proration], from: { type: 'subscription', id: subscription.id } },
          ],
          steps: [
            {
              label: 'Kept',
              formula: `${money(charge.amountMinor)} × ${share.part} / ${share.whole} ${share.unit}s`,
              resultMinor: safeMinor(keptMinor),
              currency,
            },
            {
              label: 'Given back',
              formula: `${money(charge.amountMinor)} − ${money(keptMinor)} − ${money(charge.backMinor)}`,
              resultMinor: safeMinor(amountMinor),
              currency,
            },
          ],
        }),
      },
    ];
  });
}
