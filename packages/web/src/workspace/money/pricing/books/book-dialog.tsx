import { useState } from 'react';
import { useApiMutation } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import { RadioGroup } from '../../../../ui/radio-group.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { toast } from '../../../../ui/toast.tsx';
import { FormDialog } from '../../../deals/kit/form-dialog.tsx';
import { CurrencySelect } from '../../../deals/kit/pickers.tsx';
import { lineOf, listOf } from '../../../partners/kit/text-list.ts';
import { EffectFields, effectReady, newEffect } from '../kit/dates.tsx';
import { type Book, knownRegions, knownTiers, tierName } from '../words.ts';

/** Whom the prices are for is settled once there are prices; a book of other terms is another book. */
export function BookDialog({ book, onClose, onReload }: { book?: Book; onClose: () => void; onReload?: () => void }) {
  const [name, setName] = useState(book?.name ?? '');
  const [currency, setCurrency] = useState(book?.currency ?? 'EUR');
  const [everywhere, setEverywhere] = useState(book === undefined || book.regions === 'everywhere');
  const [regions, setRegions] = useState(lineOf(book === undefined || book.regions === 'everywhere' ? [] : book.regions));
  const [everyone, setEveryone] = useState(book === undefined || book.tiers === 'everyone');
  const [tiers, setTiers] = useState<readonly string[]>(book === undefined || book.tiers === 'everyone' ? [] : book.tiers);
  const [effect, setEffect] = useState(book === undefined ? newEffect() : { effectiveFrom: book.effectiveFrom, effectiveTo: book.effectiveTo ?? '', note: '' });
  const invalidates = ['pricing.books', 'pricing.resolve'] as const;
  const add = useApiMutation('pricing.addBook', { invalidates });
  const change = useApiMutation('pricing.changeBook', { invalidates });
  const settled = book !== undefined && book.entries > 0;
  const ready = name.trim() !== '' && effectReady(effect) && (everywhere || listOf(regions).length > 0) && (everyone || tiers.length > 0);

  function submit() {
    const dates = { effectiveFrom: effect.effectiveFrom, effectiveTo: effect.effectiveTo === '' ? null : effect.effectiveTo };
    const whom = {
      currency,
      regions: everywhere ? ('everywhere' as const) : listOf(regions),
      tiers: everyone ? ('everyone' as const) : [...tiers],
    };
    const done = {
      onSuccess: () => {
        toast(t('pricing.book.saved', { name: name.trim() }));
        onClose();
      },
    };
    if (book === undefined) add.mutate({ body: { name: name.trim(), ...whom, ...dates } }, done);
    else
      change.mutate(
        {
          params: { id: book.id },
          body: settled ? { name: name.trim(), effectiveTo: dates.effectiveTo } : { name: name.trim(), ...whom, ...dates },
          ifVersion: book.version,
        },
        done,
      );
  }
  const offered = [...new Set<string>([...knownTiers, ...tiers])];
  return (
    <FormDialog
      title={book === undefined ? t('pricing.book.add') : t('pricing.book.change', { name: book.name })}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={add.isPending || change.isPending}
      isReady={ready}
      error={add.error ?? change.error}
      {...(onReload === undefined ? {} : { onReload })}
    >
      <TextField label={t('pricing.name')} value={name} onChange={setName} isRequired />
      {settled && <p className="text-12 text-muted">{t('pricing.book.settled')}</p>}
      <CurrencySelect value={currency} onChange={setCurrency} isDisabled={settled} />
      <RadioGroup
        label={t('pricing.regions')}
        options={[
          { id: 'all', label: t('pricing.everywhere') },
          { id: 'some', label: t('pricing.regions.some') },
        ]}
        value={everywhere ? 'all' : 'some'}
        onChange={(id) => setEverywhere(id === 'all')}
        isDisabled={settled}
      />
      {!everywhere && (
        <TextField
          label={t('pricing.regions.which')}
          description={t('pricing.regions.note', { known: knownRegions.join(', ') })}
          value={regions}
          onChange={setRegions}
          isDisabled={settled}
          isRequired
        />
      )}
      <RadioGroup
        label={t('pricing.tiersOf')}
        options={[
          { id: 'all', label: t('pricing.everyone') },
          { id: 'some', label: t('pricing.tiersOf.some') },
        ]}
        value={everyone ? 'all' : 'some'}
        onChange={(id) => setEveryone(id === 'all')}
        isDisabled={settled}
      />
      {!everyone && (
        <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
          <legend className="sr-only">{t('pricing.tiersOf.some')}</legend>
          {offered.map((tier) => (
            <Checkbox
              key={tier}
              isSelected={tiers.includes(tier)}
              isDisabled={settled}
              onChange={(chosen) => setTiers(chosen ? [...tiers, tier] : tiers.filter((entry) => entry !== tier))}
            >
              {tierName(tier)}
            </Checkbox>
          ))}
        </fieldset>
      )}
      <EffectFields value={effect} onChange={setEffect} withNote={false} />
    </FormDialog>
  );
}
