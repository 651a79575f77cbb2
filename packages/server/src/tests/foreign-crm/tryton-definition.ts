/** Tryton as a system by configuration: JSON-RPC, a session in a header, decimals and days in objects, `_timestamp` as precondition. */
export const trytonDefinition = (company: number, currency: string) => {
  const call = (method: string, params: readonly unknown[], more: object = {}) => ({
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/json' },
    body: { id: 1, method, params },
    items: '/result',
    ...more,
  });
  const columns = ['id', 'description', 'amount', 'comment', 'end_date', 'state', 'party', 'write_date', 'create_date', '_timestamp'];
  const since = {
    __class__: 'datetime',
    year: '${since.year}',
    month: '${since.month}',
    day: '${since.day}',
    hour: '${since.hour}',
    minute: '${since.minute}',
    second: '${since.second}',
    microsecond: 0,
  };
  const list = (model: string, names: readonly string[], domain: readonly unknown[]) =>
    call(`model.${model}.search_read`, [domain, 0, '${limit}', [['id', 'ASC']], names, {}]);
  const byIds = (model: string, names: readonly string[]) => call(`model.${model}.search_read`, [[['id', 'in', '${ids}']], 0, null, null, names, {}]);
  const changed = ['OR', ['write_date', '>=', since], ['create_date', '>=', since]];
  const partyColumns = ['id', 'name', 'write_date', 'create_date', '_timestamp'];
  const common = { id: '/id', numericIds: true, modified: ['/write_date', '/create_date'], modifiedInParts: true, version: '/_timestamp', paging: 'after_id' };
  return {
    style: 'jsonrpc',
    currency,
    pollSeconds: 60,
    perSecond: 20,
    auth: {
      style: 'login',
      request: call('common.db.login', ['${user}', { password: '${secret}' }, 'en']),
      token: '${user}:${answer/result/0}:${answer/result/1}',
      base64: true,
      prefix: 'Session ',
    },
    errors: [
      { contains: 'ConcurrencyException', means: 'stale' },
      { contains: 'AccessError', means: 'gone' },
    ],
    objects: [
      {
        ...common,
        kind: 'account',
        object: 'party.party',
        label: 'Parties',
        fields: [{ key: 'name', label: 'Name', required: true, ours: { field: 'name', authority: 'newest' } }],
        read: byIds('party.party', partyColumns),
        changes: list('party.party', partyColumns, [changed, ['id', '>', '${after}']]),
        walk: list('party.party', partyColumns, [['id', '>', '${after}']]),
        update: call('model.party.party.write', [['${id}'], '${values}', { _timestamp: { 'party.party,${id}': '${version}' } }]),
      },
      {
        ...common,
        kind: 'deal',
        object: 'sale.opportunity',
        label: 'Opportunities',
        keyName: 'reference',
        fields: [
          { key: 'description', label: 'Description', required: true, ours: { field: 'name', authority: 'newest' } },
          {
            key: 'amount',
            label: 'Amount',
            type: 'money',
            pointer: '/amount/decimal',
            send: { __class__: 'Decimal', decimal: '${text}' },
            ours: { field: 'amount', authority: 'newest' },
          },
          { key: 'comment', label: 'Comment', type: 'long_text', ours: { field: 'next_step', authority: 'newest' } },
          {
            key: 'end_date',
            label: 'End date',
            type: 'date',
            inParts: true,
            send: { __class__: 'date', year: '${year}', month: '${month}', day: '${day}' },
            ours: { field: 'close_on', authority: 'newest' },
          },
          { key: 'party', label: 'Party', type: 'reference', refersTo: 'account', ours: { field: 'account', authority: 'theirs' } },
          {
            key: 'state',
            label: 'State',
            type: 'choice',
            choices: ['lead', 'opportunity', 'converted', 'lost', 'cancelled'].map((value) => ({ value, label: value })),
            writable: false,
            ours: {
              field: 'stage',
              authority: 'theirs',
              valueMap: [
                { ours: 'prospect', theirs: 'lead' },
                { ours: 'qualified', theirs: 'opportunity' },
                { ours: 'won', theirs: 'converted' },
                { ours: 'lost', theirs: 'lost' },
                { ours: 'lost', theirs: 'cancelled' },
              ],
            },
          },
        ],
        read: byIds('sale.opportunity', columns),
        changes: list('sale.opportunity', columns, [changed, ['id', '>', '${after}']]),
        walk: list('sale.opportunity', columns, [['id', '>', '${after}']]),
        find: call('model.sale.opportunity.search_read', [[['reference', '=', '${key}']], 0, 1, null, columns, {}]),
        create: call('model.sale.opportunity.create', [['${values}'], { company }], { id: '/result/0' }),
        update: call('model.sale.opportunity.write', [['${id}'], '${values}', { _timestamp: { 'sale.opportunity,${id}': '${version}' } }]),
      },
    ],
  };
};
