import { type ReactNode, useMemo, useState } from 'react';
import { Bell, Ellipsis, Inbox, Plus } from 'lucide-react';
import type { DealStage, ParticipantRole } from '@entente/kernel';
import type { Action } from './lib/actions.ts';
import { type LocaleId, locales, setLocale, t, useLocaleId } from './lib/i18n/i18n.ts';
import { DateText, InstantText, Money, Num, Percent, RelativeTime } from './lib/i18n/values.tsx';
import { ProblemError } from './lib/http.ts';
import { Avatar } from './ui/avatar.tsx';
import { Badge, StageBadge } from './ui/badge.tsx';
import { Board } from './ui/board.tsx';
import { Button, IconButton } from './ui/button.tsx';
import { Checkbox } from './ui/checkbox.tsx';
import { ComboBox } from './ui/combo-box.tsx';
import { CopyField } from './ui/copy-field.tsx';
import { DataGrid, type GridColumn, GridOptions, type GridSelection, type GridSort, noSelection, useGridLayout } from './ui/data-grid/data-grid.tsx';
import { ConfirmDialog, Dialog, Sheet } from './ui/dialog.tsx';
import { FileDrop } from './ui/file-drop.tsx';
import { FilterBar } from './ui/filter-bar.tsx';
import { KeyHint } from './ui/key-hint.tsx';
import { Bar, Ring, Sparkline } from './ui/marks.tsx';
import { Menu } from './ui/menu.tsx';
import { NumberField } from './ui/number-field.tsx';
import { Card, Facts, PageHeader } from './ui/page.tsx';
import { Progress } from './ui/progress.tsx';
import { RadioGroup } from './ui/radio-group.tsx';
import { RoleGlyph, roleName, RoleStack } from './ui/role-glyph.tsx';
import { Select } from './ui/select.tsx';
import { SlaClock } from './ui/sla-clock.tsx';
import { EmptyState, ErrorState, SkeletonRows } from './ui/states.tsx';
import { Switch } from './ui/switch.tsx';
import { Tabs } from './ui/tabs.tsx';
import { DateField, TextField } from './ui/text-field.tsx';
import { setTheme, type ThemeChoice, useTheme } from './ui/theme.ts';
import { Timeline } from './ui/timeline.tsx';
import { toast, ToastRegion } from './ui/toast.tsx';

const roles: readonly ParticipantRole[] = ['source', 'influence', 'integrate', 'resell', 'distribute', 'marketplace', 'technology', 'service'];
const stages: readonly DealStage[] = ['prospect', 'qualified', 'technical', 'business', 'committed', 'won', 'lost'];
const now = new Date('2026-11-21T12:00:00Z');
const inHours = (hours: number): string => new Date(now.getTime() + hours * 3_600_000).toISOString();

type Sample = {
  id: string;
  account: string;
  ref: string;
  partner: string;
  roles: ParticipantRole[];
  stage: DealStage;
  amountMinor: number;
  dueAt: string;
  next: string;
  owner: string;
};
const accounts = [
  'Kite Airlines LATAM',
  'Iberia Telecom',
  'Aurora Health EMEA',
  'Juniper Pharma',
  'Eastgate Bank NA',
  'Civic Power',
  'Delta Foods APAC',
  'Granite Insurance',
];
const partners = ['Orchid Cloud', 'Northwind Consulting', 'Kestrel Distribution', 'Cobalt Advisory', 'Meridian SI'];
const owners = ['R. Silva', 'M. Osei', 'L. Brandt', 'Y. Tanaka'];
const steps = ['Security review', 'Confirm scope', 'Share quote', 'Awaiting PO'];
const at = <V,>(list: readonly V[], index: number): V => list[index % list.length] as V;

function sampleRows(count: number): Sample[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `row-${n}`,
    account: at(accounts, n),
    ref: `D-${20_500 - (n % 20_000)}`,
    partner: at(partners, n * 3),
    roles: roles.filter((_, r) => (n * 31 + r * 17) % 5 < 2),
    stage: at(stages, n * 5),
    amountMinor: (((n * 7919) % 480) + 20) * 100_000,
    dueAt: inHours((n % 60) - 7),
    next: at(steps, n),
    owner: at(owners, n),
  }));
}

