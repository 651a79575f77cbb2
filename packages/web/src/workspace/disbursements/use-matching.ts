import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi, problemSentence } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { toast } from '../../ui/toast.tsx';
import { type BillingLine, billingReads } from './words.ts';

type Outcome = { changed: BillingLine[]; refused: number; sentence: string };

/** Puts lines on an agreement and takes them off, one or many, with a way back. One that is refused does not hold up the others. */
export function useMatching() {
  const client = useQueryClient();
  const [isPending, setPending] = useState(false);

  async function each<Item>(items: readonly Item[], call: (item: Item) => Promise<BillingLine>): Promise<Outcome> {
    const outcome: Outcome = { changed: [], refused: 0, sentence: '' };
    setPending(true);
    for (const item of items) {
      try {
        outcome.changed.push(await call(item));
      } catch (error) {
        outcome.refused += 1;
        outcome.sentence ||= problemSentence(error, t('work.refused'));
      }
    }
    setPending(false);
    for (const operation of billingReads) void client.invalidateQueries({ queryKey: [operation] });
    return outcome;
  }

  const put = (id: string, agreementId: string, reason: string) => callApi('disbursements.match', { params: { id }, body: { agreementId, reason } });
  const giveUp = (id: string, reason: string) => callApi('disbursements.writeOff', { params: { id }, body: { reason } });
  const takeOff = (id: string, reason: string) => callApi('disbursements.unmatch', { params: { id }, body: { reason } });

  function tell(
    { changed, refused, sentence }: Outcome,
    done: 'disbursements.matched' | 'disbursements.unmatchedDone' | 'disbursements.writtenOff' | 'disbursements.takenBack',
    back: () => Promise<Outcome>,
  ): boolean {
    const undo = async (): Promise<void> => {
      const undone = await back();
      toast(undone.refused === 0 ? t('disbursements.undone') : undone.sentence, undone.refused === 0 ? {} : { tone: 'bad' });
    };
    if (refused === 0) toast(t(done, { n: changed.length }), { undo });
    else if (changed.length === 0) toast(sentence, { tone: 'bad' });
    else toast(t('disbursements.someRefused', { done: changed.length, refused, sentence }), { tone: 'bad', undo });
    return changed.length > 0;
  }

  return {
    isPending,
    /** Answers whether anything was matched; what was typed stays where nothing was. */
    async match(lines: readonly BillingLine[], agreementId: string, reason: string): Promise<boolean> {
      const outcome = await each(lines, (line) => put(line.id, agreementId, reason));
      return tell(outcome, 'disbursements.matched', () => each(outcome.changed, (line) => takeOff(line.id, t('disbursements.undo.reason'))));
    },
    async writeOff(lines: readonly BillingLine[], reason: string): Promise<boolean> {
      const outcome = await each(lines, (line) => giveUp(line.id, reason));
      return tell(outcome, 'disbursements.writtenOff', () => each(outcome.changed, (line) => takeOff(line.id, t('disbursements.undo.reason'))));
    },
    /** Written off before: back into the queue. */
    async takeBack(lines: readonly BillingLine[]): Promise<boolean> {
      const before = new Map(lines.map((line) => [line.id, line.note]));
      const outcome = await each(lines, (line) => takeOff(line.id, t('disbursements.undo.reason')));
      return tell(outcome, 'disbursements.takenBack', () =>
        each(outcome.changed, (line) => giveUp(line.id, before.get(line.id) ?? t('disbursements.undo.reason'))),
      );
    },
    async unmatch(lines: readonly BillingLine[], reason: string): Promise<boolean> {
      const before = new Map(lines.map((line) => [line.id, line.agreementId]));
      const outcome = await each(lines, (line) => takeOff(line.id, reason));
      return tell(outcome, 'disbursements.unmatchedDone', () =>
        each(outcome.changed, (line) => put(line.id, before.get(line.id) ?? '', t('disbursements.undo.reason'))),
      );
    },
  };
}
