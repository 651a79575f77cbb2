import { responseScore, roomShare } from './standing.ts';
import type { Competency, PartnerFacts } from './types.ts';

type Columns = {
  /** Zero where the slot holds nobody. */ readonly present: Uint8Array;
  readonly wins: Float64Array;
  readonly losses: Float64Array;
  /** What room and answer time are worth together, by the weights of the capacity factor. */ readonly standing: Float64Array;
  /** NaN when nothing is known. */ readonly lastActivityMs: Float64Array;
  /** The last day a certificate for no particular product counts; 0 without one. */ readonly skilledUntil: Float64Array;
  readonly placed: Uint8Array;
  readonly opensRoute: Uint8Array;
};

export const ROOM_WORTH = 0.4;
export const RESPONSE_WORTH = 0.4;
export const IN_COUNTRIES = 1;
export const IN_REGIONS = 2;

const columnsOf = (slots: number): Columns => ({
  present: new Uint8Array(slots),
  wins: new Float64Array(slots),
  losses: new Float64Array(slots),
  standing: new Float64Array(slots),
  lastActivityMs: new Float64Array(slots),
  skilledUntil: new Float64Array(slots),
  placed: new Uint8Array(slots),
  opensRoute: new Uint8Array(slots),
});

/** A day as a number that orders as days do; no end is later than every day. */
export const dayNumber = (day: string | null): number => (day === null ? Number.POSITIVE_INFINITY : Number(day.replaceAll('-', '')));

/** What each deal asks of every partner, in columns by slot: read in one pass, without an object for each partner. */
export class PartnerColumns {
  #columns = columnsOf(1024);

  get all(): Columns {
    return this.#columns;
  }

  set(slot: number, partner: PartnerFacts): void {
    if (slot >= this.#columns.present.length) this.#grow();
    const { present, wins, losses, standing, lastActivityMs, skilledUntil, placed, opensRoute } = this.#columns;
    present[slot] = 1;
    wins[slot] = partner.record.wins;
    losses[slot] = partner.record.losses;
    standing[slot] = ROOM_WORTH * roomShare(partner) + RESPONSE_WORTH * responseScore(partner);
    lastActivityMs[slot] = partner.lastActivityAt === null ? Number.NaN : Date.parse(partner.lastActivityAt);
    skilledUntil[slot] = partner.competencies.reduce((latest, held) => Math.max(latest, generalUntil(held)), 0);
    placed[slot] = (partner.countries.length > 0 ? IN_COUNTRIES : 0) | (partner.regions.length > 0 ? IN_REGIONS : 0);
    opensRoute[slot] = partner.routes.some((route) => route !== 'direct') ? 1 : 0;
  }

  clear(slot: number): void {
    this.#columns.present[slot] = 0;
  }

  #grow(): void {
    const grown = columnsOf(this.#columns.present.length * 2);
    for (const name of Object.keys(grown) as (keyof Columns)[]) grown[name].set(this.#columns[name]);
    this.#columns = grown;
  }
}

const generalUntil = ({ productId, certifiedPeople, validUntil }: Competency): number =>
  productId === null && certifiedPeople > 0 ? dayNumber(validUntil) : 0;
