import { type ReactNode, useEffect, useState } from 'react';
import { ApiProblem, callApi, type Result } from '../../lib/api/index.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { useTheme } from '../../ui/theme.ts';
import { applyBrand } from '../brand.ts';
import { Button } from '../kit/button.tsx';
import { Facts } from '../kit/page.tsx';
import { Failed, Ghosts } from '../kit/states.tsx';
import { t } from '../text.ts';
import { LinkForm } from './link-form.tsx';

type Opened = Result<'links.open'>;
type Done = Result<'links.use'>;
type View =
  | { kind: 'loading' }
  | { kind: 'none' }
  | { kind: 'failed'; error: unknown }
  | { kind: 'opened'; link: Opened }
  | { kind: 'done'; link: Opened; done: Done };

/** The secret stands behind the # (it never reaches a server's log) and leaves the address bar at once. */
const token = takeToken();
function takeToken(): string {
  const text = decodeURIComponent(window.location.hash.slice(1));
  if (text !== '') history.replaceState(null, '', window.location.pathname);
  return text;
}

async function openLink(): Promise<View> {
  try {
    return { kind: 'opened', link: await callApi('links.open', { body: { token } }) };
  } catch (error) {
    const unknown = error instanceof ApiProblem && [400, 404, 422].includes(error.status);
    return unknown ? { kind: 'none' } : { kind: 'failed', error };
  }
}

export function LinkPage() {
  const [view, setView] = useState<View>({ kind: token === '' ? 'none' : 'loading' });
  useEffect(() => {
    if (token !== '') void openLink().then(setView);
  }, []);
  function openAgain(): void {
    setView({ kind: 'loading' });
    void openLink().then(setView);
  }
  const link = view.kind === 'opened' || view.kind === 'done' ? view.link : undefined;
  const theme = useTheme();
  useEffect(() => applyBrand(link?.vendor.brandColor ?? null), [link?.vendor.brandColor, theme]);
  useEffect(() => {
    document.title = link ? `${link.title} – ${link.vendor.name}` : t('portal.link.title');
  }, [link]);

  return (
    <>
      <header className="border-b border-line bg-surface">
        <div className="portal-band" />
        <div className="mx-auto flex h-16 max-w-160 items-center gap-3 px-4">{link && <VendorMark vendor={link.vendor} />}</div>
      </header>
      <main className="mx-auto max-w-160 px-4 py-8">
        {view.kind === 'loading' && (
          <div className="rounded-card border border-line bg-surface">
            <Ghosts what={t('portal.link.title')} rows={5} height={72} />
          </div>
        )}
        {view.kind === 'none' && <Ended title={t('portal.link.unknown.title')} detail={t('portal.link.unknown.detail')} />}
        {view.kind === 'failed' && <Failed error={view.error} onRetry={openAgain} />}
        {view.kind === 'opened' && <OpenedLink link={view.link} onDone={(done) => setView({ kind: 'done', link: view.link, done })} />}
        {view.kind === 'done' && <DoneLink done={view.done} />}
      </main>
    </>
  );
}

function VendorMark({ vendor }: { vendor: Opened['vendor'] }) {
  if (vendor.logoUrl !== null) return <img src={vendor.logoUrl} alt={vendor.name} className="h-8 max-w-40 object-contain" />;
  return (
    <>
      <Avatar name={vendor.name} kind="company" size={32} />
      <span className="text-15 font-semibold">
        <bdi>{vendor.name}</bdi>
      </span>
    </>
  );
}

function OpenedLink({ link, onDone }: { link: Opened; onDone: (done: Done) => void }) {
  if (link.state !== 'open')
    return <Ended title={t(`portal.link.${link.state}.title`)} detail={t(`portal.link.${link.state}.detail`, { vendor: link.vendor.name })} />;
  return (
    <>
      <h1 className="text-24 font-semibold">
        <bdi>{link.title}</bdi>
      </h1>
      <p dir="auto" className="mt-1 mb-2">
        {link.sentence}
      </p>
      <p className="mb-6 text-12 text-muted">
        {t('portal.link.for', { email: link.email, partner: link.partnerName })} {t('portal.link.until')} <InstantText at={link.expiresAt} />
      </p>
      {link.facts.length > 0 && (
        <div className="mb-6 rounded-card border border-line bg-surface p-4">
          <Facts items={link.facts.map((fact) => [fact.label, fact.value] as const)} />
        </div>
      )}
      {/* Without a verb there is nothing to do now; the sentence has said why. */}
      {link.verbs.length > 0 ? <LinkForm link={link} token={token} onDone={onDone} /> : <SignInAct />}
    </>
  );
}

function DoneLink({ done }: { done: Done }) {
  return (
    <div aria-live="polite" className="rounded-card border border-line bg-surface p-6">
      <h1 className="mb-2 text-24 font-semibold">{t('portal.link.done')}</h1>
      <p dir="auto" className="mb-4">
        {done.sentence}
      </p>
      {done.facts.length > 0 && <Facts items={done.facts.map((fact) => [fact.label, fact.value] as const)} />}
      <p className="mt-4 text-muted">{t('portal.link.done.note')}</p>
      <SignInAct />
    </div>
  );
}

function Ended({ title, detail }: { title: string; detail: ReactNode }) {
  return (
    <div className="rounded-card border border-line bg-surface p-6">
      <h1 className="mb-2 text-24 font-semibold">{title}</h1>
      <p>{detail}</p>
      <SignInAct />
    </div>
  );
}

function SignInAct() {
  return (
    <Button className="mt-4" onClick={() => window.location.assign('/sign-in?next=/portal')}>
      {t('portal.link.signIn')}
    </Button>
  );
}
