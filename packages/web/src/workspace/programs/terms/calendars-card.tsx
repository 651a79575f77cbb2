import { useMemo } from 'react';
import { Plus, Trash2 } from 'lucide-react';
import { regions } from '@entente/kernel';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { IconButton } from '../../../ui/button.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Card } from '../../../ui/page.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { Calendar, CalendarName, Calendars } from '../definition.ts';
import { ChoiceBoxes } from '../kit/choice-boxes.tsx';
import { ListField } from '../kit/list-field.tsx';
import type { TermsPart } from './part.ts';

const names: readonly CalendarName[] = ['default', ...regions];
const usual: Calendar = { timeZone: 'UTC', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: [] };
const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;
/** A Monday: the names of the days come from the reader's language. */
const MONDAY = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;

const nameOf = (name: CalendarName): string => (name === 'default' ? t('programs.terms.calendar.default') : name);
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** When people work, region by region: no clock runs outside of these hours. */
export function CalendarTerms({ draft, isDisabled, put }: TermsPart) {
  const { calendars } = draft.decision;
  const there = names.filter((name) => calendars[name] !== undefined);
  const missing = names.filter((name) => calendars[name] === undefined);
  const set = (change: (before: Calendars) => Calendars) =>
    put((before) => ({ ...before, decision: { ...before.decision, calendars: change(before.decision.calendars) } }));
  return (
    <Card
      title={t('programs.terms.calendars')}
      note={t('programs.terms.calendars.note')}
      actions={
        !isDisabled &&
        missing.length > 0 && (
          <Menu
            label={t('programs.terms.calendar.add')}
            placement="bottom end"
            groups={[
              {
                id: 'regions',
                items: missing.map((name) => ({
                  id: name,
                  label: nameOf(name),
                  onAction: () => set((before) => ({ ...before, [name]: before.default ?? usual })),
                })),
              },
            ]}
          >
            <IconButton size="compact" label={t('programs.terms.calendar.add')}>
              <Plus size={14} aria-hidden />
            </IconButton>
          </Menu>
        )
      }
      flush
    >
      <ul>
        {there.map((name) => {
          const calendar = calendars[name];
          return calendar === undefined ? null : (
            <li key={name} className="border-b border-line p-4 last:border-b-0">
              <CalendarFields
                name={nameOf(name)}
                calendar={calendar}
                isDisabled={isDisabled}
                onChange={(changes) => set((before) => ({ ...before, [name]: { ...calendar, ...changes } }))}
                onRemove={
                  name === 'default'
                    ? undefined
                    : () =>
                        set((before) => {
                          const rest = { ...before };
                          delete rest[name];
                          return rest;
                        })
                }
              />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function CalendarFields({
  name,
  calendar,
  isDisabled,
  onChange,
  onRemove,
}: {
  name: string;
  calendar: Calendar;
  isDisabled: boolean;
  onChange: (changes: Partial<Calendar>) => void;
  onRemove: (() => void) | undefined;
}) {
  const locale = useLocaleId();
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    return [...new Set([calendar.timeZone, 'UTC', ...known])].map((id) => ({ id, label: id }));
  }, [calendar.timeZone]);
  const dayName = (day: string) => new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(new Date(MONDAY + (Number(day) - 1) * DAY));
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">{name}</legend>
      <div className="flex items-center gap-2">
        <h3 aria-hidden className="flex-1 font-medium">
          {name}
        </h3>
        {onRemove && !isDisabled && (
          <IconButton size="compact" label={t('programs.terms.calendar.remove', { region: name })} onPress={onRemove}>
            <Trash2 size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
        <ComboBox
          label={t('programs.terms.zone')}
          options={zones}
          value={calendar.timeZone}
          isDisabled={isDisabled}
          onChange={(timeZone) => {
            if (timeZone !== null) onChange({ timeZone });
          }}
        />
        <TextField
          label={t('programs.terms.from')}
          type={'time' as 'text'}
          value={calendar.from}
          isDisabled={isDisabled}
          onChange={(from) => from !== '' && onChange({ from })}
        />
        <TextField
          label={t('programs.terms.to')}
          type={'time' as 'text'}
          value={calendar.to}
          isDisabled={isDisabled}
          onChange={(to) => to !== '' && onChange({ to })}
        />
      </div>
      <ChoiceBoxes
        label={t('programs.terms.weekdays')}
        options={weekdays.map((id) => ({ id, label: dayName(id) }))}
        value={weekdays.filter((day) => calendar.days.includes(Number(day)))}
        isDisabled={isDisabled}
        onChange={(days) => {
          if (days.length > 0) onChange({ days: days.map(Number) });
        }}
      />
      <ListField
        label={t('programs.terms.holidays')}
        description={t('programs.terms.holidays.note')}
        values={calendar.holidays}
        rows={2}
        isDisabled={isDisabled}
        wrong={(text) => (isDay(text) ? undefined : t('programs.terms.holidays.wrong', { text }))}
        onChange={(holidays) => onChange({ holidays: holidays.toSorted() })}
      />
    </fieldset>
  );
}
