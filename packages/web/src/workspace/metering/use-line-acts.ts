import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type CallInput, callApi, problemSentence, type Result } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { toast } from '../../ui/toast.tsx';
import { quantityText, sumOf } from './quantity.ts';
import type { Line } from './words.ts';

const touched = ['metering.lines', 'metering.totals', 'metering.batches', 'acts.list'] as const;
const AT_ONCE = 4;
export type Corrected = { line: Line; quantity: string };
/** What an hour comes to before the base is taken off: this is what a correction sets. */
export const comesTo = (line: Pick<Line, 'ingested' | 'corrected'>): string => quantityText(sumOf([line.ingested, line.corrected]));

type Outcome = { changed: Line[]; refused: number; sentence: string };
type Bulk = Result<'metering.bulk'>;
type Matching = NonNullable<NonNullable<CallInput<'metering.bulk'>['body']>['matching']>;
/** The server takes so many with one request. */
const MOST = 500;

/** Acts on one hour or on many: a few at a time, and one that is refused does not hold up the others. */
export function useLineActs() {
  const client = useQueryClient();
  const [isPending, setPending] = useState(false);

  async function each<Item>(items: readonly Item[], call: (item: Item) => Promise<Line>): Promise<Outcome> {
    const left = [...items];
    const outcome: Outcome = { changed: [], refused: 0, sentence: '' };
    setPending(true);
    const worker = async (): Promise<void> => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) {
        try {
          outcome.changed.push(await call(item));
        } catch (error) {
          outcome.refused += 1;
          outcome.sentence ||= problemSentence(error, t('work.refused'));
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
    setPending(false);
    for (const operation of touched) void client.invalidateQueries({ queryKey: [operation] });
    return outcome;
  }

  function tell(
    { changed, refused, sentence }: Omit<Outcome, 'changed'> & { changed: readonly unknown[] },
    done: 'metering.retried' | 'metering.correctedDone' | 'metering.writtenOffDone',
    undo?: () => Promise<void>,
  ) {
    if (refused === 0) toast(t(done, { n: changed.length }), { undo });
    else if (changed.length === 0) toast(sentence, { tone: 'bad' });
    else toast(t('metering.someRefused', { done: changed.length, refused, sentence }), { tone: 'bad', undo });
  }

  /** Request after request until nothing is left; what was refused is counted and the first reason is told. */
  async function many(step: (round: number) => Promise<Bulk | null>): Promise<Omit<Outcome, 'changed'> & { changed: string[] }> {
    const outcome = { changed: [] as string[], refused: 0, sentence: '' };
    setPending(true);
    try {
      for (let round = 0; ; round += 1) {
        const done = await step(round);
        if (done === null) break;
        outcome.changed.push(...done.changed);
        outcome.refused += done.refused.length;
        outcome.sentence ||= done.refused[0]?.sentence ?? '';
        if (!done.more) break;
      }
    } catch (error) {
      outcome.refused += 1;
      outcome.sentence ||= problemSentence(error, t('work.refused'));
    }
    setPending(false);
    for (const operation of touched) void client.invalidateQueries({ queryKey: [operation] });
    return outcome;
  }
  const named = (act: 'retry' | 'write_off', lines: readonly Line[], reason?: string) =>
    many(async (round) => {
      const part = lines.slice(round * MOST, (round + 1) * MOST);
      if (part.length === 0) return null;
      const done = await callApi('metering.bulk', {
        body: { act, lines: part.map(({ id, version }) => ({ id, version })), ...(reason === undefined ? {} : { reason }) },
      });
      return { ...done, more: (round + 1) * MOST < lines.length };
    });
  const matching = (act: 'retry' | 'write_off', query: Matching, reason?: string) =>
    many(() => callApi('metering.bulk', { body: { act, matching: query, ...(reason === undefined ? {} : { reason }) } }));

  const set = ({ line, quantity }: Corrected, reason: string): Promise<Line> =>
    callApi('metering.correct', { params: { id: line.id }, ifVersion: line.version, body: { quantity, reason } });

  return {
    isPending,
    async retry(lines: readonly Line[]): Promise<void> {
      tell(await named('retry', lines), 'metering.retried');
    },
    async writeOff(lines: readonly Line[], reason: string): Promise<void> {
      tell(await named('write_off', lines, reason), 'metering.writtenOffDone');
    },
    async retryMatching(query: Matching): Promise<void> {
      tell(await matching('retry', query), 'metering.retried');
    },
    async writeOffMatching(query: Matching, reason: string): Promise<void> {
      tell(await matching('write_off', query, reason), 'metering.writtenOffDone');
    },
    async correct(corrections: readonly Corrected[], reason: string): Promise<void> {
      const outcome = await each(corrections, (one) => set(one, reason));
      const before = new Map(corrections.map(({ line }) => [line.id, line]));
      // A rejected hour waits again once it is corrected; that way leads back for none of them.
      const back = outcome.changed.flatMap((line): Corrected[] => {
        const was = before.get(line.id);
        return was?.state === 'waiting' ? [{ line, quantity: comesTo(was) }] : [];
      });
      const undo = async (): Promise<void> => {
        const undone = await each(back, (one) => set(one, t('metering.undo.reason')));
        toast(undone.refused === 0 ? t('metering.undone') : undone.sentence, undone.refused === 0 ? {} : { tone: 'bad' });
      };
      tell(outcome, 'metering.correctedDone', back.length > 0 && back.length === outcome.changed.length ? undo : undefined);
    },
  };
}
