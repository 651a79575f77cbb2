import type { MarginDefinition } from '@entente/contracts';
import { ZERO, compare, decimal, plus, type Fraction } from '@entente/kernel';
import type { HoldingDocument } from '../../../platform/dated-documents/index.ts';
import { plain } from '../../../platform/rating/index.ts';

export type MarginRule = HoldingDocument<MarginDefinition>;
/** What is known of the partner and the deal on the day; nothing in it is assumed. */
export type MarginFacts = {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly tier: string | null;
  readonly types: readonly string[];
  readonly regions: readonly string[];
  /** Approved registrations of the partner for the deal. */
  readonly registrations: readonly { readonly id: string; readonly number: number; readonly kind: string }[];
  readonly newCustomer: boolean;
  readonly competitive: boolean;
  readonly competencies: readonly {
    readonly skill: string;
    readonly productId: string | null;
    readonly certifiedPeople: number;
    readonly validUntil: string | null;
  }[];
};
export type MarginProduct = { readonly productId: string; readonly family: string | null; readonly vendorId: string | null };
type Extra = MarginDefinition['extras'][number];
type PartKind = 'tier' | Extra['kind'];
export type MarginPart = { readonly kind: PartKind; readonly label: string; readonly percent: string; readonly counted: boolean; readonly reason: string };
export type Margin = {
  readonly percent: Fraction;
  readonly of: 'list' | 'buyer_price';
  readonly rule: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly parts: readonly MarginPart[];
  readonly capped: boolean;
  readonly sentence: string;
};

const sameWord = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
const anyOf = (list: readonly string[] | undefined, values: readonly string[]): boolean =>
  list === undefined || list.some((one) => values.some((value) => sameWord(one, value)));

/** The first rule in order that fits the partner and the product decides; where none does there is no margin. */
export function marginOf(facts: MarginFacts, product: MarginProduct | null, day: string, rules: readonly MarginRule[]): Margin {
  const rule = rules.find(({ definition }) => fitsPartner(definition, facts) && fitsProduct(definition, product));
  if (!rule) return { percent: ZERO, of: 'list', rule: null, parts: [], capped: false, sentence: `No margin rule fits ${facts.partnerName} on ${day}.` };
  const { definition } = rule;
  const base = basePart(definition, facts);
  const extras = definition.extras.map((extra) => extraPart(extra, facts, product, day));
  const { percent, counted } = combine(definition.combine, base, extras);
  const capped = definition.cap !== null && compare(percent, decimal(definition.cap)) > 0;
  const result = capped && definition.cap !== null ? decimal(definition.cap) : percent;
  const parts = [base, ...extras].map(({ part }) => ({
    ...part,
    counted: counted.has(part),
    reason: counted.has(part) || part.reason !== '' ? part.reason : 'A greater one counts instead.',
  }));
  const sum = parts.filter((part) => part.counted).map(({ label, percent: each }) => `${label} ${each} %`);
  const of = definition.of === 'list' ? 'of the list price' : 'of what the buyer pays';
  return {
    percent: result,
    of: definition.of,
    rule: { id: rule.id, name: rule.name, version: rule.version },
    parts,
    capped,
    sentence: `${facts.partnerName} keeps ${plain(result)} % ${of} by “${rule.name}”, version ${rule.version}: ${sum.join(' + ') || 'nothing applies'}${capped ? `, at most ${definition.cap} %` : ''}.`,
  };
}

const fitsPartner = ({ partners }: MarginDefinition, facts: MarginFacts): boolean =>
  partners === 'everyone' ||
  ((partners.partnerIds === undefined || partners.partnerIds.includes(facts.partnerId)) &&
    anyOf(partners.tiers, facts.tier === null ? [] : [facts.tier]) &&
    anyOf(partners.types, facts.types) &&
    anyOf(partners.regions, facts.regions));

const fitsProduct = ({ products }: MarginDefinition, product: MarginProduct | null): boolean =>
  products === 'everything' ||
  (product !== null &&
    (products.productIds === undefined || products.productIds.includes(product.productId)) &&
    anyOf(products.families, product.family === null ? [] : [product.family]) &&
    (products.vendorIds === undefined || (product.vendorId !== null && products.vendorIds.includes(product.vendorId))));

type Judged = { readonly applies: boolean; readonly value: Fraction; readonly part: Omit<MarginPart, 'counted'> };
function basePart({ base }: MarginDefinition, { tier }: MarginFacts): Judged {
  const named = tier === null ? undefined : Object.entries(base.byTier).find(([name]) => sameWord(name, tier));
  const percent = named?.[1] ?? base.otherwise;
  const reason = named ? `The partner is ${named[0]}.` : tier === null ? 'The partner has no tier.' : `Tier ${tier} is not named.`;
  return { applies: true, value: decimal(percent), part: { kind: 'tier', label: named ? `Tier ${named[0]}` : 'Any other tier', percent, reason } };
}

function extraPart(extra: Extra, facts: MarginFacts, product: MarginProduct | null, day: string): Judged {
  const refusal = whyNot(extra, facts, product, day);
  return {
    applies: refusal === null,
    value: decimal(extra.percent),
    part: { kind: extra.kind, label: extra.label, percent: extra.percent, reason: refusal ?? '' },
  };
}

function whyNot(extra: Extra, facts: MarginFacts, product: MarginProduct | null, day: string): string | null {
  switch (extra.kind) {
    case 'registration':
      return facts.registrations.some(({ kind }) => extra.registrations.some((one) => one === kind))
        ? null
        : 'The partner has no approved registration of this kind for the deal.';
    case 'new_customer':
      return facts.newCustomer ? null : 'The customer has bought before.';
    case 'competitive':
      return facts.competitive ? null : 'The deal does not displace a competitor.';
    case 'specialisation': {
      const held = facts.competencies.filter(
        ({ skill, productId, validUntil }) =>
          extra.skills.some((one) => sameWord(one, skill)) &&
          (productId === null || product === null || productId === product.productId) &&
          (validUntil === null || day <= validUntil),
      );
      if (held.length === 0) return 'The partner has none of the specialisations, or they have run out.';
      const people = Math.max(...held.map(({ certifiedPeople }) => certifiedPeople));
      return people >= extra.certifiedPeople ? null : `${people} of ${extra.certifiedPeople} certified people.`;
    }
  }
}

type Combined = { readonly percent: Fraction; readonly counted: ReadonlySet<Judged['part']> };
function combine(how: MarginDefinition['combine'], base: Judged, extras: readonly Judged[]): Combined {
  const applying = extras.filter(({ applies }) => applies);
  const best = (of: readonly Judged[]): Judged[] => of.reduce<Judged[]>((most, one) => (most[0] && compare(most[0].value, one.value) >= 0 ? most : [one]), []);
  const taken = how === 'stacked' ? [base, ...applying] : how === 'best_of' ? best([base, ...applying]) : [base, ...best(applying)];
  return { percent: taken.reduce((sum, { value }) => plus(sum, value), ZERO), counted: new Set(taken.map(({ part }) => part)) };
}
