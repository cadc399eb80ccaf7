-- The keys that rooms' contents are sealed with, each wrapped by the operator's own. They lie apart, so that a backup of the journal
-- can leave them out: pg_dump --exclude-schema=parley_keys.
create table parley_keys.content_key (
  room text collate "C" not null,
  number bigint not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  primary key (room, number)
);
