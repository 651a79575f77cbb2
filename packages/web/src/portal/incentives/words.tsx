import type { ReactNode } from 'react';
import { formatDate, formatMoney } from '../../lib/i18n/format.ts';
import { currentLocale } from '../../lib/i18n/i18n.ts';
import { Money } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Go } from '../address.tsx';
import { Button, GoButton } from '../kit/button.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { t, tOr } from '../text.ts';
import { type Claim, type Programme, type Registration, type Standing, standingOf, type Terms } from './model.ts';

const standingTones: Record<Standing, Tone> = {
  registered: 'accent',
  won: 'accent',
  lost: 'neutral',
  waiting: 'warn',
  earned: 'ok',
  declined: 'bad',
  nothing: 'neutral',
};
const claimTones: Record<Claim['state'], Tone> = { proposed: 'accent', approved: 'ok', declined: 'bad' };
export function StandingBadge({ of }: { of: Registration }) {
  const standing = standingOf(of);
  return <Badge tone={standingTones[standing]}>{t(`portal.incentives.standing.${standing}`)}</Badge>;
}
export const ClaimBadge = ({ state }: { state: Claim['state'] }) => <Badge tone={claimTones[state]}>{t(`portal.incentives.claim.${state}`)}</Badge>;

export const dealName = ({ dealNumber, dealName: name }: Pick<Claim, 'dealNumber' | 'dealName'>): string =>
  t('portal.incentives.deal.named', { number: dealNumber, name });
export const touchWord = (kind: string): string => tOr(`portal.incentives.touch.${kind}`, kind);

const orList = (words: readonly string[]): string => new Intl.ListFormat(currentLocale(), { type: 'disjunction' }).format(words);
const amountsWords = (amounts: readonly { amountMinor: number; currency: string }[]): string => orList(amounts.map((amount) => formatMoney(amount)));

/** What a programme pays, in one sentence. */
export function paysWords(terms: Terms): string {
  if (terms.kind === 'influence')
    return terms.pay.kind === 'fixed'
      ? t('portal.incentives.pays.claim', { amount: formatMoney(terms.pay) })
      : t('portal.incentives.pays.percent', { percent: terms.pay.percent });
  const amount = amountsWords(terms.amounts);
  return terms.everyNth === null ? t(`portal.incentives.pays.${terms.per}`, { amount }) : t('portal.incentives.pays.nth', { amount, n: terms.everyNth });
}

/** What it asks for, each as a sentence. */
export function rulesWords({ terms, rules, from, until }: Programme): string[] {
  const said = rules.map(ruleWords);
  const held = terms.holdDays === 0 ? [] : [t('portal.incentives.rule.hold', { n: terms.holdDays })];
  if (terms.kind === 'influence')
    return [
      terms.touches === 'any'
        ? t('portal.incentives.rule.touches.any', { n: terms.atLeast })
        : t('portal.incentives.rule.touches', { n: terms.atLeast, kinds: orList(terms.touches.map(touchWord)) }),
      ...said,
      t(`portal.incentives.rule.approval.${terms.approval}`, { vendor: portalName() }),
      t(`portal.incentives.rule.pool.${terms.every}`),
      ...held,
    ];
  return [
    ...(from === null || until === null ? [] : [t('portal.incentives.rule.time', { from: formatDate(from), until: formatDate(until) })]),
    t('portal.incentives.rule.roles', { roles: orList(terms.roles.map((role) => t(`role.${role}`))) }),
    ...said,
    t('portal.incentives.rule.before'),
    ...(terms.capPerPerson === null ? [] : [t('portal.incentives.rule.cap', { amount: amountsWords(terms.capPerPerson) })]),
    t(`portal.incentives.rule.basis.${terms.basis}`),
    ...held,
  ];
}

/** Kinds whose values are words of the product; the others are names and stand as they are. */
const translated = new Set(['lines', 'route', 'source', 'term', 'customer']);
function ruleWords({ kind, values }: Programme['rules'][number]): string {
  const words = translated.has(kind) ? values.map((value) => tOr(`portal.incentives.${kind}.${value}`, value)) : values;
  return t(`portal.incentives.rule.${kind}`, { list: orList(words), vendor: portalName() });
}

/** A verb that leads to a form: greyed with the reason where it may not be done. */
export function Verb({ to, main = false, children }: { to: string; main?: boolean; children: ReactNode }) {
  const why = useWhyNot()('portal:deals');
  const look = main ? 'main' : 'plain';
  return why === undefined ? (
    <GoButton to={to} look={look}>
      {children}
    </GoButton>
  ) : (
    <Button look={look} why={why}>
      {children}
    </Button>
  );
}

/** What it came to, with the way to its arithmetic; who may not see money reads neither. */
export function Earned({ of, link = true }: { of: Pick<Claim, 'amountMinor' | 'currency' | 'earningId'>; link?: boolean }) {
  if (of.amountMinor === null || of.currency === null) return null;
  const money = <Money value={{ amountMinor: of.amountMinor, currency: of.currency }} />;
  return of.earningId === null || !link ? (
    money
  ) : (
    <Go to={`/portal/money/earnings/${of.earningId}`} className="link">
      {money}
    </Go>
  );
}

/** What somebody else wrote, in their own direction. */
export const Aside = ({ text }: { text: string | null }) =>
  text === null ? null : (
    <span dir="auto" className="text-13 text-muted">
      {text}
    </span>
  );