const columns: readonly GridColumn<Sample>[] = [
  {
    id: 'account',
    header: 'Account',
    size: 260,
    sortable: true,
    hideable: false,
    card: 'title',
    cell: (row) => (
      <>
        <bdi>{row.account}</bdi> <bdi className="ms-1 font-normal text-muted">{row.ref}</bdi>
      </>
    ),
  },
  { id: 'partner', header: 'Submitted by', size: 180, cell: (row) => <bdi className="text-muted">{row.partner}</bdi>, card: 'none' },
  { id: 'roles', header: 'Roles', size: 110, cell: (row) => <RoleStack roles={row.roles} />, card: 'none' },
  { id: 'stage', header: 'Stage', size: 170, sortable: true, cell: (row) => <StageBadge stage={row.stage} />, card: 'meta' },
  {
    id: 'amount',
    header: 'Amount',
    size: 110,
    sortable: true,
    align: 'end',
    card: 'end',
    cell: (row) => (
      <span className="font-medium">
        <Money value={{ amountMinor: row.amountMinor, currency: 'EUR' }} />
      </span>
    ),
  },
  { id: 'clock', header: 'Review clock', size: 120, sortable: true, card: 'meta', cell: (row) => <SlaClock dueAt={row.dueAt} now={now} /> },
  { id: 'next', header: 'Next step', size: 150, cell: (row) => <span className="text-muted">{row.next}</span>, card: 'none' },
  { id: 'owner', header: 'Owner', size: 100, cell: (row) => <bdi className="text-muted">{row.owner}</bdi>, card: 'meta' },
];

const acts: readonly Action[] = (['ui.save', 'ui.undo', 'ui.retry'] as const).map((label) => ({
  id: label,
  label,
  scope: 'selection',
  run: () => toast(t(label), { undo: () => undefined }),
}));

