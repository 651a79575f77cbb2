import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Card } from '../../../ui/page.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { type Connection, type ConnectionObject, kindLabel } from '../words.ts';
import { ObjectMappingEditor } from './object-mapping.tsx';
import { ObjectCard } from './object-card.tsx';
import { Owners } from './owners.tsx';

/** One object after the other: what it is, then its fields on both sides. */
export function MappingTab({ connection }: { connection: Connection }) {
  const url = useUrlState();
  const { objects } = connection;
  const chosen = objects.find((object) => object.id === url.text('object')) ?? objects.find((object) => object.kind === url.text('kind')) ?? objects[0];
  if (chosen === undefined) return <EmptyState title={t('connections.objects.none')} detail={t('connections.objects.none.detail')} />;
  return (
    <>
      {objects.length > 1 && (
        <Tabs
          label={t('connections.objects')}
          value={chosen.id}
          onChange={(id) => url.set({ object: id, kind: undefined, show: undefined, q: undefined })}
          items={objects.map((object) => ({
            id: object.id,
            label: t('connections.object.tab', { kind: kindLabel(object.kind), object: object.object }),
            count: <Num value={object.mapped} />,
          }))}
        />
      )}
      {chosen.id === peopleOf(objects)?.id && <Owners connection={connection} />}
      <ObjectCard key={`card ${chosen.id}`} connection={connection} object={chosen} />
      <ObjectFields key={chosen.id} connection={connection} object={chosen} />
    </>
  );
}

/** Where it is said who owners are; a system that keeps no people says it at its deals. */
export const peopleOf = (objects: readonly ConnectionObject[]): ConnectionObject | undefined =>
  objects.find((object) => object.kind === 'person') ?? objects.find((object) => object.kind === 'deal');

function ObjectFields({ connection, object }: { connection: Connection; object: ConnectionObject }) {
  const mapping = useApi('connections.mapping', { params: { id: connection.id, childId: object.id } });
  if (mapping.error !== null && mapping.data === undefined) return <ErrorState error={mapping.error} onRetry={() => void mapping.refetch()} />;
  if (mapping.data === undefined)
    return (
      <Card flush>
        <SkeletonRows rows={10} height={56} widths={[26, 26, 18]} what={t('connections.tab.mapping')} />
      </Card>
    );
  return <ObjectMappingEditor connection={connection} known={mapping.data} onReload={() => mapping.refetch()} />;
}
