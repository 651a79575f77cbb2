import { useApi } from '../../lib/api/index.ts';
import type { Choice, FieldType, FieldValue } from '../connections/values.ts';
import type { Failure } from './words.ts';

export type Mendable = { key: string; label: string; type: FieldType; choices: readonly Choice[]; value: FieldValue };

/** Our fields of the record that failed: of a deal with their values, of any other record by their kind alone. */
export function useMendable(failure: Failure, enabled: boolean): { fields: readonly Mendable[]; currency: string | null } {
  const wanted = enabled && failure.recordId !== null && failure.issues.some((issue) => issue.field !== null);
  const views = useApi('views.ofDeal', { params: { id: failure.dealId ?? '' } }, { enabled: wanted && failure.dealId !== null, staleTime: 30_000 });
  const held = views.data?.items.find((view) => view.connectionId === failure.connectionId && (failure.viewId === null || view.id === failure.viewId));
  const connection = useApi('connections.get', { params: { id: failure.connectionId } }, { enabled: wanted && failure.dealId === null, staleTime: 60_000 });
  const object = connection.data?.objects.find((one) => one.kind === failure.kind);
  const mapping = useApi(
    'connections.mapping',
    { params: { id: failure.connectionId, childId: object?.id ?? '' } },
    { enabled: wanted && failure.dealId === null && object !== undefined, staleTime: 60_000 },
  );
  const currency = held?.fields.find((field) => field.field === 'currency')?.ours;
  return {
    currency: typeof currency === 'string' ? currency : null,
    fields:
      held !== undefined
        ? held.fields.map((field) => ({ key: field.field, label: field.label, type: field.type, choices: field.choices, value: field.ours }))
        : (mapping.data?.ours ?? [])
            .filter((field) => field.writable)
            .map((field) => ({ key: field.key, label: field.label, type: field.type, choices: field.choices, value: null })),
  };
}
