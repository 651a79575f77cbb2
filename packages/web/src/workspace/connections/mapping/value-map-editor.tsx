import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import type { Mapping, OurField, TheirField } from './mapping-rows.ts';
import { PairsByHand } from './pairs-by-hand.tsx';
import { type Choice, pairsOf, type Ways, waysOf, withSuggestions } from './value-pairs.ts';

const NONE = '';
/** Longer lists are searched instead of scrolled. */
const SCROLLED = 12;

const choicesOf = (field: OurField | TheirField): readonly Choice[] =>
  field.type === 'yes_no' && field.choices.length === 0
    ? [
        { value: 'true', label: t('connections.value.yes') },
        { value: 'false', label: t('connections.value.no') },
      ]
    : field.choices;

/** Two lists: what each of theirs becomes here, and which of theirs is written for each of ours. */
export function ValueMapEditor({
  ours,
  theirs,
  value,
  isDisabled,
  onChange,
}: {
  ours: OurField;
  theirs: TheirField;
  value: Mapping['valueMap'];
  isDisabled: boolean;
  onChange: (value: Mapping['valueMap']) => void;
}) {
  const [left, right] = [choicesOf(ours), choicesOf(theirs)];
  // Free text on both sides has nothing to translate; on one side, each pair is typed.
  if (left.length === 0 && right.length === 0 && value === null) return null;
  const begin = () => onChange(left.length > 0 && right.length > 0 ? pairsOf(withSuggestions({ in: {}, out: {} }, left, right)) : []);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-card border border-line bg-surface p-4" disabled={isDisabled}>
      <legend className="sr-only">{t('connections.values')}</legend>
      <Switch isSelected={value === null} isDisabled={isDisabled} onChange={(same) => (same ? onChange(null) : begin())}>
        {t('connections.values.same')}
      </Switch>
      {value !== null &&
        (left.length > 0 && right.length > 0 ? (
          <BothLists ours={left} theirs={right} ways={waysOf(value)} isDisabled={isDisabled} onChange={(ways) => onChange(pairsOf(ways))} />
        ) : (
          <PairsByHand ours={left} theirs={right} pairs={value} isDisabled={isDisabled} onChange={onChange} />
        ))}
    </fieldset>
  );
}

function BothLists({
  ours,
  theirs,
  ways,
  isDisabled,
  onChange,
}: {
  ours: readonly Choice[];
  theirs: readonly Choice[];
  ways: Ways;
  isDisabled: boolean;
  onChange: (ways: Ways) => void;
}) {
  const suggested = withSuggestions(ways, ours, theirs);
  const open = Object.keys(suggested.in).length + Object.keys(suggested.out).length - Object.keys(ways.in).length - Object.keys(ways.out).length;
  const set = (way: 'in' | 'out', from: string, to: string | null) => {
    const { [from]: _, ...rest } = ways[way];
    onChange({ ...ways, [way]: to === null || to === NONE ? rest : { ...rest, [from]: to } });
  };
  return (
    <>
      {open > 0 && !isDisabled && (
        <p>
          <Button size="compact" onPress={() => onChange(suggested)}>
            {t('connections.values.suggest', { n: open })}
          </Button>
        </p>
      )}
      <div className="grid gap-5 lg:grid-cols-2">
        <OneWay
          title={t('connections.values.in')}
          from={theirs}
          to={ours}
          chosen={ways.in}
          isDisabled={isDisabled}
          none={t('connections.values.in.none')}
          onSet={(from, to) => set('in', from, to)}
        />
        <OneWay
          title={t('connections.values.out')}
          from={ours}
          to={theirs}
          chosen={ways.out}
          isDisabled={isDisabled}
          none={t('connections.values.out.none')}
          onSet={(from, to) => set('out', from, to)}
        />
      </div>
    </>
  );
}

function OneWay({
  title,
  from,
  to,
  chosen,
  none,
  isDisabled,
  onSet,
}: {
  title: string;
  from: readonly Choice[];
  to: readonly Choice[];
  chosen: Readonly<Record<string, string>>;
  none: string;
  isDisabled: boolean;
  onSet: (from: string, to: string | null) => void;
}) {
  // A value that has left the list is shown as long as it is in use, or it could not be taken out.
  const gone = Object.keys(chosen).filter((value) => !from.some((choice) => choice.value === value));
  const lines = [...from, ...gone.map((value) => ({ value, label: t('connections.values.gone', { value }) }))];
  const optionsFor = (value: string) => {
    const now = chosen[value];
    const known = to.map((choice) => ({ id: choice.value, label: choice.label }));
    return [
      { id: NONE, label: none },
      ...(now !== undefined && !to.some((choice) => choice.value === now) ? [{ id: now, label: t('connections.values.gone', { value: now }) }] : []),
      ...known,
    ];
  };
  return (
    <section aria-label={title} className="min-w-0">
      <h4 className="mb-2 text-12 font-medium">{title}</h4>
      <ul className="flex flex-col gap-1.5">
        {lines.map((choice) => {
          const given = {
            label: t('connections.values.of', { value: choice.label }),
            hideLabel: true,
            isDisabled,
            options: optionsFor(choice.value),
            value: chosen[choice.value] ?? NONE,
          };
          return (
            <li key={choice.value} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-3">
              <bdi className="truncate" title={choice.value}>
                {choice.label}
              </bdi>
              {to.length > SCROLLED ? (
                <ComboBox {...given} onChange={(value) => onSet(choice.value, value)} />
              ) : (
                <Select {...given} onChange={(value) => onSet(choice.value, value)} />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
