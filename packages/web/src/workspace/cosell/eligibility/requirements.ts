import type { Result } from '../../../lib/api/index.ts';

export type Requirement = Result<'eligibility.list'>['items'][number];
export type Program = { name: string; items: readonly Requirement[] };
export type Cloud = { cloud: Requirement['cloud']; programs: readonly Program[] };

export const isMet = (item: Pick<Requirement, 'current' | 'required'>): boolean => item.current >= item.required;

/** In the order in which they come: by cloud, then by programme. */
export function byCloud(items: readonly Requirement[]): readonly Cloud[] {
  return [...Map.groupBy(items, (item) => item.cloud)].map(([cloud, ofCloud]) => ({
    cloud,
    programs: [...Map.groupBy(ofCloud, (item) => item.program)].map(([name, ofProgram]) => ({ name, items: ofProgram })),
  }));
}
