import { compileCondition } from './expression.ts';
import type { ExpressionFacts, ExpressionResult } from './expression.ts';
import type { ClockTrigger, PlayDefinition } from './play.ts';
import { moneyText, plural } from './text.ts';

/** Whether a play begins: an event it listens to, or a clock check that has come true, and then its condition. */

/** What the clock looks at, per deal. */
export interface ClockFacts {
  readonly dealId: string;
  readonly isOpen: boolean;
  readonly amountMinor: number;
  readonly currency: string;
  readonly closeOn: string | null;
  readonly lastActivityAt: string | null;
  readonly openedAt: string;
  readonly participants: number;
  readonly renewsOn: string | null;
  readonly usageChangePercent: number | null;
  /** Identifies the period `usageChangePercent` is about, e.g. `2025-05`. */
  readonly usagePeriod: string | null;
}

export interface Firing {
  readonly reason: string;
  /** The same occasion has the same key, so that one stall or one renewal starts one run. */
  readonly key: string;
}

const DAY_MS = 86_400_000;

export function listensTo(play: PlayDefinition, eventType: string): boolean {
  return 'on' in play.trigger && play.trigger.on.includes(eventType);
}

export function conditionHolds(play: PlayDefinition, facts: ExpressionFacts): ExpressionResult<boolean> {
  const compiled = compileCondition(play.condition);
  return compiled.ok ? compiled.value.evaluate(facts) : compiled;
}

export function clockFires(play: PlayDefinition, facts: ClockFacts, now: string): Firing | null {
  if (!('clock' in play.trigger)) return null;
  const occasion = occasionOf(play.trigger.clock, facts, now);
  return occasion === null ? null : { reason: occasion.reason, key: `${play.key}:${facts.dealId}:${play.trigger.clock.check}:${occasion.since}` };
}

function occasionOf(clock: ClockTrigger, facts: ClockFacts, now: string): { reason: string; since: string } | null {
  switch (clock.check) {
    case 'stalled': {
      const since = facts.lastActivityAt ?? facts.openedAt;
      const days = wholeDays(since, now);
      return facts.isOpen && clock.days !== undefined && days >= clock.days ? { reason: `Nothing has happened for ${plural(days, 'day')}.`, since } : null;
    }
    case 'close_slipped': {
      if (!facts.isOpen || facts.closeOn === null) return null;
      const days = wholeDays(facts.closeOn, now.slice(0, 10));
      return days > (clock.days ?? 0) ? { reason: `The close date passed ${plural(days, 'day')} ago.`, since: facts.closeOn } : null;
    }
    case 'renewal': {
      if (facts.renewsOn === null || clock.days === undefined) return null;
      const days = wholeDays(now.slice(0, 10), facts.renewsOn);
      return days >= 0 && days <= clock.days ? { reason: `The renewal is due in ${plural(days, 'day')}.`, since: facts.renewsOn } : null;
    }
    case 'high_value_without_partner':
      return facts.isOpen && facts.participants === 0 && clock.amountMinor !== undefined && facts.amountMinor >= clock.amountMinor
        ? { reason: `${moneyText(facts.amountMinor, facts.currency)} is pursued without any partner.`, since: facts.openedAt }
        : null;
    case 'usage': {
      const change = facts.usageChangePercent;
      if (change === null || clock.percent === undefined) return null;
      const moved = clock.percent < 0 ? change <= clock.percent : change >= clock.percent;
      return moved
        ? { reason: `Usage ${change < 0 ? 'fell' : 'rose'} by ${Math.abs(Math.round(change))}%.`, since: facts.usagePeriod ?? now.slice(0, 7) }
        : null;
    }
  }
}

function wholeDays(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
