import { contrast, deriveBrand } from '../../../portal/brand.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { ratioText } from './colour.ts';

/** The grounds of both themes, as in the tokens: a preview shows the theme that is not in use too. */
const themes = {
  light: { surface: '#ffffff', text: '#181c22', line: '#e3e5e9', muted: '#5b616a' },
  dark: { surface: '#14181d', text: '#f0f1f4', line: '#2a2e36', muted: '#a5a9b1' },
} as const;
const ink = { light: '#181c22', dark: '#f0f1f4' } as const;

export function BrandPreview({ name, colour, logoUrl, greeting }: { name: string; colour: string | null; logoUrl: string | null; greeting: string }) {
  return (
    <Card title={t('branding.preview')}>
      <div className="flex flex-col gap-4" aria-live="polite">
        {(['light', 'dark'] as const).map((theme) => (
          <Theme key={theme} theme={theme} name={name} colour={colour ?? ink[theme]} logoUrl={logoUrl} greeting={greeting} />
        ))}
        <p className="text-12 text-muted">{t('branding.preview.note')}</p>
      </div>
    </Card>
  );
}

function Theme({
  theme,
  name,
  colour,
  logoUrl,
  greeting,
}: {
  theme: 'light' | 'dark';
  name: string;
  colour: string;
  logoUrl: string | null;
  greeting: string;
}) {
  const ground = themes[theme];
  const brand = deriveBrand(colour, theme);
  const measured = [
    { id: 'button', ratio: contrast(brand.on, brand.fill) },
    { id: 'link', ratio: contrast(brand.link, ground.surface) },
    { id: 'soft', ratio: contrast(brand.link, brand.soft) },
  ] as const;
  return (
    <figure className="flex flex-col gap-2">
      <div className="flex flex-col gap-3 rounded-card border p-4" style={{ background: ground.surface, color: ground.text, borderColor: ground.line }}>
        <p className="flex items-center gap-2 font-semibold">
          {logoUrl !== null && <img src={logoUrl} alt="" className="h-6 max-w-32 object-contain" />}
          <bdi>{name}</bdi>
        </p>
        <p style={{ color: ground.muted }}>
          <bdi>{greeting === '' ? t('branding.preview.greeting') : greeting}</bdi>
        </p>
        <p className="flex flex-wrap items-center gap-3">
          <span className="inline-flex h-9 items-center rounded-control px-4 font-medium" style={{ background: brand.fill, color: brand.on }}>
            {t('branding.preview.button')}
          </span>
          <span className="underline" style={{ color: brand.link }}>
            {t('branding.preview.link')}
          </span>
          <span className="rounded-full px-2.5 py-0.5 text-12 font-medium" style={{ background: brand.soft, color: brand.link }}>
            {t('branding.preview.soft')}
          </span>
        </p>
      </div>
      <figcaption className="flex flex-wrap gap-x-4 text-12 text-muted">
        <span className="font-medium text-text">{t(`shell.theme.${theme}`)}</span>
        {measured.map(({ id, ratio }) => (
          <span key={id}>
            {t(`branding.preview.${id}`)} <bdi className="num">{ratioText(ratio)}</bdi>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
