import { useState } from 'react';
import { useApi, useApiMutation, isStale, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { RefusalNote } from '../../partners/kit/form-drawer.tsx';
import { orNull } from '../../partners/kit/text-list.ts';
import { BrandPreview } from './brand-preview.tsx';
import { isColour } from './colour.ts';
import { LogoField, type NewLogo } from './logo-field.tsx';

type Brand = Result<'branding.get'>;

/** How the partner's pages look: one colour, a logo and a greeting. What is derived from the colour is shown before it is saved. */
export function Branding() {
  const brand = useApi('branding.get');
  if (brand.error !== null && brand.data === undefined) return <ErrorState error={brand.error} onRetry={() => void brand.refetch()} />;
  if (brand.data === undefined) return <SkeletonRows rows={6} height={56} what={t('settings.branding')} />;
  return <Editor key={JSON.stringify(brand.data)} brand={brand.data} />;
}

function Editor({ brand }: { brand: Brand }) {
  const [colour, setColour] = useState(brand.brandColor ?? '');
  const [greeting, setGreeting] = useState(brand.greeting ?? '');
  const [logo, setLogo] = useState<NewLogo>();
  const set = useApiMutation('branding.set', { invalidates: ['branding.get'] });
  const wrong = colour !== '' && !isColour(colour);
  const changed = colour !== (brand.brandColor ?? '') || greeting !== (brand.greeting ?? '') || logo !== undefined;
  const shownLogo = logo === undefined ? brand.logoUrl : (logo?.url ?? null);
  function save() {
    if (wrong) return;
    set.mutate(
      {
        body: {
          brandColor: colour === '' ? null : colour.toLowerCase(),
          greeting: orNull(greeting),
          ...(logo === undefined ? {} : { logo: logo?.base64 ?? null }),
        },
      },
      { onSuccess: () => toast(t('branding.saved')) },
    );
  }
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title={t('settings.branding')}>
        <form
          className="flex flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <p className="text-muted">{t('branding.note')}</p>
          <div className="flex items-end gap-3">
            <TextField
              label={t('branding.colour')}
              value={colour}
              onChange={(text) => setColour(text.trim())}
              placeholder="#0f766e"
              error={wrong ? t('branding.colour.wrong') : undefined}
              description={t('branding.colour.note')}
              className="flex-1"
            />
            <label className="mb-5 flex flex-col">
              <span className="sr-only">{t('branding.colour.pick')}</span>
              <input
                type="color"
                value={isColour(colour) ? colour : '#181c22'}
                onChange={(event) => setColour(event.target.value)}
                className="h-9 w-12 rounded-control border border-control bg-surface p-1 max-md:h-10"
              />
            </label>
          </div>
          <LogoField name={brand.name} shown={shownLogo} onChange={setLogo} />
          <TextField
            label={t('branding.greeting')}
            description={t('branding.greeting.note')}
            value={greeting}
            onChange={setGreeting}
            rows={3}
            maxLength={300}
          />
          {!isStale(set.error) && <RefusalNote error={set.error} />}
          <div className="flex gap-2">
            <Button type="submit" kind="primary" isPending={set.isPending} isDisabled={!changed || wrong}>
              {t('ui.save')}
            </Button>
            {colour !== '' && (
              <Button onPress={() => setColour('')} isDisabled={set.isPending}>
                {t('branding.colour.clear')}
              </Button>
            )}
          </div>
        </form>
      </Card>
      <BrandPreview name={brand.name} colour={isColour(colour) ? colour : null} logoUrl={shownLogo} greeting={greeting.trim()} />
    </div>
  );
}
