/** What a reader looks for in a timeline. Each event belongs to one group by the first word of its name. */
export const timelineGroups = ['deal', 'partners', 'cosell', 'talk'] as const;
export type TimelineGroup = (typeof timelineGroups)[number];

const groups: Readonly<Record<string, TimelineGroup>> = {
  deal: 'deal',
  committee: 'deal',
  participant: 'partners',
  route: 'partners',
  handoff: 'partners',
  registration: 'partners',
  tie: 'partners',
  match: 'cosell',
  brief: 'cosell',
  run: 'cosell',
  act: 'cosell',
  play: 'cosell',
  meeting: 'talk',
  outcome: 'talk',
  touch: 'talk',
  comment: 'talk',
  file: 'talk',
};

export const groupOfEvent = (kind: string): TimelineGroup => groups[kind.split('.')[0] ?? ''] ?? 'deal';
