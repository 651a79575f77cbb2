import { neededRoles } from './needed-roles.ts';
import type { TeamProposal } from './team.ts';
import { dayOf, listText, moneyText, plural, STAGE_LABELS } from './text.ts';
import type { AccountTie, DealFacts } from './types.ts';

/** One page for a first joint meeting. Each statement comes from a fact and names its source; nothing else gets on the page. */

export interface Source {
  readonly type: 'deal' | 'account' | 'tie' | 'match' | 'team' | 'contact' | 'timeline' | 'play';
  readonly id: string;
  readonly label: string;
  readonly at: string;
}

export interface Statement {
  readonly text: string;
  readonly source: Source;
}
export interface BriefSection {
  readonly key: string;
  readonly title: string;
  readonly statements: readonly Statement[];
}
export interface Brief {
  readonly title: string;
  readonly dealId: string;
  readonly asOf: string;
  readonly sections: readonly BriefSection[];
}

export interface TimelineFact {
  readonly id: string;
  readonly at: string;
  readonly text: string;
}
export interface NamedTie extends AccountTie {
  readonly partnerName: string;
}

export interface BriefFacts {
  readonly deal: DealFacts;
  readonly productNames: Readonly<Record<string, string>>;
  readonly ties: readonly NamedTie[];
  readonly team: TeamProposal | null;
  readonly timeline: readonly TimelineFact[];
  /** Why this brief exists, when a play asked for it. */
  readonly trigger: { readonly runId: string; readonly playName: string; readonly reason: string; readonly at: string } | null;
  readonly thinData: readonly string[];
  readonly asOf: string;
}

const PER_SECTION = 6;
const DAY_MS = 86_400_000;

export function renderBrief(facts: BriefFacts): Brief {
  const sections: BriefSection[] = [
    { key: 'why', title: 'Why now', statements: whyNow(facts) },
    { key: 'deal', title: 'The deal', statements: dealStatements(facts) },
    { key: 'relationships', title: 'Who knows the account', statements: relationships(facts) },
    { key: 'team', title: 'The team', statements: teamStatements(facts) },
    { key: 'committee', title: 'Buying committee', statements: committee(facts) },
    { key: 'timeline', title: 'What happened lately', statements: lately(facts) },
    { key: 'gaps', title: 'Open points', statements: gaps(facts) },
  ];
  return {
    title: `${facts.deal.accountName}: ${facts.deal.name}`,
    dealId: facts.deal.id,
    asOf: facts.asOf,
    sections: sections
      .map((section) => ({ ...section, statements: section.statements.slice(0, PER_SECTION) }))
      .filter((section) => section.statements.length > 0),
  };
}

function dealSource({ deal, asOf }: BriefFacts): Source {
  return { type: 'deal', id: deal.id, label: `Deal ${deal.number}`, at: deal.lastActivityAt ?? asOf };
}

function whyNow({ trigger }: BriefFacts): Statement[] {
  return trigger === null
    ? []
    : [{ text: `${trigger.playName}: ${trigger.reason}`, source: { type: 'play', id: trigger.runId, label: trigger.playName, at: trigger.at } }];
}

function dealStatements(facts: BriefFacts): Statement[] {
  const { deal, productNames } = facts;
  const source = dealSource(facts);
  const texts = [`${moneyText(deal.amountMinor, deal.currency)}, at ${(STAGE_LABELS[deal.stage] ?? deal.stage).toLowerCase()}.`];
  if (deal.closeOn !== null)
    texts.push(
      Date.parse(deal.closeOn) < Date.parse(dayOf(facts.asOf))
        ? `Was expected to close on ${deal.closeOn}, which has passed.`
        : `Expected to close on ${deal.closeOn}.`,
    );
  const products = [...new Set(deal.productIds)].map((id) => (Object.hasOwn(productNames, id) ? productNames[id] : undefined) ?? id);
  if (products.length > 0) texts.push(`${products.length === 1 ? 'Product' : 'Products'}: ${listText(products)}.`);
  if (deal.routes.length > 0)
    texts.push(
      `${deal.routes.length === 1 ? 'Route' : 'Routes'}: ${listText([...new Set(deal.routes)].map((route) => (route === 'cosell' ? 'co-sell' : route)))}.`,
    );
  const where = [deal.industry, deal.country ?? deal.region].filter((part) => part !== null);
  const statements = texts.map((text) => ({ text, source }));
  if (where.length > 0)
    statements.push({
      text: `${deal.accountName}: ${where.join(', ')}.`,
      source: { type: 'account', id: deal.accountId, label: deal.accountName, at: facts.asOf },
    });
  return statements;
}

