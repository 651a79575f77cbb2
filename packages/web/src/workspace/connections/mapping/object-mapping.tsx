import { useState } from 'react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { RefusalNote } from '../../partners/kit/form-drawer.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { type Connection, systemLabel } from '../words.ts';
import { countOf, type Mapping, type ObjectMapping, type OurField, rowsOf, shownRows, shows, type TheirField, withPair } from './mapping-rows.ts';
import { MappingRow } from './mapping-row.tsx';
import { TrySheet } from './try-sheet.tsx';
import { useMappingDraft } from './use-mapping-draft.ts';

const PAGE = 50;

export function ObjectMappingEditor({
  connection,
  known,
  onReload,
}: {
  connection: Connection;
  known: ObjectMapping;
  onReload: () => Promise<{ data: ObjectMapping | undefined }>;
}) {
  const url = useUrlState();
  const mayWrite = useCan('connections:write');
  const [limit, setLimit] = useState(PAGE);
  const [openKey, setOpenKey] = useState<string>();
  const [trying, setTrying] = useState(false);
  const edit = useMappingDraft(connection.id, known, onReload);
  const { draft } = edit;
  const show = url.oneOf('show', shows) ?? 'all';
  const typed = url.text('q') ?? '';
  const rows = rowsOf(known, draft.mappings);
  const shown = shownRows(rows, show, typed);
  const gone = rows.filter((row) => row.mapping !== null && row.theirs === null && known.theirs.length > 0).flatMap((row) => row.mapping?.field ?? []);
  useRegisterActions(
    () => [
      {
        id: 'mapping.save',
        label: 'connections.mapping.save',
        scope: 'screen',
        shortcut: 'mod+s',
        permission: 'connections:write',
        isEnabled: () => edit.changed,
        run: edit.save,
      },
      { id: 'mapping.try', label: 'connections.try', scope: 'screen', shortcut: 'y', permission: 'connections:write', run: () => setTrying(true) },
    ],
    [edit.changed, draft],
  );
  const pair = (ours: OurField, theirs: TheirField) => {
    edit.put({ mappings: withPair(draft.mappings, ours, theirs) });
    setOpenKey(`m:${ours.key}`);
  };
  const change = (field: string, changes: Partial<Mapping>) =>
    edit.put({ mappings: draft.mappings.map((mapping) => (mapping.field === field ? { ...mapping, ...changes } : mapping)) });
  const drop = (field: string) => edit.put({ mappings: draft.mappings.filter((mapping) => mapping.field !== field) });
  return (
    <>
      <Card
        title={t('connections.fields')}
        flush
        actions={
          mayWrite ? (
            <Button size="compact" keyHint="y" onPress={() => setTrying(true)}>
              {t('connections.try')}
            </Button>
          ) : undefined
        }
      >
        <div className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-line px-4 py-2">
          <Switch isSelected={draft.createsHere} isDisabled={!mayWrite} onChange={(createsHere) => edit.put({ createsHere })}>
            {t('connections.createsHere')}
          </Switch>
          <Switch isSelected={draft.createsThere} isDisabled={!mayWrite} onChange={(createsThere) => edit.put({ createsThere })}>
            {t('connections.createsThere', { system: systemLabel(connection.system) })}
          </Switch>
        </div>
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
          <Tabs
            label={t('connections.fields.show')}
            value={show}
            onChange={(id) => {
              setLimit(PAGE);
              url.set({ show: id === 'all' ? undefined : id });
            }}
            items={shows.map((id) => ({ id, label: t(`connections.show.${id}`), count: <Num value={countOf(rows, id)} /> }))}
          />
          <span className="flex-1" />
          <SearchBox label={t('connections.fields.search')} value={typed} onSearch={(q) => url.set({ q })} />
        </div>
        {!mayWrite && <p className="border-b border-line px-4 py-2 text-12 text-muted">{t('connections.mayNot')}</p>}
        {mayWrite && gone.length > 0 && (
          <div role="note" className="flex flex-wrap items-center gap-3 border-b border-line bg-warn-soft px-4 py-2 text-warn">
            <p className="min-w-0 flex-1 basis-60">{t('connections.gone.note', { n: gone.length })}</p>
            <Button size="compact" onPress={() => edit.put({ mappings: draft.mappings.filter((mapping) => !gone.includes(mapping.field)) })}>
              {t('connections.gone.drop', { n: gone.length })}
            </Button>
          </div>
        )}
        {shown.length === 0 ? (
          <Nothing>{t(show === 'problems' && typed === '' ? 'connections.show.problems.none' : 'connections.fields.noMatch')}</Nothing>
        ) : (
          <ul>
            {shown.slice(0, limit).map((row) => (
              <MappingRow
                key={row.key}
                row={row}
                known={known}
                mappings={draft.mappings}
                mayWrite={mayWrite}
                isOpen={openKey === row.key}
                onOpen={(open) => setOpenKey(open ? row.key : undefined)}
                onPair={pair}
                onChange={change}
                onDrop={drop}
              />
            ))}
          </ul>
        )}
        {shown.length > limit && (
          <p className="p-3 text-center">
            <Button onPress={() => setLimit(limit + PAGE)}>{t('work.more')}</Button>
          </p>
        )}
      </Card>
      {edit.changed && (
        <section
          aria-label={t('connections.mapping.unsaved')}
          className="sticky bottom-0 z-10 flex flex-col gap-2 rounded-card border border-line-strong bg-raised p-3 shadow-float"
        >
          {edit.stale ? (
            <div role="alert" className="flex flex-wrap items-center gap-3 rounded-popover bg-warn-soft px-3 py-2 text-warn">
              <p className="flex-1">{t('work.stale')}</p>
              <Button size="compact" onPress={() => void edit.reload()}>
                {t('work.stale.reload')}
              </Button>
            </div>
          ) : (
            <RefusalNote error={edit.error} />
          )}
          <div className="flex flex-wrap items-center gap-2">
            <p className="min-w-40 flex-1">
              {t('connections.mapping.unsaved')} <span className="text-muted">{t('connections.mapping.unsaved.note')}</span>
            </p>
            <Button onPress={edit.discard}>{t('connections.mapping.discard')}</Button>
            <Button kind="primary" isPending={edit.isPending} onPress={edit.save}>
              {t('connections.mapping.save')}
            </Button>
          </div>
        </section>
      )}
      {trying && <TrySheet connection={connection} known={known} mappings={draft.mappings} onClose={() => setTrying(false)} />}
    </>
  );
}
