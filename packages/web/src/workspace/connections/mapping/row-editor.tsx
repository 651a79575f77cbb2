import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { fits, type Mapping, type ObjectMapping, type OurField, type Row, type TheirField } from './mapping-rows.ts';
import type { RowActs } from './mapping-row.tsx';
import { ValueMapEditor } from './value-map-editor.tsx';

/** Which field stands for which, what they demand, and how values translate. */
export function RowEditor({
  row,
  known,
  mappings,
  mayWrite,
  onPair,
  onChange,
  onDrop,
}: RowActs & { row: Row; known: ObjectMapping; mappings: readonly Mapping[]; mayWrite: boolean }) {
  const { ours, theirs, mapping } = row;
  return (
    <div className="flex flex-col gap-4 px-4 pb-4">
      {mayWrite && <Pickers ours={ours} theirs={theirs} known={known} mappings={mappings} isMapped={mapping !== null} onPair={onPair} />}
      {theirs !== null && (
        <p className="text-12 text-muted">
          <code dir="ltr" className="font-mono">
            {theirs.key}
          </code>
          {theirs.condition !== null && (
            <>
              {' '}
              · <bdi>{theirs.condition}</bdi>
            </>
          )}
        </p>
      )}
      {mapping !== null && <p className="max-w-160 text-12 text-muted">{t(`connections.authority.${mapping.authority}.note`)}</p>}
      {mapping !== null && ours?.key === 'owner' && ours.type === 'reference' && (
        <p>
          <Link
            from="/connections/$connectionId"
            to="."
            search={(before) => ({ ...before, object: undefined, kind: undefined, show: undefined, q: undefined })}
            className="link"
          >
            {t('connections.owners.to')}
          </Link>
        </p>
      )}
      {mapping !== null && ours !== null && theirs !== null && ours.type !== 'reference' && (
        <ValueMapEditor
          ours={ours}
          theirs={theirs}
          value={mapping.valueMap}
          isDisabled={!mayWrite}
          onChange={(valueMap) => onChange(mapping.field, { valueMap })}
        />
      )}
      {mayWrite && mapping !== null && (
        <p>
          <Button kind="danger" size="compact" onPress={() => onDrop(mapping.field)}>
            {t('connections.unmap')}
          </Button>
        </p>
      )}
    </div>
  );
}

/** Fields of the other side that can hold the same kind of value; all of them on request. */
function Pickers({
  ours,
  theirs,
  known,
  mappings,
  isMapped,
  onPair,
}: {
  ours: OurField | null;
  theirs: TheirField | null;
  known: ObjectMapping;
  mappings: readonly Mapping[];
  isMapped: boolean;
  onPair: RowActs['onPair'];
}) {
  const [all, setAll] = useState(false);
  const picksTheirs = ours !== null;
  const taken = new Set(mappings.map((mapping) => mapping.field));
  const options =
    ours !== null
      ? known.theirs
          .filter((field) => all || fits(ours, field))
          .map((field) => ({ id: field.key, label: field.label, note: t(`connections.type.${field.type}`) }))
      : theirs !== null
        ? known.ours
            .filter((field) => !taken.has(field.key) && (all || fits(field, theirs)))
            .map((field) => ({ id: field.key, label: field.label, note: t(`connections.type.${field.type}`) }))
        : [];
  function choose(key: string | null) {
    const otherTheirs = known.theirs.find((field) => field.key === key);
    const otherOurs = known.ours.find((field) => field.key === key);
    if (ours !== null && otherTheirs) onPair(ours, otherTheirs);
    else if (ours === null && theirs !== null && otherOurs) onPair(otherOurs, theirs);
  }
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <ComboBox
        key={String(all)}
        label={t(picksTheirs ? 'connections.pick.theirs' : 'connections.pick.ours')}
        options={options}
        value={picksTheirs && isMapped ? (theirs?.key ?? null) : null}
        onChange={choose}
        placeholder={t('connections.pick.search')}
        className="w-80 max-w-full"
      />
      <Checkbox isSelected={all} onChange={setAll} className="mb-1.5">
        {t('connections.pick.all')}
      </Checkbox>
    </div>
  );
}