function relationships({ ties, deal, asOf }: BriefFacts): Statement[] {
  return ties
    .filter((tie) => tie.accountId === deal.accountId)
    .sort((a, b) => b.strength - a.strength || (a.partnerId < b.partnerId ? -1 : 1))
    .map((tie) => ({
      text: `${tie.partnerName}: ${tie.kind}${tie.since === null ? '' : ` since ${dayOf(tie.since)}`}${tie.evidence === '' ? '' : `, ${tie.evidence.replace(/\.$/, '')}`}.`,
      source: { type: 'tie', id: `${tie.partnerId}/${tie.accountId}`, label: `Relationship of ${tie.partnerName}`, at: tie.since ?? asOf },
    }));
}

function teamStatements(facts: BriefFacts): Statement[] {
  const { deal, team, asOf } = facts;
  const onDeal = deal.participants.map((participant) => ({
    text: `${participant.partnerName ?? 'A partner'} is on the deal as ${participant.role}.`,
    source: dealSource(facts),
  }));
  const proposed = (team?.members ?? []).map((member) => ({
    text: `Proposed: ${member.name}. ${member.why}`,
    source: { type: 'match' as const, id: member.partnerId, label: `Match of ${member.name}`, at: asOf },
  }));
  return [...onDeal, ...proposed];
}

function committee({ deal, asOf }: BriefFacts): Statement[] {
  return deal.committee.map((member) => ({
    text: `${member.name} (${member.part.replaceAll('_', ' ')}): ${member.ownerName === null ? 'nobody owns this relationship' : `relationship held by ${member.ownerName}`}.`,
    source: { type: 'contact', id: member.contactId, label: member.name, at: asOf },
  }));
}

function lately({ timeline }: BriefFacts): Statement[] {
  return [...timeline]
    .sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? 1 : -1))
    .map((entry) => ({ text: `${dayOf(entry.at)}: ${entry.text}`, source: { type: 'timeline', id: entry.id, label: 'Timeline', at: entry.at } }));
}

function gaps(facts: BriefFacts): Statement[] {
  const { deal, team, asOf, thinData } = facts;
  const source = dealSource(facts);
  const uncovered =
    team === null
      ? []
      : team.uncovered.map((entry) => ({
          text: `No partner for ${entry.role}: ${entry.reason}`,
          source: { type: 'team' as const, id: deal.id, label: 'Team proposal', at: asOf },
        }));
  const open =
    team !== null
      ? []
      : neededRoles(deal)
          .filter((need) => !deal.participants.some((participant) => participant.role === need.role))
          .map((need) => ({ text: `Nobody takes the ${need.role} role: ${need.reasons[0] ?? ''}`, source }));
  const silent = deal.lastActivityAt === null ? null : Math.floor((Date.parse(asOf) - Date.parse(deal.lastActivityAt)) / DAY_MS);
  const stalled = silent !== null && silent >= 14 ? [{ text: `Nothing has happened for ${plural(silent, 'day')}.`, source }] : [];
  const thin = thinData.map((text) => ({ text, source: { type: 'match' as const, id: deal.id, label: 'Match', at: asOf } }));
  return [...uncovered, ...open, ...stalled, ...thin];
}

export interface AgendaItem {
  readonly title: string;
  readonly minutes: number;
  readonly points: readonly string[];
}

/** The meeting follows the page: who is here, what is known, what is open, who does what until when. */
export function agenda(brief: Brief, durationMinutes = 45): AgendaItem[] {
  const texts = (...keys: string[]): string[] =>
    brief.sections.filter((section) => keys.includes(section.key)).flatMap((section) => section.statements.map((statement) => statement.text));
  const items = [
    { title: 'Who is here and in which role', share: 0.15, points: texts('team').slice(0, 4) },
    { title: 'Where the deal stands', share: 0.2, points: texts('why', 'deal').slice(0, 4) },
    { title: 'Who knows whom', share: 0.2, points: texts('relationships', 'committee').slice(0, 5) },
    { title: 'Open points', share: 0.25, points: texts('gaps').slice(0, 5) },
    { title: 'Next steps: who, what, until when', share: 0.2, points: [] },
  ].filter((item, at, all) => item.points.length > 0 || at === all.length - 1);
  const shares = items.reduce((sum, item) => sum + item.share, 0);
  const timed = items.map(({ title, share, points }) => ({ title, points, minutes: Math.max(1, Math.floor((durationMinutes * share) / shares)) }));
  const rest = durationMinutes - timed.reduce((sum, item) => sum + item.minutes, 0);
  return timed.map((item, at) => (at === timed.length - 1 ? { ...item, minutes: Math.max(1, item.minutes + rest) } : item));
}
