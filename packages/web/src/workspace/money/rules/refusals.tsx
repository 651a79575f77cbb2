import { createContext, type ReactNode, useContext } from 'react';
import { ApiProblem } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';

export type Refused = { readonly path: string; readonly sentence: string };

const Refusals = createContext<readonly Refused[]>([]);

/** What a refusal says of the document itself, by the place in it; the rest of it is no matter of a field. */
export function refusedFields(error: unknown): readonly Refused[] {
  if (!(error instanceof ApiProblem)) return [];
  return error.fields.flatMap(({ path, sentence }) => {
    const place = /^(?:body\.)?(?:document|draft)\.(.+)$/.exec(path)?.[1];
    return place === undefined ? [] : [{ path: place, sentence }];
  });
}

export function RefusedDocument({ refused, children }: { refused: readonly Refused[]; children: ReactNode }) {
  return <Refusals value={refused}>{children}</Refusals>;
}

/** What is said of this place; with `within`, of anything inside it as well. */
export function useRefused(path: string, within = false): string | undefined {
  const refused = useContext(Refusals);
  return refused.find((one) => one.path === path || (within && one.path.startsWith(`${path}.`)))?.sentence;
}

/** For a field: nothing at all where nothing is said of it. */
export function useFieldError(path: string, within = false): { error?: string } {
  const error = useRefused(path, within);
  return error === undefined ? {} : { error };
}

/** For a part that is no field itself. */
export function PlaceNote({ path }: { path: string }) {
  const sentence = useRefused(path);
  return sentence === undefined ? null : <p className="text-12 text-bad">{sentence}</p>;
}

/** Above the document: everything that keeps it from being published. */
export function RefusedList({ refused }: { refused: readonly Refused[] }) {
  if (refused.length === 0) return null;
  return (
    <div role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
      <p className="font-semibold">{t('rules.refused', { n: refused.length })}</p>
      <ul className="list-disc ps-4">
        {[...new Set(refused.map(({ sentence }) => sentence))].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
