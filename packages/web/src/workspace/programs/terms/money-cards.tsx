import { Plus, Trash2 } from 'lucide-react';
import { routeKinds } from '@entente/kernel';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { Definition } from '../definition.ts';
import { AmountField, ShareField } from '../kit/numbers.tsx';
import { Problems } from '../kit/problems.tsx';
import type { TermsPart } from './part.ts';

const MOST_BANDS = 12;
const MOST_EXCEPTIONS = 20;
type Band = Definition['valueBands'][number];
type Exception = Definition['sellerCredit']['exceptions'][number];

/** What a partner chooses from instead of an exact figure. The beginning of each follows from the end of the one before it. */
export function BandTerms({ draft, isDisabled, problems, put }: TermsPart) {
  const { valueBands: bands, currency } = draft;
  const set = (next: readonly Band[]) =>
    put((before) => ({
      ...before,
      valueBands: next.map((band, index) => ({ ...band, fromMinor: index === 0 ? band.fromMinor : (next[index - 1]?.toMinor ?? band.fromMinor) })),
    }));
  const change = (index: number, changes: Partial<Band>) => set(bands.map((band, at) => (at === index ? { ...band, ...changes } : band)));
  const last = bands.at(-1);
  return (
    <Card title={t('programs.terms.bands')} note={currency}>
      <div className="flex flex-col gap-3">
        <p className="text-12 text-muted">{t('programs.terms.bands.note')}</p>
        <Problems problems={problems} />
        <ul className="flex flex-col gap-3">
          {bands.map((band, index) => (
            <li key={index} className="flex items-end gap-2">
              <TextField
                label={t('programs.terms.band.key')}
                hideLabel={index > 0}
                value={band.key}
                isDisabled={isDisabled}
                onChange={(key) =>
                  change(index, {
                    key: key
                      .toLowerCase()
                      .replaceAll(/[^a-z0-9-]/g, '-')
                      .slice(0, 20),
                  })
                }
                className="min-w-0 flex-1"
              />
              <AmountField
                label={t('programs.terms.band.from')}
                hideLabel={index > 0}
                value={band.fromMinor}
                currency={currency}
                isDisabled={isDisabled || index > 0}
                onChange={(value) => change(index, { fromMinor: value ?? 0 })}
                className="min-w-0 flex-1"
              />
              <AmountField
                label={t('programs.terms.band.to')}
                hideLabel={index > 0}
                value={band.toMinor}
                currency={currency}
                isDisabled={isDisabled}
                onChange={(toMinor) => change(index, { toMinor })}
                className="min-w-0 flex-1"
              />
              {!isDisabled && (
                <IconButton
                  label={t('programs.terms.band.remove', { key: band.key })}
                  isDisabled={bands.length === 1}
                  onPress={() => set(bands.filter((_, at) => at !== index))}
                >
                  <Trash2 size={14} aria-hidden />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
        <p className="text-12 text-muted">{t('programs.terms.band.open')}</p>
        {!isDisabled && bands.length < MOST_BANDS && (
          <Button
            className="self-start"
            size="compact"
            icon={<Plus size={14} aria-hidden />}
            onPress={() => {
              const from = last?.toMinor ?? (last === undefined ? 0 : last.fromMinor * 2);
              set([
                ...bands.slice(0, -1),
                ...(last === undefined ? [] : [{ ...last, toMinor: from }]),
                { key: `band-${bands.length + 1}`, fromMinor: from, toMinor: null },
              ]);
            }}
          >
            {t('programs.terms.band.add')}
          </Button>
        )}
      </div>
    </Card>
  );
}

/** Nobody sells around a partner where the credit is the same; an exception has a name, so that it can be answered for. */
export function CreditTerms({ draft, isDisabled, problems, put }: TermsPart) {
  const value = draft.sellerCredit;
  const set = (changes: Partial<Definition['sellerCredit']>) => put((before) => ({ ...before, sellerCredit: { ...before.sellerCredit, ...changes } }));
  const change = (index: number, changes: Partial<Exception>) =>
    set({ exceptions: value.exceptions.map((one, at) => (at === index ? { ...one, ...changes } : one)) });
  return (
    <Card title={t('programs.terms.credit')}>
      <div className="flex flex-col gap-3">
        <p className="text-12 text-muted">{t('programs.terms.credit.note')}</p>
        <Problems problems={problems} />
        <ShareField
          label={t('programs.terms.share')}
          value={value.basisPoints}
          isDisabled={isDisabled}
          onChange={(basisPoints) => set({ basisPoints })}
          className="max-w-60"
        />
        <h3 className="font-medium">{t('programs.terms.exception')}</h3>
        {value.exceptions.length === 0 ? (
          <p className="text-muted">{t('programs.terms.exception.none')}</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {value.exceptions.map((one, index) => (
              <li key={index} className="flex flex-wrap items-end gap-2">
                <TextField
                  label={t('programs.terms.exception.name')}
                  value={one.name}
                  isDisabled={isDisabled}
                  onChange={(name) => change(index, { name })}
                  className="min-w-40 flex-2"
                  isRequired
                />
                <Select
                  label={t('programs.terms.route')}
                  options={routeKinds.map((id) => ({ id, label: t(`route.${id}`) }))}
                  value={one.route}
                  isDisabled={isDisabled}
                  onChange={(route) => change(index, { route })}
                  className="min-w-28 flex-1"
                />
                <ShareField
                  label={t('programs.terms.share')}
                  value={one.basisPoints}
                  max={2}
                  isDisabled={isDisabled}
                  onChange={(basisPoints) => change(index, { basisPoints })}
                  className="min-w-24 flex-1"
                />
                {!isDisabled && (
                  <IconButton
                    label={t('programs.terms.exception.remove', { name: one.name })}
                    onPress={() => set({ exceptions: value.exceptions.filter((_, at) => at !== index) })}
                  >
                    <Trash2 size={14} aria-hidden />
                  </IconButton>
                )}
              </li>
            ))}
          </ul>
        )}
        {!isDisabled && value.exceptions.length < MOST_EXCEPTIONS && (
          <Button
            className="self-start"
            size="compact"
            icon={<Plus size={14} aria-hidden />}
            onPress={() =>
              set({ exceptions: [...value.exceptions, { name: t('programs.terms.exception.name'), route: 'marketplace', basisPoints: value.basisPoints }] })
            }
          >
            {t('programs.terms.exception.add')}
          </Button>
        )}
      </div>
    </Card>
  );
}
