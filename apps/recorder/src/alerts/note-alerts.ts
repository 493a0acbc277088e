const columns = 'fingerprint, severity, title, stage, platform, message, hint, webhook_event_id, first_at, last_at, count'

/** What describes the occurrences not told yet: set anew by the first after all were told. */
const described = 'severity title stage platform message hint webhook_event_id first_at'.split(' ')

/**
 * The statement (it may be part of another one) that notes occurrences in mcp.alerts. `occurrences` is a query for one row per
 * fingerprint with the columns of that table up to `count`. Whoever notes sees to it that nothing is noted twice.
 */
export const noteAlerts = (occurrences: string): string => `
INSERT INTO mcp.alerts AS a (${columns})
SELECT ${columns} FROM (${occurrences}) AS occurrence ORDER BY fingerprint
ON CONFLICT (fingerprint) DO UPDATE SET
  ${described.map((column) => `${column} = CASE WHEN a.count = a.told THEN excluded.${column} ELSE a.${column} END`).join(',\n  ')},
  last_at = greatest(a.last_at, excluded.last_at),
  count = a.count + excluded.count`
