import { useQueryClient } from '@tanstack/react-query';
import type { OperationId, Request } from '@entente/contracts/client';
import { apiKey, callApi, isStale, problemSentence, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { toast } from '../../ui/toast.tsx';
import { type Registration, registrationNumber } from './words.ts';

const touched: readonly OperationId[] = ['registrations.list', 'registrations.summary', 'registrations.get', 'registrations.ofDeal', 'acts.list', 'deals.get'];
type Body<Id extends OperationId> = Request<Id> extends { body: infer B } ? B : never;
type Subject = { id: string; number: number; version: number; companyName: string };

export function sayProblem(error: unknown): void {
  toast(isStale(error) ? t('registrations.stale') : problemSentence(error, t('work.refused')), { tone: 'bad' });
}

/** Everything a person of the workspace can do with a registration. Decisions offer to be taken back while nothing has been built on them. */
export function useSteps(onBack: (id: string) => void = () => undefined) {
  const client = useQueryClient();
  const keep = (next: Registration): void => {
    client.setQueryData(apiKey('registrations.get', { params: { id: next.id } }), next);
    void client.invalidateQueries({ queryKey: ['session'] });
  };
  const options = { invalidates: touched, onDone: keep };
  const approve = useApiMutation('registrations.approve', options);
  const decline = useApiMutation('registrations.decline', options);
  const ask = useApiMutation('registrations.askInfo', options);
  const undo = useApiMutation('registrations.undo', options);
  const assign = useApiMutation('registrations.assign', options);
  const extend = useApiMutation('registrations.extend', options);
  const refuse = useApiMutation('registrations.refuseExtension', options);
  const revoke = useApiMutation('registrations.revoke', options);
  const note = useApiMutation('registrations.note', options);
  const bulk = useApiMutation('registrations.bulkDecide', { invalidates: touched });

  const complain = (error: unknown): void => {
    sayProblem(error);
    if (isStale(error)) for (const id of ['registrations.get', 'registrations.list'] as const) void client.invalidateQueries({ queryKey: [id] });
  };
  const at = (one: Subject) => ({ params: { id: one.id }, ifVersion: one.version });
  const named = (one: Subject) => ({ number: registrationNumber(one.number), name: one.companyName });

  function takeBack(one: Subject): void {
    undo.mutate(at(one), {
      onSuccess: (next) => {
        toast(t('registrations.done.undone', named(next)));
        onBack(next.id);
      },
      onError: complain,
    });
  }

  /** One at a time: each has a version of its own, and each may have gone on meanwhile. */
  async function takeBackAll(ids: readonly string[]): Promise<void> {
    let back = 0;
    for (const id of ids) {
      try {
        const now = await callApi('registrations.get', { params: { id } });
        await callApi('registrations.undo', { params: { id }, ifVersion: now.version });
        back += 1;
      } catch (error) {
        sayProblem(error);
      }
    }
    for (const operation of touched) void client.invalidateQueries({ queryKey: [operation] });
    if (back > 0) toast(t('registrations.done.undoneMany', { n: back }));
  }

  return {
    isPending: [approve, decline, ask, undo, assign, extend, refuse, revoke, note, bulk].some((one) => one.isPending),
    approving: approve.isPending,
    takeBack,
    approve: (one: Subject, body: Body<'registrations.approve'>, onDone: () => void) =>
      approve.mutate(
        { ...at(one), body },
        {
          onSuccess: (next) => {
            if (next.state === 'approved') toast(t('registrations.done.approved', named(next)), { undo: () => takeBack(next) });
            else toast(t('registrations.done.approvedOnce', named(next)));
            onDone();
          },
          onError: complain,
        },
      ),
    decline: {
      ...form(decline),
      send: (one: Subject, body: Body<'registrations.decline'>, onDone: () => void) =>
        decline.mutate(
          { ...at(one), body },
          {
            onSuccess: (next) => {
              toast(t('registrations.done.declined', named(next)), { undo: () => takeBack(next) });
              onDone();
            },
          },
        ),
    },
    ask: {
      ...form(ask),
      send: (one: Subject, question: string, onDone: () => void) =>
        ask.mutate(
          { ...at(one), body: { question } },
          {
            onSuccess: (next) => {
              toast(t('registrations.done.asked', { name: next.partnerName }), { undo: () => takeBack(next) });
              onDone();
            },
          },
        ),
    },
    assign: {
      ...form(assign),
      send: (one: Subject, memberId: string, onDone: () => void) =>
        assign.mutate(
          { ...at(one), body: { memberId } },
          {
            onSuccess: (next) => {
              toast(t('registrations.done.assigned', { number: registrationNumber(next.number), name: next.holderName ?? t('work.nobody') }));
              onDone();
            },
          },
        ),
    },
    extend: {
      ...form(extend),
      send: (one: Subject, body: Body<'registrations.extend'>, onDone: () => void) =>
        extend.mutate(
          { ...at(one), body },
          {
            onSuccess: (next) => {
              toast(t('registrations.done.extended', { number: registrationNumber(next.number), n: body.days }));
              onDone();
            },
          },
        ),
    },
    refuse: {
      ...form(refuse),
      send: (one: Subject, partnerText: string, onDone: () => void) =>
        refuse.mutate(
          { ...at(one), body: { partnerText } },
          {
            onSuccess: (next) => {
              toast(t('registrations.done.refused', named(next)));
              onDone();
            },
          },
        ),
    },
    revoke: {
      ...form(revoke),
      send: (one: Subject, body: Body<'registrations.revoke'>, onDone: () => void) =>
        revoke.mutate(
          { ...at(one), body },
          {
            onSuccess: (next) => {
              toast(t('registrations.done.revoked', named(next)));
              onDone();
            },
          },
        ),
    },
    note: {
      ...form(note),
      send: (one: Subject, text: string, onDone: () => void) => note.mutate({ params: { id: one.id }, body: { note: text } }, { onSuccess: onDone }),
    },
    bulk: {
      ...form(bulk),
      send: (body: Body<'registrations.bulkDecide'>, onDone: (decided: readonly string[], refused: readonly { id: string; sentence: string }[]) => void) =>
        bulk.mutate(
          { body },
          {
            onSuccess: ({ decided, refused }) => {
              if (decided.length > 0)
                toast(t(body.decision === 'approve' ? 'registrations.done.approvedMany' : 'registrations.done.declinedMany', { n: decided.length }), {
                  undo: () => takeBackAll(decided),
                });
              onDone(decided, refused);
            },
            onError: body.decision === 'approve' ? complain : undefined,
          },
        ),
    },
  };
}
export type Steps = ReturnType<typeof useSteps>;

/** What a form needs to know of the request it sends. */
const form = (mutation: { isPending: boolean; error: Error | null; reset: () => void }) => ({
  isPending: mutation.isPending,
  error: mutation.error,
  reset: mutation.reset,
});
