import { REGIONS } from './geography.ts';
import type { PartnerCore } from './partners.ts';
import { partnerCore, ROLES_OF_TYPE } from './partners.ts';
import { isReserved } from './planted-partners.ts';
import type { Rng } from './rng.ts';
import { at } from './rng.ts';
import type { ParticipantRole, Region } from './types.ts';
import type { World } from './world.ts';

/** Active partners by what they can do and where. Held once per ecosystem: grows with partners, not with deals. */
export interface PartnerPool {
  cores: readonly PartnerCore[];
  byRoleAndRegion: ReadonlyMap<string, readonly number[]>;
  byRegion: ReadonlyMap<Region, readonly number[]>;
}

export const makePartnerPool = (world: World): PartnerPool => {
  const cores = Array.from({ length: world.sizes.partners }, (_, i) => partnerCore(world, i));
  const byRoleAndRegion = new Map<string, number[]>();
  const byRegion = new Map<Region, number[]>(REGIONS.map((region) => [region, []]));
  for (const core of cores) {
    if (core.status !== 'active' || isReserved(core.index)) continue;
    const roles = new Set(core.types.flatMap((type) => ROLES_OF_TYPE[type]));
    for (const region of core.regions) {
      byRegion.get(region)?.push(core.index);
      for (const role of roles) {
        const name = `${role}/${region}`;
        const bucket = byRoleAndRegion.get(name);
        if (bucket === undefined) byRoleAndRegion.set(name, [core.index]);
        else bucket.push(core.index);
      }
    }
  }
  return { cores, byRoleAndRegion, byRegion };
};

export const canFill = (core: PartnerCore, role: ParticipantRole): boolean => core.types.some((type) => ROLES_OF_TYPE[type].includes(role));

/** Low positions come up more often: in every ecosystem few partners carry most of the deals. */
export const drawSkewed = (rng: Rng, bucket: readonly number[] | undefined): number | null =>
  bucket === undefined || bucket.length === 0 ? null : at(bucket, Math.floor(bucket.length * rng.next() ** 1.8));