function GridSample() {
  const loadedAtOnce = Number(new URLSearchParams(window.location.search).get('rows') ?? 200);
  const [rows, setRows] = useState(() => sampleRows(loadedAtOnce));
  const [sort, setSort] = useState<GridSort>({ id: 'clock', desc: false });
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const layout = useGridLayout('gallery', columns);
  const sorted = useMemo(() => {
    const value = (row: Sample): string | number =>
      sort.id === 'amount' ? row.amountMinor : sort.id === 'account' ? row.account : sort.id === 'stage' ? stages.indexOf(row.stage) : row.dueAt;
    return rows.toSorted((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (sort.desc ? -1 : 1));
  }, [rows, sort]);
  const [view, setView] = useState('all');
  return (
    <div className="flex h-130 flex-col overflow-hidden rounded-card border border-line bg-surface">
      <PageHeader
        title="Deals"
        tabs={
          <Tabs
            label="Views"
            value={view}
            onChange={setView}
            items={[
              { id: 'all', label: 'All deals', count: <Num value={100_000} /> },
              { id: 'mine', label: 'Needs my review', count: <Num value={14} /> },
            ]}
          />
        }
        actions={
          <Button kind="primary" icon={<Plus size={16} aria-hidden />} keyHint="r">
            Register deal
          </Button>
        }
      />
      <FilterBar
        chips={[
          { id: 'stage', field: 'Stage', words: 'is not Lost', onEdit: () => undefined, onRemove: () => undefined },
          { id: 'roles', field: 'Roles', words: '≥ 2', onRemove: () => undefined },
        ]}
        addGroups={[
          {
            id: 'fields',
            items: [
              { id: 'owner', label: 'Owner', onAction: () => undefined },
              { id: 'close', label: 'Close date', onAction: () => undefined },
            ],
          },
        ]}
        onClear={() => undefined}
        summary={
          <>
            <Num value={100_000} /> deals
          </>
        }
        end={<GridOptions layout={layout} />}
      />
      <DataGrid
        label="Deals"
        layout={layout}
        rows={sorted}
        rowId={(row) => row.id}
        total={100_000}
        sort={sort}
        onSort={setSort}
        hasMore={rows.length < 100_000}
        onNeedMore={() => setRows(sampleRows(Math.min(100_000, rows.length + 200)))}
        selection={selection}
        onSelect={setSelection}
        bulk={acts}
        onOpen={(row) => toast(row.account)}
        href={(row) => `/deals/${row.id}`}
      />
    </div>
  );
}

function BoardSample() {
  const [cards, setCards] = useState(() => sampleRows(9));
  const shown = stages.slice(0, 4);
  return (
    <div className="flex h-90 overflow-hidden rounded-card border border-line">
      <Board
        label="Deals by stage"
        cardId={(card) => card.id}
        cardName={(card) => card.account}
        columns={shown.map((stage) => ({ id: stage, title: t(`stage.${stage}`), cards: cards.filter((card) => card.stage === stage) }))}
        onMove={(card, to) =>
          setCards(cards.map((other) => (other.id === card.id ? { ...other, stage: stages.find((stage) => stage === to) ?? other.stage } : other)))
        }
        renderCard={(card) => (
          <div className="mt-2 flex items-center justify-between">
            <RoleStack roles={card.roles} />
            <Money value={{ amountMinor: card.amountMinor, currency: 'EUR' }} look="compact" />
          </div>
        )}
      />
    </div>
  );
}

function Part({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  return (
    <section aria-label={title} className={wide ? 'min-w-0 lg:col-span-2' : 'min-w-0'}>
      <h2 className="pb-2 text-12 font-semibold text-muted">{title}</h2>
      <div className="flex flex-wrap items-center gap-3">{children}</div>
    </section>
  );
}

function Fields() {
  const [stage, setStage] = useState<DealStage | null>('qualified');
  const [partner, setPartner] = useState<string | null>(null);
  const [route, setRoute] = useState<'direct' | 'resale' | null>('direct');
  return (
    <div className="grid w-full gap-4 md:grid-cols-3">
      <TextField label="Customer website" isRequired description="We fill in the company from the domain." defaultValue="aurorahealth.com" />
      <TextField label="Contact e-mail" type="email" error="This address has no domain. Add the part after the @." defaultValue="lena@" />
      <TextField label="Locked" isDisabled defaultValue="Set by the agreement" />
      <NumberField label="Estimated value" defaultValue={48_000} formatOptions={{ style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }} steppers />
      <DateField label="Expected close" defaultValue="2026-12-18" />
      <Select label="Stage" value={stage} onChange={setStage} options={stages.map((id) => ({ id, label: t(`stage.${id}`) }))} />
      <ComboBox
        label="Partner"
        placeholder="Type a name"
        value={partner}
        onChange={setPartner}
        options={partners.map((name) => ({ id: name, label: name, note: 'Gold' }))}
      />
      <TextField label="What is happening" rows={3} placeholder="One or two sentences for the reviewer" />
      <RadioGroup
        label="Route"
        look="cards"
        value={route}
        onChange={setRoute}
        options={[
          { id: 'direct', label: 'Direct', note: 'We sell, partners help' },
          { id: 'resale', label: 'Resale', note: 'The partner sells and invoices' },
        ]}
      />
    </div>
  );
}

function Overlays() {
  const [open, setOpen] = useState<'none' | 'modal' | 'side' | 'confirm'>('none');
  const close = () => setOpen('none');
  return (
    <>
      <Button onPress={() => setOpen('modal')}>Open dialog</Button>
      <Button onPress={() => setOpen('side')}>Open side sheet</Button>
      <Button kind="danger" onPress={() => setOpen('confirm')}>
        Remove partner
      </Button>
      <Button onPress={() => toast('Registration approved', { undo: () => toast('Approval taken back') })}>Show notice</Button>
      <Menu
        label="More acts"
        groups={[
          {
            id: 'a',
            items: [
              { id: 'share', label: 'Share', shortcut: 's', onAction: () => undefined },
              { id: 'lock', label: 'Reopen', isDisabled: true, onAction: () => undefined },
            ],
          },
          { id: 'b', items: [{ id: 'end', label: 'End protection', tone: 'bad', onAction: () => undefined }] },
        ]}
      >
        <IconButton label="More acts">
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      </Menu>
      <Dialog
        title="Share deal"
        isOpen={open === 'modal'}
        onClose={close}
        footer={
          <>
            <Button onPress={close}>Cancel</Button>
            <Button kind="primary" onPress={close}>
              Share
            </Button>
          </>
        }
      >
        <TextField label="With" />
      </Dialog>
      <Sheet
        title="Register a deal"
        note="Usually decided in 9 hours"
        isOpen={open === 'side'}
        onClose={close}
        footer={
          <>
            <Button onPress={close}>Cancel</Button>
            <Button kind="primary" onPress={close}>
              Submit
            </Button>
          </>
        }
      >
        <Fields />
      </Sheet>
      <ConfirmDialog
        title="Remove Cobalt Advisory"
        body="Its lane closes. Its touches stay on the record."
        verb="Remove partner"
        danger
        isOpen={open === 'confirm'}
        onClose={close}
        onConfirm={() => toast('Partner removed', { undo: () => undefined })}
      />
    </>
  );
}

/** Every part in its states: the test bed for pictures and accessibility checks. */
export function Gallery() {
  const theme = useTheme();
  const locale = useLocaleId();
  const [file, setFile] = useState<File | null>(null);
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title="Gallery"
        actions={
          <>
            <Select
              hideLabel
              label={t('shell.theme')}
              value={theme}
              onChange={(next: ThemeChoice) => setTheme(next)}
              options={(['light', 'dark', 'system'] as const).map((id) => ({ id, label: t(`shell.theme.${id}`) }))}
              className="w-36"
            />
            <Select
              hideLabel
              label={t('shell.language')}
              value={locale}
              onChange={(next: LocaleId) => void setLocale(next)}
              options={locales.map((entry) => ({ id: entry.id, label: entry.name }))}
              className="w-32"
            />
          </>
        }
      />
      <main className="min-h-0 flex-1 overflow-auto bg-desk" tabIndex={-1}>
        <div className="mx-auto grid max-w-[1400px] grid-cols-1 gap-8 p-4 lg:grid-cols-2">
          <Part title="Data grid" wide>
            <div className="w-full">
              <GridSample />
            </div>
          </Part>
          <Part title="Record header" wide>
            <div className="w-full overflow-hidden rounded-card border border-line">
              <PageHeader
                crumbs={[{ label: 'Deals', to: '/deals' }, { label: 'D-20417' }]}
                title="Aurora Health — EMEA platform"
                badges={
                  <>
                    <StageBadge stage="business" />
                    <RoleStack roles={roles} max={6} />
                  </>
                }
                actions={
                  <>
                    <Button>Share</Button>
                    <Button>Add partner</Button>
                    <Button kind="primary">Send private offer</Button>
                  </>
                }
                facts={
                  <Facts
                    items={[
                      { label: 'Value', value: <Money value={{ amountMinor: 24_000_000, currency: 'EUR' }} /> },
                      { label: 'Net to us', value: <Money value={{ amountMinor: 14_064_050, currency: 'EUR' }} /> },
                      { label: 'Close', value: <DateText date="2026-12-18" /> },
                      { label: 'Protected until', value: <DateText date="2027-01-10" /> },
                      { label: 'Route', value: 'Marketplace via reseller' },
                      { label: 'Our share', value: <Percent share={0.586} digits={1} /> },
                    ]}
                  />
                }
              />
            </div>
          </Part>
          <Part title="Buttons">
            <Button kind="primary" keyHint="r">
              Register deal
            </Button>
            <Button>Share</Button>
            <Button kind="quiet">Filter</Button>
            <Button kind="danger">Decline</Button>
            <Button kind="primary" isDisabled>
              Disabled
            </Button>
            <Button size="compact">Compact</Button>
            <Button size="touch">Touch</Button>
            <IconButton label="Notices">
              <Bell size={16} aria-hidden />
            </IconButton>
            <KeyHint keys="mod+k" />
          </Part>
          <Part title="Overlays">
            <Overlays />
          </Part>
          <Part title="Roles">
            {roles.map((role) => (
              <span key={role} className="flex items-center gap-1.5">
                <RoleGlyph role={role} labelled={false} />
                {roleName(role)}
              </span>
            ))}
            <RoleStack roles={roles} max={4} />
          </Part>
          <Part title="Stages and states">
            {stages.map((stage) => (
              <StageBadge key={stage} stage={stage} />
            ))}
            <Badge tone="bad">Overdue</Badge>
            <Badge tone="warn">Waiting on customer</Badge>
            <Badge tone="ok">Done</Badge>
            <Badge>Draft</Badge>
          </Part>
          <Part title="Clocks">
            <SlaClock dueAt={inHours(30)} now={now} startedAt={inHours(-10)} />
            <SlaClock dueAt={inHours(3)} now={now} startedAt={inHours(-21)} />
            <SlaClock dueAt={inHours(-5.5)} now={now} />
            <SlaClock dueAt={inHours(96)} now={now} />
            <SlaClock dueAt={null} />
          </Part>
          <Part title="Marks">
            <Ring share={0.7} size={20} label="70%" />
            <Sparkline values={[3, 5, 4, 8, 6, 9, 12]} label="Rising from 3 to 12" />
            <div className="w-48">
              <Bar
                parts={[
                  { id: 'a', value: 60, color: 'var(--role-source)', label: 'Source 60%' },
                  { id: 'b', value: 25, color: 'var(--role-resell)', label: 'Resell 25%' },
                  { id: 'c', value: 15, color: 'var(--role-service)', label: 'Service 15%' },
                ]}
              />
            </div>
            <Avatar name="Lena Brandt" />
            <Avatar name="Kestrel Cloud" kind="company" size={32} />
          </Part>
          <Part title="Values">
            <Money value={{ amountMinor: -3_600_000, currency: 'EUR' }} look="compact" />
            <Money value={{ amountMinor: 123_456, currency: 'USD' }} />
            <Money value={{ amountMinor: 5_000_000, currency: 'JPY' }} />
            <DateText date="2026-12-18" />
            <InstantText at="2026-11-21T10:42:00Z" />
            <RelativeTime at={inHours(-26)} now={now} />
          </Part>
          <Part title="Choices">
            <Checkbox defaultSelected>Notify the partner</Checkbox>
            <Checkbox isIndeterminate>Some rows</Checkbox>
            <Checkbox isDisabled>Not allowed</Checkbox>
            <Switch defaultSelected>Auto-approve</Switch>
            <Switch>Quiet hours</Switch>
          </Part>
          <Part title="Fields" wide>
            <Fields />
          </Part>
          <Part title="Board" wide>
            <div className="w-full">
              <BoardSample />
            </div>
          </Part>
          <Part title="Time line">
            <Card className="w-full" title="Timeline" note="12 events">
              <Timeline
                now={now}
                entries={[
                  { id: '1', at: inHours(-1.3), title: 'Lumen sent quote v3 to the customer', role: 'resell', by: 'Ana Ruiz' },
                  { id: '2', at: inHours(-26), title: 'Buyer AWS account verified', role: 'marketplace' },
                  { id: '3', at: inHours(-700), title: 'Registration approved in 7h 10m', by: 'Lena Brandt' },
                ]}
              />
            </Card>
          </Part>
          <Part title="Progress and files">
            <div className="flex w-full flex-col gap-4">
              <Progress label="Reading rows" done={42_000} total={100_000} />
              <Progress label="Looking for duplicates" done={812} />
              <FileDrop label="Partner list" hint="CSV or XLSX, up to 50 MB" accept={['.csv', '.xlsx']} file={file} onFile={setFile} />
              <CopyField label="API key" value="ent_live_4f0b1c2d3e" />
            </div>
          </Part>
          <Part title="Empty and failed">
            <Card className="w-full" flush>
              <EmptyState
                icon={<Inbox size={20} />}
                title="Nothing waits for you"
                detail="Acts that need your decision come here with their clock."
                action={<Button>Open deals</Button>}
              />
            </Card>
          </Part>
          <Part title="Error">
            <Card className="w-full" flush>
              <ErrorState
                error={
                  new ProblemError({
                    title: 'The CRM did not answer',
                    status: 502,
                    detail: 'Your edits are kept and go out when it is back. Try again, or carry on.',
                    reference: 'req_01J8Z',
                  })
                }
                onRetry={() => undefined}
              />
            </Card>
          </Part>
          <Part title="Loading" wide>
            <Card className="w-full" flush>
              <SkeletonRows rows={4} what="deals" />
            </Card>
          </Part>
        </div>
      </main>
      <ToastRegion />
    </div>
  );
}
