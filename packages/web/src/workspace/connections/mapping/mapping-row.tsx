import { ArrowLeft, ArrowLeftRight, ArrowRight, ChevronDown, CircleHelp, Lock, Minus } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Select } from '../../../ui/select.tsx';
import { allowedAuthorities, type Authority, type Mapping, type ObjectMapping, type OurField, type Row, type TheirField } from './mapping-rows.ts';
import { RowEditor } from './row-editor.tsx';

export type RowActs = {
  onPair: (ours: OurField, theirs: TheirField) => void;
  onChange: (field: string, changes: Partial<Mapping>) => void;
  onDrop: (field: string) => void;
};

/** Our field, their field, and who decides; everything else opens below the line. */
export function MappingRow({
  row,
  known,
  mappings,
  mayWrite,
  isOpen,
  onOpen,
  ...acts
}: RowActs & {
  row: Row;
  known: ObjectMapping;
  mappings: readonly Mapping[];
  mayWrite: boolean;
  isOpen: boolean;
  onOpen: (open: boolean) => void;
}) {
  const { ours, theirs, mapping } = row;
  const name = ours?.label ?? mapping?.field ?? theirs?.label ?? '';
  // Owners that were said by hand are counted where they are said.
  const pairs = ours?.type === 'reference' ? undefined : mapping?.valueMap?.length;
  return (
    <li className={cx('border-b border-line last:border-b-0', isOpen && 'bg-desk')}>
      <div className="grid min-h-14 items-center gap-x-3 gap-y-1.5 px-4 py-2 max-md:grid-cols-[minmax(0,1fr)_auto] md:grid-cols-[minmax(0,1fr)_16px_minmax(0,1fr)_10.5rem_2rem]">
        <FieldName label={ours?.label ?? mapping?.field ?? null} type={ours?.type ?? null} locked={ours !== null && !ours.writable} side="ours" />
        <Way authority={mapping?.authority ?? null} />
        <span className="min-w-0 max-md:col-span-2 max-md:row-start-2">
          <FieldName
            label={theirs?.label ?? mapping?.outsideField ?? null}
            type={theirs?.type ?? null}
            locked={theirs !== null && !theirs.writable}
            side="theirs"
          />
          <span className="mt-0.5 flex flex-wrap gap-1 empty:hidden">
            {theirs?.required === 'always' && <Badge tone={mapping === null ? 'warn' : 'neutral'}>{t('connections.required.always')}</Badge>}
            {theirs?.required === 'conditional' && <Badge>{t('connections.required.conditional')}</Badge>}
            {theirs?.createOnly === true && <Badge>{t('connections.createOnly')}</Badge>}
            {pairs !== undefined && <Badge>{t('connections.values.count', { n: pairs })}</Badge>}
          </span>
        </span>
        <span className="max-md:col-span-2">
          {mapping === null ? (
            mayWrite && (
              <Button size="compact" aria-expanded={isOpen} onPress={() => onOpen(!isOpen)}>
                {t('connections.map')}
              </Button>
            )
          ) : (
            <Select
              label={t('connections.authorityOf', { field: name })}
              hideLabel
              isDisabled={!mayWrite}
              value={mapping.authority}
              onChange={(authority) => acts.onChange(mapping.field, { authority })}
              options={optionsOf(ours, theirs, mapping)}
            />
          )}
        </span>
        <span className="max-md:col-start-2 max-md:row-start-1 max-md:justify-self-end">
          <IconButton
            label={t(isOpen ? 'connections.row.close' : 'connections.row.open', { field: name })}
            aria-expanded={isOpen}
            onPress={() => onOpen(!isOpen)}
          >
            <ChevronDown size={16} aria-hidden className={isOpen ? 'rotate-180' : undefined} />
          </IconButton>
        </span>
      </div>
      {row.problems.length > 0 && (
        <ul className="flex flex-col gap-0.5 px-4 pb-2 text-12 text-warn">
          {row.problems.slice(0, isOpen ? undefined : 2).map((problem) => (
            <li key={problem.sentence}>
              <bdi>{problem.sentence}</bdi>
            </li>
          ))}
          {!isOpen && row.problems.length > 2 && <li>{t('connections.problems.more', { n: row.problems.length - 2 })}</li>}
        </ul>
      )}
      {isOpen && <RowEditor row={row} known={known} mappings={mappings} mayWrite={mayWrite} {...acts} />}
    </li>
  );
}

const ways = { theirs: ArrowLeft, ours: ArrowRight, newest: ArrowLeftRight, propose: CircleHelp, none: Minus } as const;

/** Which way values go; the select beside it says so in words. */
function Way({ authority }: { authority: Authority | null }) {
  if (authority === null) return <span className="max-md:hidden" />;
  const Icon = ways[authority];
  return <Icon size={14} aria-hidden className="flip text-muted max-md:hidden" />;
}

/** What is set stays in the list even where it is no longer allowed: the problem beside it says why. */
function optionsOf(ours: OurField | null, theirs: TheirField | null, mapping: Mapping) {
  const allowed = allowedAuthorities(ours, theirs);
  const offered = allowed.includes(mapping.authority) ? allowed : [mapping.authority, ...allowed];
  return offered.map((id) => ({ id, label: t(`connections.authority.${id}`) }));
}

function FieldName({ label, type, locked, side }: { label: string | null; type: OurField['type'] | null; locked: boolean; side: 'ours' | 'theirs' }) {
  if (label === null) return <span className="text-muted italic">{t(`connections.unmapped.${side}`)}</span>;
  return (
    <span className="block min-w-0">
      <span className="sr-only">{t(`connections.side.${side}`)} </span>
      <span className="block truncate font-medium" title={label}>
        <bdi>{label}</bdi>
      </span>
      <span className="flex items-center gap-1 text-12 text-muted">
        {type === null ? t('connections.field.gone') : t(`connections.type.${type}`)}
        {locked && (
          <span className="inline-flex items-center gap-0.5">
            <Lock size={11} aria-hidden />
            {t('connections.readOnly')}
          </span>
        )}
      </span>
    </span>
  );
}
