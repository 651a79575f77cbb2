import { useState } from 'react';
import { isStale, problemSentence } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { toast } from '../../../ui/toast.tsx';
import { type Refused, refusedFields } from './refusals.tsx';

type Version<D> = {
  readonly number: number;
  readonly effectiveFrom: string;
  readonly document: D;
  readonly note: string | null;
  readonly publishedBy: string;
  readonly publishedAt: string;
};
export type EditedRule<D> = {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly retiredAt: string | null;
  readonly draft: D | null;
  readonly versions: readonly Version<D>[];
};
export type RuleChange<D> = { name?: string; draft?: D | null; retired?: boolean };
export type RuleCalls<D> = {
  update: (body: RuleChange<D>, ifVersion: number) => Promise<{ version: number }>;
  publish: (body: { effectiveFrom: string; note?: string }, ifVersion: number) => Promise<{ version: number }>;
  /** Reads everything anew that a change may have moved. */
  refresh: () => void;
};

const latest = <D>(rule: EditedRule<D>): D | undefined => rule.draft ?? rule.versions.toSorted((one, other) => other.number - one.number)[0]?.document;

/** What is being written of a rule: it begins with the draft, or with the latest version, and is kept by saving. */
export function useRuleDraft<D>(rule: EditedRule<D>, calls: RuleCalls<D>) {
  const begun = latest(rule);
  const [document, setDocument] = useState<D | undefined>(begun);
  const [saved, setSaved] = useState<D | undefined>(begun);
  const [version, setVersion] = useState(rule.version);
  const [hasDraft, setHasDraft] = useState(rule.draft !== null);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const changed = JSON.stringify(document) !== JSON.stringify(saved);
  // Written by somebody else: what is typed stays until one takes theirs.
  const overtaken = rule.version > version;

  function load(): void {
    const next = latest(rule);
    setDocument(next);
    setSaved(next);
    setVersion(rule.version);
    setHasDraft(rule.draft !== null);
    setRefused([]);
    setError(null);
  }

  async function act(done: () => Promise<void>): Promise<boolean> {
    setPending(true);
    setError(null);
    try {
      await done();
      setRefused([]);
      return true;
    } catch (problem) {
      const fields = refusedFields(problem);
      setRefused(fields);
      setError(problem);
      if (fields.length === 0) toast(isStale(problem) ? t('work.stale') : problemSentence(problem, t('work.refused')), { tone: 'bad' });
      return false;
    } finally {
      setPending(false);
      calls.refresh();
    }
  }

  async function keep(at: number): Promise<number> {
    if (!changed || document === undefined) return at;
    const answer = await calls.update({ draft: document }, at);
    setSaved(document);
    setHasDraft(true);
    setVersion(answer.version);
    return answer.version;
  }

  return {
    document,
    setDocument,
    changed,
    hasDraft,
    overtaken,
    load,
    refused,
    setRefused,
    error,
    isPending,
    save: () => act(async () => void (await keep(version))),
    discard: () =>
      act(async () => {
        const answer = await calls.update({ draft: null }, version);
        const last = rule.versions.toSorted((one, other) => other.number - one.number)[0]?.document;
        setVersion(answer.version);
        setHasDraft(false);
        setDocument(last ?? document);
        setSaved(last ?? document);
      }),
    change: (body: RuleChange<D>) => act(async () => setVersion((await calls.update(body, version)).version)),
    publish: (effectiveFrom: string, note: string) =>
      act(async () => {
        let at = await keep(version);
        // A version that is published without any edit is written again as a draft: the day alone is new.
        if (!changed && !hasDraft && document !== undefined) at = (await calls.update({ draft: document }, at)).version;
        setVersion(at);
        setHasDraft(true);
        const answer = await calls.publish({ effectiveFrom, ...(note === '' ? {} : { note }) }, at);
        setVersion(answer.version);
        setHasDraft(false);
      }),
  };
}
export type RuleDraft<D> = ReturnType<typeof useRuleDraft<D>>;
