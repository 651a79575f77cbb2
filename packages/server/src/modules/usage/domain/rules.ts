/** How a marketplace takes usage. Data: nothing that sends or shows it asks for the marketplace's name. */
export type MeteringRules = {
  readonly mostPerBatch: number;
  /** An hour is taken until it is this old. */
  readonly oldestHours: number;
  /** Hours of a month are taken until so long after its end; null where months do not matter. */
  readonly monthEndGraceHours: number | null;
  readonly wholeUnits: boolean;
  /** The largest quantity of one hour, in units; null: no limit is known. */
  readonly largestUnits: number | null;
  /** Whether hours without usage are reported as zero. */
  readonly zeroHours: boolean;
  /** Whether only what is above the included base is reported, and in which period the base renews. */
  readonly onlyOverage: 'month' | 'term' | null;
  /** After the end of the hour: how long late records are awaited. */
  readonly settleMinutes: number;
  readonly requestsPerSecond: number;
};

/** For what a marketplace or a connection does not say otherwise. */
export const usualRules: MeteringRules = {
  mostPerBatch: 25,
  oldestHours: 24,
  monthEndGraceHours: null,
  wholeUnits: false,
  largestUnits: null,
  zeroHours: false,
  onlyOverage: null,
  settleMinutes: 5,
  requestsPerSecond: 5,
};

/**
 * What the vendors' documents say. AWS: BatchMeterUsage takes 25 whole-number records up to 24 hours old, and closes a month at 06:00
 * UTC of the next; the base of a contract is settled by AWS from what is sent. Microsoft: 25 events up to 24 hours old, only overage.
 */
export const rulesOfSystems: Readonly<Record<string, Partial<MeteringRules>>> = {
  aws: { monthEndGraceHours: 6, wholeUnits: true, largestUnits: 2_147_483_647, requestsPerSecond: 10 },
  microsoft: { onlyOverage: 'month', requestsPerSecond: 5 },
  google: { wholeUnits: true, requestsPerSecond: 5 },
};

export const rulesOf = (system: string, given: Partial<MeteringRules> = {}): MeteringRules => ({ ...usualRules, ...rulesOfSystems[system], ...given });
