import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi, problemSentence } from '../../lib/api/index.ts';
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
    { changed, refused, sentence }: Outcome,
    done: 'metering.retried' | 'metering.correctedDone' | 'metering.writtenOffDone',
    undo?: () => Promise<void>,
  ) {
    if (refused === 0) toast(t(done, { n: changed.length }), { undo });
    else if (changed.length === 0) toast(sentence, { tone: 'bad' });
    else toast(t('metering.someRefused', { done: changed.length, refused, sentence }), { tone: 'bad', undo });
  }

  const set = ({ line, quantity }: Corrected, reason: string): Promise<Line> =>
    callApi('metering.correct', { params: { id: line.id }, ifVersion: line.version, body: { quantity, reason } });

  return {
    isPending,
    async retry(lines: readonly Line[]): Promise<void> {
      tell(await each(lines, (line) => callApi('metering.retry', { params: { id: line.id }, ifVersion: line.version })), 'metering.retried');
    },
    async writeOff(lines: readonly Line[], reason: string): Promise<void> {
      tell(
        await each(lines, (line) => callApi('metering.writeOff', { params: { id: line.id }, ifVersion: line.version, body: { reason } })),
        'metering.writtenOffDone',
      );
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
