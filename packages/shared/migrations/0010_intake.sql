-- Up Migration
-- How much is taken from an integration, what becomes of more, and from where. NULL is the standard.
ALTER TABLE core.integrations
  ADD COLUMN per_minute integer CHECK (per_minute BETWEEN 1 AND 100000),
  ADD COLUMN per_hour integer CHECK (per_hour BETWEEN 1 AND 100000),
  ADD COLUMN over_limit text NOT NULL DEFAULT 'refuse' CHECK (over_limit IN ('refuse', 'defer', 'admit')),
  ADD COLUMN allowed_sources text[] NOT NULL DEFAULT '{}'; -- addresses and CIDR blocks; none: from everywhere

-- Down Migration
ALTER TABLE core.integrations DROP COLUMN per_minute, DROP COLUMN per_hour, DROP COLUMN over_limit, DROP COLUMN allowed_sources;
