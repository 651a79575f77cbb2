import { wholeSeconds } from './org.ts';
import type { Org } from './org.ts';
import type { Stage } from './schema.ts';
import type { Value } from './values.ts';

export function dealStageOf(org: Org, name: Value | undefined): Stage | undefined {
  return org.stages.find((stage) => stage.apiName === name);
}

/** Makes the stages, the picklist of the opportunity and the records of OpportunityStage say the same. */
export function setStages(org: Org, stages: readonly Stage[], user: string): void {
  const inactive = org.stages.filter((old) => !stages.some((one) => one.apiName === old.apiName));
  org.stages = stages;
  const field = org.definitions.get('Opportunity')?.fields.find((one) => one.name === 'StageName');
  const values = stages.map(({ apiName, label }) => ({ value: apiName, label, active: true, defaultValue: false }));
  const kept = inactive.map(({ apiName, label }) => ({ value: apiName, label, active: false, defaultValue: false }));
  if (field) org.setField('Opportunity', { ...field, picklist: [...values, ...kept] });
  const stamp = wholeSeconds(org.now());
  const rows = [...org.store('OpportunityStage').all()];
  const written = [...stages.map((stage, index) => [stage, index, true] as const), ...inactive.map((stage) => [stage, 99, false] as const)];
  for (const [stage, index, active] of written) {
    const known = rows.find((row) => row.values['ApiName'] === stage.apiName);
    org.put('OpportunityStage', {
      id: known?.id ?? org.newId('OpportunityStage'),
      stamp,
      created: known?.created ?? stamp,
      deleted: false,
      master: null,
      values: {
        MasterLabel: stage.label,
        ApiName: stage.apiName,
        IsActive: active,
        SortOrder: index + 1,
        IsClosed: stage.closed,
        IsWon: stage.won,
        DefaultProbability: stage.probability,
        ForecastCategoryName: stage.forecast,
        CreatedById: user,
        LastModifiedById: user,
      },
    });
  }
}
