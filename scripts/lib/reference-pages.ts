import { operationTable } from '../../packages/contracts/src/generate-table.ts';
import { operationEntries, partnerRoles, roleAllows, scopes, staffRoles, type Operation, type Role } from '../../packages/contracts/src/index.ts';
import { settingWords } from '../../packages/server/src/platform/setting-words.ts';

const made = '<!-- Made by `npm run generate`. Do not edit. -->';
const callers: Readonly<Record<Operation['audience'], string>> = {
  workspace: 'people of the workspace',
  partner: 'people of a partner',
  signed_in: 'anybody signed in',
  public: 'anybody',
};
const areaNames: Readonly<Record<string, string>> = { apiKeys: 'API keys' };

/** `partnerContacts` → `Partner contacts` */
const areaName = (key: string): string =>
  areaNames[key] ?? (key[0] ?? '').toUpperCase() + key.slice(1).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const roleName = (role: Role): string => role.replaceAll('_', ' ');
const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [row(head), row(head.map(() => '---')), ...rows.map(row)];

/** What the operation itself can refuse with, beyond what any request can meet. */
function refusalsOf({ method, path, scope, params, query, body, versioned }: Operation): string {
  const codes = [
    ...(scope === null ? [] : ['not_allowed']),
    ...(path.includes('/:') ? ['not_found'] : []),
    ...(params || query || body ? ['invalid_input'] : []),
    ...(method === 'GET' ? [] : ['conflict']),
    ...(versioned ? ['version_missing', 'version_stale'] : []),
  ];
  return codes.length === 0 ? '–' : codes.map((code) => `\`${code}\``).join(' ');
}

function operationsPage(): string {
  const entries = operationEntries();
  const areas = [...new Set(entries.map(([id]) => id.split('.')[0] ?? id))];
  return [
    made,
    '# Operations',
    '',
    `The ${entries.length} operations of the API, all below \`/api/v1\`. Schemas of what is sent and answered: \`/openapi.json\` of a running installation.`,
    '',
    'A refusal is `application/problem+json` with a stable `code` and one sentence a person can act on. Beside what the tables name, any',
    'request can meet these:',
    '',
    ...table(
      ['Code', 'Status', 'When'],
      [
        ['`not_signed_in`', '401', 'there is neither a session nor an API key, and the operation is not open to anybody'],
        ['`not_found`', '404', 'the operation is not for callers of this kind; it does not say that it exists'],
        ['`idempotency_mismatch`', '409', 'a write repeats an `Idempotency-Key` with other content'],
        ['`too_large`, `unsupported`', '413, 415', 'the body is too large, or is not JSON'],
        ['`rate_limited`', '429', 'too many requests in a minute'],
        ['`unavailable`, `internal`', '503, 500', 'the database cannot be reached, or the fault is ours; nothing was changed'],
      ],
    ),
    '',
    'And those the tables name:',
    '',
    ...table(
      ['Code', 'Status', 'When'],
      [
        ['`not_allowed`', '403', 'the role lacks the scope: see [permissions](permissions.md)'],
        ['`not_found`', '404', 'there is no such record, or it is outside the reach of the caller'],
        ['`invalid_input`', '422', 'some of what was sent cannot be used; `fields` says what'],
        ['`conflict`', '409', 'the record, as it stands, does not allow it; `reason` says why'],
        ['`version_missing`, `version_stale`', '428, 412', '`If-Match` is missing, or the record has changed since it was read'],
      ],
    ),
    ...areas.flatMap((area) => [
      '',
      `## ${areaName(area)}`,
      '',
      ...table(
        ['Operation', 'Request', 'Who', 'Scope', 'What it does', 'Refusals'],
        entries
          .filter(([id]) => id === area || id.startsWith(`${area}.`))
          .map(([id, one]) => [
            `\`${id}\``,
            `\`${one.method} ${one.path}\``,
            callers[one.audience],
            one.scope === null ? '–' : `\`${one.scope}\``,
            one.summary,
            refusalsOf(one),
          ]),
      ),
    ]),
    '',
  ].join('\n');
}

function permissionsPage(): string {
  const matrix = (roles: readonly Role[]) =>
    table(
      ['Scope', ...roles.map(roleName)],
      scopes.map((scope) => [`\`${scope}\``, ...roles.map((role) => (roleAllows(role, scope) ? 'yes' : ''))]),
    );
  return [
    made,
    '# Permissions',
    '',
    'A role is a list of scopes; an operation names the one scope it needs ([operations](operations.md)). An API key has a role and may',
    'do what the role may. The server decides by the same list this page is made from.',
    '',
    '## People of the workspace',
    '',
    ...matrix(staffRoles),
    '',
    '## People of a partner',
    '',
    'They reach only records shared with their partner; an operation for people of the workspace does not exist for them.',
    '',
    ...matrix(partnerRoles),
    '',
  ].join('\n');
}

function settingsPage(): string {
  return [
    made,
    '# Settings',
    '',
    'Read from the environment at the start, and only then. An empty variable is the same as none. A value that cannot be used stops the',
    'start with one sentence for each.',
    '',
    ...table(
      ['Setting', 'Meaning', 'Without it'],
      Object.entries(settingWords).map(([name, { meaning, without }]) => [`\`${name}\``, meaning, without]),
    ),
    '',
  ].join('\n');
}

/** What is made from the contracts and the settings, by its path in the checkout. */
export const generatedFiles = (): Readonly<Record<string, string>> => ({
  'packages/contracts/src/operation-table.ts': operationTable(),
  'docs/reference/operations.md': operationsPage(),
  'docs/reference/permissions.md': permissionsPage(),
  'docs/reference/settings.md': settingsPage(),
});
