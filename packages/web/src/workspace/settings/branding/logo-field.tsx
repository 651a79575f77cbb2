import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { FileDrop } from '../../../ui/file-drop.tsx';

const MOST_BYTES = 200 * 1024;
const kinds: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];
/** undefined keeps the logo, null removes it. */
export type NewLogo = { url: string; base64: string } | null | undefined;

function readAsUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')));
    reader.readAsDataURL(file);
  });
}

export function LogoField({ name, shown, onChange }: { name: string; shown: string | null; onChange: (logo: NewLogo) => void }) {
  const [problem, setProblem] = useState<'kind' | 'size' | 'unreadable'>();
  async function take(file: File | null) {
    if (file === null) return;
    const wrong = !kinds.includes(file.type) ? 'kind' : file.size > MOST_BYTES ? 'size' : undefined;
    setProblem(wrong);
    if (wrong !== undefined) return;
    try {
      const url = await readAsUrl(file);
      onChange({ url, base64: url.slice(url.indexOf(',') + 1) });
    } catch {
      setProblem('unreadable');
    }
  }
  return (
    <div className="flex flex-col gap-2">
      <span className="text-12 font-medium">{t('branding.logo')}</span>
      {shown !== null && (
        <div className="flex items-center gap-3 rounded-card border border-line p-3">
          <span className="rounded-control border border-line bg-surface p-1">
            <img src={shown} alt={t('branding.logo.of', { name })} className="h-8 max-w-40 object-contain" />
          </span>
          <span className="flex-1" />
          <Button size="compact" onPress={() => onChange(null)}>
            {t('branding.logo.remove')}
          </Button>
        </div>
      )}
      <FileDrop
        label={t(shown === null ? 'branding.logo.add' : 'branding.logo.replace')}
        hint={t('branding.logo.hint')}
        accept={kinds}
        file={null}
        onFile={(file) => void take(file)}
      />
      {problem !== undefined && (
        <p role="alert" className="text-12 text-bad">
          {t(`branding.logo.${problem}`)}
        </p>
      )}
    </div>
  );
}
