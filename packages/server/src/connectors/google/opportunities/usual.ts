import type { Access } from '../../../platform/outside/index.ts';
import type { Values } from '../values.ts';

const settings: readonly (readonly [setting: string, field: string])[] = [
  ['usualContractVehicle', 'isvSolutionConnectInfo.contractVehicle'],
  ['usualRegion', 'customerInfo.region'],
  ['usualProductFamily', 'opportunityInfo.productFamily'],
];

/** What a vendor says in the same words on nearly every opportunity: filled in with a submission where the deal says nothing. */
export function usualValues(access: Pick<Access, 'settings'>): Values {
  return Object.fromEntries(
    settings.flatMap(([setting, field]) => {
      const value = access.settings[setting];
      return typeof value === 'string' && value.trim() !== '' ? [[field, value.trim()] as const] : [];
    }),
  );
}
