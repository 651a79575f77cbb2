import type { Result } from '@entente/contracts';

export type ProgramDefinition = NonNullable<Result<'programs.get'>['live']>;
export type EngagementRule = ProgramDefinition['rules'][number];
export type RuleTest = EngagementRule['when'][number];
export type TestKind = RuleTest['kind'];
